DELETE FROM meter WHERE day < ?1
