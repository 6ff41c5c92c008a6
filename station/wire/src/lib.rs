//! Types that cross a wire: the check of a station, the settlement of the centre, status and events of a station.
//! Versioned, with golden tests of the bytes; no I/O.
//!
//! The national system's own protocol is not public. These types are the project's documented API
//! (`openapi.yaml`, `asyncapi.yaml`), spoken to the stand-in centre or to an approved gateway. Only the
//! eligibility result keeps the field names known from public receipt-computer code.
//!
//! Rules of this crate: unknown fields from the other side are ignored (it may be newer), missing ones are
//! errors; nothing here prints personal data (`Debug` of personal types is redacted).

mod bytes;
mod certificate;
mod challenge;
mod check;
mod events;
mod id;
mod outcome;
mod problem;
mod result;
mod settlement;
mod statement;
mod status;
mod time;
mod verdict;

pub use bytes::Bytes;
pub use certificate::{CertificateState, GRACE_MONTHS, WARN_MONTHS};
pub use challenge::{Challenge, ChallengeId, ChallengeOrder, ChallengePage};
pub use check::{Batch, BatchAnswer, BatchItem, Capture, Check, Evidence, MAX_BATCH, Method, Purpose};
pub use events::{Event, EventKind};
pub use id::{CheckId, InstitutionCode, InvalidId, ReceptionNumber, StaffRef, StationId};
pub use outcome::Outcome;
pub use problem::{Code, Problem};
pub use result::{EligibilityResult, MessageBody, MessageHeader, Qualification, ResultEntry};
pub use settlement::{Judgement, Receipt, Refusal, Settlement};
pub use statement::{pin_digest, visual_statement};
pub use status::{Birth, Clock, Counts, Disk, LineGrade, Queue, ReaderState, Status, topic};
pub use time::{jst_date, jst_text, retention_end};
pub use verdict::{Inconsistent, Person, Verdict};

/// Version of everything in this crate that crosses a wire; part of [`BASE`] and of every MQTT topic.
pub const VERSION: u32 = 1;

/// Path before every operation of the centre's API.
pub const BASE: &str = "/v1";
