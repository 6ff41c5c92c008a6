INSERT INTO tries (staff, wrong, boot, at_ns, mono_ms, synchronised) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (staff) DO UPDATE SET wrong = excluded.wrong, boot = excluded.boot, at_ns = excluded.at_ns,
  mono_ms = excluded.mono_ms, synchronised = excluded.synchronised
