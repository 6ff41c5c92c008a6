//! The centre's client: carries checks from the journal to the centre and settlements back.
//!
//! It owns no truth. Checks come from a [`Backlog`] (the journal behind a trait) and leave it only when the centre's
//! settlement for that very check was handed to [`Backlog::settle`]. All other state may be lost at any moment (a killed
//! process, a cut line, an answer lost after commit) and is restored by sending again: a check's id is made at capture
//! and every send is idempotent.
//!
//! Promises:
//! - a live check (the desk waits for it) is sent before the backlog and does not wait for more than about three seconds
//!   of line that the backlog already took;
//! - the backlog is sent oldest first, in batches sized by the measured rate of the line, two in flight;
//! - a check that the centre does not take neither blocks the others nor is dropped: it is quarantined, reported and
//!   retried slowly;
//! - an answer that is not what the API describes, or is about another check, settles nothing;
//! - a dead line is noticed within 90 s, also when nothing is being sent;
//! - the day's byte limit stops the backlog; live checks go on to a stated margin above it;
//! - no personal data in logs, errors or addresses: the check id is the only datum in a URL.
//!
//! Logs: the output of the crates below (`h2`, `hyper_util`, `rustls`) at `trace` was read and is held by a test: frame
//! kinds, lengths, addresses with a check id, TLS messages with certificates of machines; no bodies and nothing of a
//! person. The station holds them at `warn` nevertheless: a later version may print more.

mod backlog;
mod body;
mod command;
mod config;
mod connect;
mod driver;
mod error;
mod event;
mod handle;
mod http;
mod identity;
mod limit;
mod link;
mod pace;
mod reply;
mod traffic;

pub use backlog::{Backlog, BacklogError, Want};
pub use command::{RECALL_WITHIN, RecallError};
pub use config::{Config, Timing};
pub use error::{Trouble, TroubleCode, UplinkError};
pub use event::UplinkEvent;
pub use handle::Uplink;
pub use link::Quality;

/// Checks the settings and reads the identity as [`Uplink::start`] does, and starts nothing.
///
/// # Errors
/// Those of [`Uplink::start`].
pub fn check(config: &Config) -> Result<(), UplinkError> {
    config.check()?;
    http::Http::new(config).map(drop)
}
