//! The stand-in for the closed national system: the centre that judges checks.
//!
//! The real system's protocol is not public. This centre speaks the project's own documented API
//! (`station/wire/openapi.yaml`) and judges as the published rules describe; it proves nothing about the real
//! one. A body that runs an approved gateway implements the same API.
//!
//! It promises what the station relies on: a check is settled once and for good, before it is answered; the same
//! check gets the same bytes for ever; results go at the end of the following month without anybody asking. And
//! it can be made to misbehave ([`Control`]).
//!
//! ```no_run
//! # async fn example() -> Result<(), centre::Error> {
//! let running = centre::Centre::start(centre::Config::new("data", "pki")).await?;
//! running.control.set_deferred(centre::DeferredMode::Refuse);
//! println!("{}", running.base_url());
//! running.stop().await;
//! # Ok(())
//! # }
//! ```

mod api;
mod clock;
pub mod conformance;
mod control;
mod faults;
mod journal;
mod judge;
mod limits;
mod outcome;
mod run;
mod settle;
mod state;
mod store;
pub mod testkit;
mod tls;

pub use clock::Clock;
pub use control::{Control, ControlError, State};
pub use faults::{Fault, FaultKind, Nonsense, Target};
pub use journal::{Counters, JOURNAL_LENGTH, RequestRecord};
pub use judge::{AnchorsError, DeferredMode, Rules};
pub use limits::Limits;
pub use outcome::Outcome;
pub use run::{Centre, Config, Error, Running};
pub use store::{ReceiptRecord, StoreError};
