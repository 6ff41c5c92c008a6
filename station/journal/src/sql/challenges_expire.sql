DELETE FROM challenges WHERE expires_ns <= ?1
