SELECT key, kind, day FROM keys ORDER BY day, kind
