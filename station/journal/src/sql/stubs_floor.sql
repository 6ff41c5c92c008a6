UPDATE station SET order_floor = max(order_floor, (SELECT max(seq) FROM checks WHERE day = ?1 AND state <> 0))
