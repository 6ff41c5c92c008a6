INSERT INTO tickets (seq, print, key, sealed) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (seq) DO UPDATE SET print = excluded.print, key = excluded.key, sealed = excluded.sealed
