DELETE FROM keys WHERE key = ?1
