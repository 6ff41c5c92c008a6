SELECT seq, id, reception, purpose, captured_ns, synchronised, day, state, outcome, boot FROM checks ORDER BY seq
