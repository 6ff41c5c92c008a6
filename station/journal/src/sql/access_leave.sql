DELETE FROM access WHERE seq <= ?1
