DELETE FROM outbox WHERE seq = (SELECT min(seq) FROM outbox)
