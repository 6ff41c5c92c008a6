SELECT seq, id, key, sealed, reception, captured_ns, synchronised, purpose FROM results JOIN checks USING (seq) WHERE state = 2 ORDER BY seq
