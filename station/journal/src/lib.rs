//! The sealed, crash-safe store.
mod clock;
mod error;
mod files;
mod handle;
mod inspect;
mod key;
mod open;
mod reader;
mod types;
mod worker;
mod writer;

pub use clock::Clock;
pub use error::{CaptureError, Error};
pub use handle::Journal;
pub use inspect::{Report, list, stats, verify};
pub use key::MasterKey;
pub use types::{
    Arrival, Bytes, Captured, Draft, Late, Limits, Line, OpenReport, Options, SetAside, Settled, State, Stats,
};

/// Challenges the book holds at most.
pub const BOOK_LIMIT: usize = 1_000;
/// Events the outbox holds at most.
pub const OUTBOX_LIMIT: usize = 1_000;
