SELECT (SELECT count(*) FROM evidence WHERE key = ?1) + (SELECT count(*) FROM results WHERE key = ?1)
