UPDATE station SET last_event = last_event + 1 RETURNING last_event, boot
