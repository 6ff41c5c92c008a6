DELETE FROM tickets WHERE seq IN (SELECT seq FROM checks WHERE day = ?1 AND state <> 0)
