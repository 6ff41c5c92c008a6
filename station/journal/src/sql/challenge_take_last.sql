-- Unknown time: the one that lasts longest, which is most likely still good.
DELETE FROM challenges WHERE id = (SELECT id FROM challenges ORDER BY expires_ns DESC, id LIMIT 1)
RETURNING id, nonce, expires_ns
