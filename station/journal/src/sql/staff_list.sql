SELECT seq, key, sealed FROM staff ORDER BY seq
