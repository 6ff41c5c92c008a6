-- Also those whose stub is gone: they have no owner and go.
SELECT t.seq, ifnull(c.id, zeroblob(16)), t.key, t.sealed, ifnull(c.state, 3), c.calls FROM tickets t LEFT JOIN checks c USING (seq)
WHERE t.key = ?1 ORDER BY t.seq
