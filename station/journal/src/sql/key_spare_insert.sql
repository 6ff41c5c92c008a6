INSERT INTO spare_keys (key, wrapped) VALUES (?1, ?2)
