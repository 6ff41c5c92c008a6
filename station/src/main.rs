//! The daemon that rides the bus.
fn main() {}
