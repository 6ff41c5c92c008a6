INSERT INTO access_parts (part, key, month, first, anchor, last, head, mac) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (part) DO UPDATE SET key = excluded.key, month = excluded.month, first = excluded.first, anchor = excluded.anchor,
  last = excluded.last, head = excluded.head, mac = excluded.mac
