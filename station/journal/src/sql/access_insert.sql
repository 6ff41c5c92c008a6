INSERT INTO access (seq, sealed) VALUES (?1, ?2)
