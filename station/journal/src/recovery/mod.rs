//! Recovery from damage: a damaged journal is replaced by a new one that holds everything that can still be read of it.
//!
//! - `high_water`: numbers that are never given again, even when the journal is lost
//! - `wal`: SQLite's log, checked frame by frame
//! - `copy`, `rows`: reading a damaged file as far as it can be read
//! - `salvage`, `desk`: carrying over what was read
//! - `replace`: putting the new journal in the damaged one's place
//!
//! `docs/decisions/0010-own-recovery.md` says why this is not SQLite's recover extension.

mod copy;
mod desk;
pub(crate) mod high_water;
pub(crate) mod replace;
mod rows;
mod salvage;
pub(crate) mod wal;

/// Logs that a sealed record does not open any more.
fn left_behind(kind: &str, number: i64) {
    tracing::error!(code = codes::J302.name(), kind, number, "{}", codes::J302.technician());
}
