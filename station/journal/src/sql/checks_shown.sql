SELECT seq, outcome FROM checks WHERE state = 1 ORDER BY seq
