SELECT seq, id, key, sealed, reception, captured_ns FROM results JOIN checks USING (seq) WHERE state = 2 ORDER BY seq
