-- Valid and calling for staff all the same: the insurer is not under contract.
SELECT CASE WHEN outcome = 'valid' AND calls = 1 THEN 'not_covered' ELSE ifnull(outcome, 'waiting') END, count(*)
FROM checks WHERE day = ?1 GROUP BY 1
