SELECT event FROM outbox ORDER BY seq
