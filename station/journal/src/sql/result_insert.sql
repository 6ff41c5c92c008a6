INSERT INTO results (seq, key, sealed) VALUES (?1, ?2, ?3)
