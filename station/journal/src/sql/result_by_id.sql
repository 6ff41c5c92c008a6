SELECT seq, id, key, sealed FROM results JOIN checks USING (seq) WHERE id = ?1
