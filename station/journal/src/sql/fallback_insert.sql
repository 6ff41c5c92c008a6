INSERT INTO fallbacks (day, kind, print) VALUES (?1, ?2, ?3)
