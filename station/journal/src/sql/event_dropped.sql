UPDATE station SET events_dropped = events_dropped + 1
