SELECT seq, id, boot, day, reception, captured_ns, synchronised, state, outcome FROM checks ORDER BY seq
