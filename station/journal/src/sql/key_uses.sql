SELECT (SELECT count(*) FROM evidence WHERE key = ?1) + (SELECT count(*) FROM results WHERE key = ?1)
  + (SELECT count(*) FROM staff WHERE key = ?1) + (SELECT count(*) FROM tickets WHERE key = ?1)
