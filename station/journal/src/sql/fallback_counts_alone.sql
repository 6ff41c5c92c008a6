SELECT kind, count(*) FROM fallbacks WHERE day = ?1 GROUP BY 1
