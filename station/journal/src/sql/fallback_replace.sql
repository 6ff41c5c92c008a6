DELETE FROM fallbacks WHERE day = ?1 AND print = ?2
