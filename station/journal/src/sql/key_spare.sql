SELECT wrapped FROM spare_keys WHERE key = ?1
