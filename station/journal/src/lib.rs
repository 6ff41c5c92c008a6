//! The sealed, crash-safe store.
mod aside;
mod capture;
mod clock;
mod connect;
mod error;
mod files;
mod handle;
mod inspect;
mod key;
mod keys;
mod marks;
mod open;
mod outbox;
mod reader;
mod rescue;
mod retain;
mod schema;
mod seal;
mod settle;
mod types;
mod wal;
mod worker;
mod writer;

pub use clock::Clock;
pub use error::{CaptureError, Error};
pub use handle::Journal;
pub use inspect::{Report, list, stats, verify};
pub use key::MasterKey;
pub use outbox::LIMIT as OUTBOX_LIMIT;
pub use types::{
    Arrival, Bytes, Captured, Draft, Late, Limits, Line, OpenReport, Options, SetAside, Settled, State, Stats,
};

/// Challenges the book holds at most.
pub const BOOK_LIMIT: usize = 1_000;
