-- The day is over: the ticket is needed no more.
UPDATE fallbacks SET print = NULL WHERE day <> ?1 AND print IS NOT NULL
