SELECT seq, id, key, sealed FROM evidence JOIN checks USING (seq) WHERE id = ?1
