-- $FOUND is a condition of ours. Waiting ones first, then those that call for staff, then the newest.
SELECT seq, id, reception, purpose, captured_ns, synchronised, day, state, outcome, calls, fallback FROM checks WHERE $FOUND
ORDER BY CASE state WHEN 0 THEN 0 WHEN 2 THEN 1 ELSE 2 END, seq DESC
