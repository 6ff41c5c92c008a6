//! The centre's client: what carries a check from the journal to the centre and a settlement back.
//!
//! It owns no truth. Checks come from a [`Backlog`] (the journal behind a trait) and leave it only when the
//! centre's settlement for that very check was handed to [`Backlog::settle`]. Everything else here may be lost
//! at any moment (a killed process, a cut line, an answer lost after commit) and is made good by sending again:
//! a check's id is made at capture and every send is idempotent.
//!
//! Promises:
//! - a live check (somebody waits at the desk) goes before the backlog and does not wait for more than about
//!   three seconds of line that the backlog already took;
//! - the backlog is sent oldest first, in batches sized by the measured rate of the line, two in flight;
//! - one check that the centre will not take neither blocks the others nor is dropped: it is parked, reported
//!   and tried again slowly;
//! - an answer that is not what the API describes, or speaks of another check, settles nothing;
//! - a dead line is noticed within 90 s, also when nothing is being sent;
//! - the day's byte limit stops the backlog; live checks go on to a stated margin above it;
//! - no personal data in logs, errors or addresses: the check id is the only thing a URL carries.
//!
//! Logs: what the crates below (`h2`, `hyper_util`, `reqwest`, `rustls`) print at `trace` was read and is held by a
//! test: frame kinds, lengths, addresses with a check id, TLS messages with certificates of machines - no bodies and
//! nothing of a person. The station holds them at `warn` nevertheless: a later version may print more.

mod answer;
mod backlog;
mod backoff;
mod body;
mod config;
mod driver;
mod error;
mod event;
mod flight;
mod handle;
mod http;
mod identity;
mod land;
mod limit;
mod link;
mod meter;
mod pace;
mod parked;
mod plan;
mod recall;

pub use backlog::{Backlog, BacklogError, Want};
pub use config::{Config, Timing};
pub use error::{Trouble, TroubleCode, UplinkError};
pub use event::UplinkEvent;
pub use handle::Uplink;
pub use link::Quality;
pub use meter::Handshakes;
pub use recall::{RECALL_WITHIN, RecallError};

/// Looks at the settings and reads the identity as [`Uplink::start`] does, and starts nothing.
///
/// # Errors
/// Those of [`Uplink::start`].
pub fn check(config: &Config) -> Result<(), UplinkError> {
    config.check()?;
    http::Http::new(config).map(drop)
}
