UPDATE checks SET state = 3, acknowledged_ns = ?2, acknowledged_by = ?3 WHERE seq = ?1
