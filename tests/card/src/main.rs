//! Drives a virtual card on a vpcd reader.

fn main() {}
