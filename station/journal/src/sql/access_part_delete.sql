DELETE FROM access_parts WHERE part = ?1
