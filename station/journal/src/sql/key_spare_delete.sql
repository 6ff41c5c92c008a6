DELETE FROM spare_keys WHERE key = ?1
