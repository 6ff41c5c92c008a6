INSERT OR IGNORE INTO challenges (id, nonce, expires_ns) VALUES (?1, ?2, ?3)
