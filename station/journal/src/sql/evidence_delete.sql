DELETE FROM evidence WHERE seq = ?1
