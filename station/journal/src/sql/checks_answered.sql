SELECT seq, outcome, calls FROM checks WHERE state = 1 ORDER BY seq
