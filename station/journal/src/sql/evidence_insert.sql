INSERT INTO evidence (seq, key, sealed) VALUES (?1, ?2, ?3)
