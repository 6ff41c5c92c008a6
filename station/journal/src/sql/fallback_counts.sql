SELECT fallback, count(*) FROM checks WHERE day = ?1 AND fallback IS NOT NULL GROUP BY 1
