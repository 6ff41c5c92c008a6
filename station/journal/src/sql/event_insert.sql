INSERT INTO outbox (seq, condition, repeats, event) VALUES (?1, ?2, ?3, ?4)
