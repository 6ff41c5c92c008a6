DELETE FROM fallbacks WHERE day = ?1
