SELECT up, down FROM meter WHERE day = ?1
