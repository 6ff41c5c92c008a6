UPDATE tickets SET key = ?2, sealed = ?3 WHERE seq = ?1
