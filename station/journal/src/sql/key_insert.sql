INSERT INTO keys (key, kind, day, wrapped) VALUES (?1, ?2, ?3, ?4)
