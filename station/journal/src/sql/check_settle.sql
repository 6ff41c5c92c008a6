UPDATE checks SET state = ?2, outcome = ?3, receipt = ?4, answer_print = ?5, live = ?6, settled_boot = ?7, settled_ns = ?8, settled_mono_ms = ?9, calls = ?10
WHERE seq = ?1 AND state = 0
