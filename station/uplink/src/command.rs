//! Commands from the handle to the driver, and the look-up that one of them carries.

use crate::Trouble;
use codes::Failure;
use std::time::Duration;
use tokio::sync::oneshot;
use wire::{CheckId, Code, Settlement};

/// Longest time that a look-up takes, whatever happens.
pub const RECALL_WITHIN: Duration = Duration::from_secs(10);

/// A command to the driver.
pub(crate) enum Command {
    /// This check was just saved and the desk waits for it.
    Live(CheckId),
    Recall(Recall),
    Stop,
}

/// Result of a look-up.
pub(crate) type Found = Result<Box<Settlement>, RecallError>;

/// A look-up that waits for its answer.
pub(crate) struct Recall {
    pub(crate) check: CheckId,
    reply_to: oneshot::Sender<Found>,
    /// Sent once in vain already, mostly over a connection that was broken.
    pub(crate) retried: bool,
}

impl Recall {
    pub(crate) fn new(check: CheckId, reply_to: oneshot::Sender<Found>) -> Self {
        Self { check, reply_to, retried: false }
    }

    /// The same look-up, as sent once in vain.
    pub(crate) fn retry(self) -> Self {
        Self { retried: true, ..self }
    }

    /// True when the caller gave up.
    pub(crate) fn is_abandoned(&self) -> bool {
        self.reply_to.is_closed()
    }

    /// Answers the caller, if it still waits.
    pub(crate) fn answer(self, found: Found) {
        self.reply_to.send(found).ok();
    }
}

/// Reason why a settlement cannot be shown again. The texts carry nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", Failure::from(self))]
pub enum RecallError {
    /// The line gives no answer, or none in time. The text is for the technician, in English.
    Offline(String),
    /// The centre does not show it (any more): retention is over, or it is not one of this station's.
    NotKept,
    /// The check still waits to be sent.
    NotYet,
    /// Another fault, under its usual code.
    Problem(Failure),
}

impl RecallError {
    /// Its entry in the catalogue.
    pub const fn code(&self) -> codes::Code {
        match self {
            Self::Offline(_) => codes::U411,
            Self::NotKept => codes::U412,
            Self::NotYet => codes::U413,
            Self::Problem(failure) => failure.code,
        }
    }

    pub(crate) fn trouble(trouble: &Trouble) -> Self {
        Self::Problem(Failure::from(trouble))
    }

    pub(crate) fn rejected(code: Code) -> Self {
        Self::Problem(Failure::from(code))
    }
}

impl From<&RecallError> for Failure {
    fn from(error: &RecallError) -> Self {
        match error {
            RecallError::Offline(what) => Self::new(error.code()).with(what.clone()),
            RecallError::NotKept | RecallError::NotYet => Self::new(error.code()),
            RecallError::Problem(failure) => failure.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TroubleCode;

    #[test]
    fn every_reason_has_one_code_and_a_sentence_for_staff() {
        let reasons = [
            RecallError::Offline("x".into()),
            RecallError::NotKept,
            RecallError::NotYet,
            RecallError::rejected(Code::StationNotAllowed),
            RecallError::trouble(&Trouble { code: TroubleCode::Busy, technician: "HTTP 503".into() }),
        ];
        for reason in reasons {
            assert!(!reason.code().log_only(), "{reason:?}");
            assert!(reason.to_string().starts_with(&format!("{} ", reason.code())), "{reason}");
            assert!(reason.to_string().is_ascii(), "{reason:?}");
            let shared = crate::TroubleCode::ALL.iter().any(|code| code.code() == reason.code());
            assert_eq!(shared, reason.code() == codes::U202, "{reason:?}");
        }
    }
}
