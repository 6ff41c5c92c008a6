SELECT ifnull(max(reception), 0) FROM checks WHERE day = ?1
