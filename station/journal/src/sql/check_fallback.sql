UPDATE checks SET fallback = ?2 WHERE seq = ?1
