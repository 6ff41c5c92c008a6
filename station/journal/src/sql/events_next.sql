SELECT event FROM outbox ORDER BY seq LIMIT ?1
