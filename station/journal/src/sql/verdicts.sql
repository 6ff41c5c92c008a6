SELECT outcome, calls, count(*) FROM checks WHERE day = ?1 GROUP BY outcome, calls
