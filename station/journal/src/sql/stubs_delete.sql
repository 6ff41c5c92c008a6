DELETE FROM checks WHERE day = ?1 AND state <> 0
