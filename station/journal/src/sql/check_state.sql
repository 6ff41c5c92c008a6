UPDATE checks SET state = ?2 WHERE seq = ?1
