SELECT max(ifnull((SELECT max(seq) FROM checks), 0), (SELECT order_floor FROM station))
