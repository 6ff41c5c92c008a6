SELECT boot, clean, order_floor, reception_day, reception_floor, last_event FROM station
