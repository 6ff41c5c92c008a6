SELECT key FROM keys WHERE kind = ?1 AND day = ?2
