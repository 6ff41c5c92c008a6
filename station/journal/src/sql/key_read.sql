SELECT kind, day, wrapped FROM keys WHERE key = ?1
