DELETE FROM tickets WHERE seq = ?1
