SELECT sealed FROM access WHERE seq = ?1
