INSERT INTO checks (seq, id, boot, captured_ns, captured_mono_ms, synchronised, day, reception, purpose, method, staff, print, state, site)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, 0, ?13)
