SELECT boot, captured_ns, captured_mono_ms FROM evidence JOIN checks USING (seq) ORDER BY seq LIMIT 1
