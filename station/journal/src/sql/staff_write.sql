INSERT INTO staff (seq, key, sealed) VALUES (?1, ?2, ?3)
ON CONFLICT (seq) DO UPDATE SET key = excluded.key, sealed = excluded.sealed
