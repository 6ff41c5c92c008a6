//! The limits from which something needs a hand, with their hysteresis.

/// Free bytes below which the disk counts as nearly full. The journal stays within its own limit; this one is for
/// everything else that grows on a small card.
pub const DISK_LOW: u64 = 200_000_000;
/// Free bytes above which a nearly full disk counts as fine again.
pub const DISK_FINE: u64 = 300_000_000;
/// Degrees Celsius from which the machine is too hot; a Raspberry Pi slows down from 80 on.
pub const HOT: f64 = 80.0;
/// Degrees Celsius below which a hot machine counts as cool again.
pub const COOL: f64 = 75.0;
/// Days before its end from which a certificate must be renewed.
pub const CERTIFICATE_DAYS: i64 = 30;
