DELETE FROM tries WHERE staff = ?1
