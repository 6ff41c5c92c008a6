-- Known time: the one that expires first, so that the fewest go to waste.
DELETE FROM challenges WHERE id = (SELECT id FROM challenges WHERE expires_ns > ?1 ORDER BY expires_ns, id LIMIT 1)
RETURNING id, nonce, expires_ns
