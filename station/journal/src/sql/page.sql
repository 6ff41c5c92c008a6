-- $FOUND is a condition of ours. Valid and calling for staff all the same: the insurer is not under contract. Waiting ones first, then those that call for staff, then the newest.
SELECT seq, id, reception, day, captured_ns, synchronised, state,
  CASE WHEN outcome = 'valid' AND calls = 1 THEN 'not_covered' ELSE outcome END, fallback FROM checks WHERE $FOUND
ORDER BY CASE state WHEN 0 THEN 0 WHEN 2 THEN 1 ELSE 2 END, seq DESC
