SELECT seq, id, key, sealed FROM tickets JOIN checks USING (seq) WHERE seq = ?1
