-- A new start: counts it, forgets that the last one ended cleanly, and renews the key check.
UPDATE station SET boot = ?1, clean = 0, key_check = ?2
