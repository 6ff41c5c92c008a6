//! Verdicts that come after the examinee went on: what is said of them, and the queue in which they wait for staff.

mod kind;
mod queue;

pub use kind::{LateGood, LateKind, LateNotice};
pub(crate) use queue::LateQueue;
