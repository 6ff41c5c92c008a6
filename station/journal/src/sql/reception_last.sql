SELECT day, reception, synchronised FROM checks ORDER BY seq DESC LIMIT 1
