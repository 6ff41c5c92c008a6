SELECT count(*) FROM challenges WHERE expires_ns > ?1
