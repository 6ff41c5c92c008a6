//! The sealed, crash-safe store.
