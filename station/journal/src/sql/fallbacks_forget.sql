-- The day is over: whose ticket it was is nobody's business any more.
UPDATE fallbacks SET print = NULL WHERE day <> ?1 AND print IS NOT NULL
