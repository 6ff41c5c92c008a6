SELECT seq, key, sealed FROM staff WHERE seq = ?1
