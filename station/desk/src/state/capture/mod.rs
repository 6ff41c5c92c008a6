//! From the capture to the verdict or to 未確認. Nothing here is confirmed.

mod not_saved;
mod pending;
mod saving;
mod waiting;

pub(crate) use not_saved::{NotSaved, Unsaved};
pub(crate) use pending::Pending;
pub(crate) use saving::Saving;
pub(crate) use waiting::Waiting;
