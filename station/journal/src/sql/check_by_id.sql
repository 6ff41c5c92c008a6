SELECT seq, boot, reception, print, state, outcome, answer_print, settled_boot, settled_ns, settled_mono_ms, acknowledged_ns, calls,
  purpose, captured_ns, synchronised
FROM checks WHERE id = ?1
