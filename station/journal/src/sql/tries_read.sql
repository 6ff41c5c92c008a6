SELECT wrong, boot, at_ns, mono_ms, synchronised FROM tries WHERE staff = ?1
