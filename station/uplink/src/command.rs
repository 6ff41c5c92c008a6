//! Commands from the handle to the driver, and the look-up that one of them carries.

use crate::Trouble;
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
pub enum RecallError {
    /// The line gives no answer, or none in time. The text is for the technician, in English.
    #[error("U411: no answer from the centre: {0}")]
    Offline(String),
    /// The centre does not show it (any more): retention is over, or it is not one of this station's.
    #[error("U412: {}", self.technician())]
    NotKept,
    /// The check still waits to be sent.
    #[error("U413: {}", self.technician())]
    NotYet,
    /// Another fault, under its usual code.
    #[error("{code}: {technician}")]
    Problem {
        /// A code of the catalogue, e.g. `U203`.
        code: &'static str,
        /// One short Japanese sentence and what to do.
        staff: &'static str,
        /// The technician's text, in English.
        technician: String,
    },
}

impl RecallError {
    /// The code of the catalogue, e.g. `U411`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Offline(_) => "U411",
            Self::NotKept => "U412",
            Self::NotYet => "U413",
            Self::Problem { code, .. } => code,
        }
    }

    /// One short Japanese sentence and what to do.
    pub fn staff(&self) -> &'static str {
        match self {
            Self::Offline(_) => "センターにつながりません。通信が戻ってからもう一度さがしてください。",
            Self::NotKept => "センターに結果が残っていません。もう一度カードで確認してください。",
            Self::NotYet => "まだ送信されていません。結果が届くまでお待ちください。",
            Self::Problem { staff, .. } => staff,
        }
    }

    /// The technician's text, in English.
    pub fn technician(&self) -> String {
        match self {
            Self::Offline(what) => format!("no answer from the centre: {what}"),
            Self::NotKept => "the centre does not show it: retention over, or not of this station".into(),
            Self::NotYet => "the check is in the backlog and was not settled yet".into(),
            Self::Problem { technician, .. } => technician.clone(),
        }
    }

    pub(crate) fn trouble(trouble: Trouble) -> Self {
        let Trouble { code, technician } = trouble;
        Self::Problem { code: code.code(), staff: code.staff(), technician }
    }

    pub(crate) fn rejected(code: Code) -> Self {
        let text = code.text();
        Self::Problem { code: text.code, staff: text.staff, technician: text.technician.into() }
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
            RecallError::trouble(Trouble { code: TroubleCode::Busy, technician: "HTTP 503".into() }),
        ];
        for reason in reasons {
            assert!(reason.staff().ends_with('。'), "{reason:?}");
            assert!(reason.to_string().starts_with(&format!("{}: ", reason.code())), "{reason}");
            assert!(reason.technician().is_ascii(), "{reason:?}");
            let shared = crate::TroubleCode::ALL.iter().any(|code| code.code() == reason.code());
            assert_eq!(shared, reason.code() == "U202", "{reason:?}");
        }
    }
}
