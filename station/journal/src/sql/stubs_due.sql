-- Waiting checks are never due.
SELECT day FROM checks WHERE state <> 0 UNION SELECT day FROM fallbacks
