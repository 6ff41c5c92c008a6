-- Waiting checks are never due.
SELECT DISTINCT day FROM checks WHERE state <> 0
