//! End-to-end tests that use the real binaries.
