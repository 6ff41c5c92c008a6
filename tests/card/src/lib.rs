//! A virtual My Number card for vpcd.
