SELECT ifnull(outcome, 'waiting'), count(*) FROM checks WHERE day = ?1 GROUP BY 1
