INSERT INTO station (one, schema, key_check, boot, clean, order_floor, reception_day, reception_floor, last_event, events_dropped)
VALUES (1, ?1, ?2, 0, 1, ?3, ?4, ?5, ?6, 0)
