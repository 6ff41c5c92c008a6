SELECT seq, id, key, sealed, state, calls FROM results JOIN checks USING (seq) WHERE key = ?1 ORDER BY seq
