SELECT EXISTS (SELECT 1 FROM access_parts WHERE key = ?1)
