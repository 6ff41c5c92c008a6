-- The order of capture, never the wall clock.
SELECT seq, id, key, sealed FROM evidence JOIN checks USING (seq) WHERE seq > ?1 ORDER BY seq
