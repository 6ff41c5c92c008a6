SELECT part, key, month, first, anchor, last, head, mac FROM access_parts ORDER BY part
