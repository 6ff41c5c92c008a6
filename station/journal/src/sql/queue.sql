SELECT (SELECT count(*) FROM evidence), (SELECT count(*) FROM checks WHERE state = 2)
