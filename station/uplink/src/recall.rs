//! The look-up: a settlement of this station once more, until the end of the month after its capture.
//!
//! Why it is a way of its own: somebody looks at the panel and nobody's check depends on it. So it promises:
//! - **never in the way**: it goes only while no live check is under way, and silence makes no connection
//!   suspect and no pause longer: it only makes a probe due;
//! - **never long**: an answer within [`RECALL_WITHIN`], and at once when the line is known to be down, the centre has
//!   asked for a pause or the day's bytes are used up;
//! - **never of another**: an answer that speaks of another check is no answer.
//!
//! Nothing is kept here: what was found goes to whoever asked, and nowhere else.

use crate::{
    Backlog, Trouble, TroubleCode,
    answer::Told,
    driver::Driver,
    flight::{Errand, Question},
    limit::Allowed,
};
use std::time::Duration;
use tokio::{sync::oneshot, time::Instant};
use wire::{CheckId, Code, LineGrade, Settlement};

/// Who asked waits no longer than this, whatever happens.
pub const RECALL_WITHIN: Duration = Duration::from_secs(10);

/// What is found, or why not.
pub(crate) type Found = Result<Box<Settlement>, RecallError>;

/// Somebody's question.
pub(crate) struct Recall {
    pub(crate) check: CheckId,
    asker: oneshot::Sender<Found>,
    /// It went once in vain: over a connection that was broken, most often.
    again: bool,
}

impl Recall {
    pub(crate) fn new(check: CheckId, asker: oneshot::Sender<Found>) -> Self {
        Self { check, asker, again: false }
    }

    fn answer(self, found: Found) {
        // Whoever asked may have lost patience.
        self.asker.send(found).ok();
    }
}

/// Why a settlement cannot be shown again. The texts carry nothing personal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RecallError {
    /// The line gives no answer, or none in time. What happened, in English.
    #[error("U411: no answer from the centre: {0}")]
    Offline(String),
    /// The centre does not show it (any more): its time is over, or it is not one of this station's.
    #[error("U412: {}", self.technician())]
    NotKept,
    /// The centre has not had the check yet: it waits to be sent.
    #[error("U413: {}", self.technician())]
    NotYet,
    /// Something else, under the code that it has everywhere.
    #[error("{code}: {technician}")]
    Problem {
        /// The code.
        code: &'static str,
        /// One short Japanese sentence and what to do.
        staff: &'static str,
        /// What happened, in English.
        technician: String,
    },
}

impl RecallError {
    /// The code for everybody.
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

    /// What happened, in English.
    pub fn technician(&self) -> String {
        match self {
            Self::Offline(what) => format!("no answer from the centre: {what}"),
            Self::NotKept => "the centre does not show it: retention over, or not of this station".into(),
            Self::NotYet => "the check is in the backlog and was not settled yet".into(),
            Self::Problem { technician, .. } => technician.clone(),
        }
    }

    fn trouble(trouble: Trouble) -> Self {
        let Trouble { code, technician } = trouble;
        Self::Problem { code: code.code(), staff: code.staff(), technician }
    }

    fn refused(code: Code) -> Self {
        let text = code.text();
        Self::Problem { code: text.code, staff: text.staff, technician: text.technician.into() }
    }
}

impl<B: Backlog> Driver<B> {
    /// Answers at once those that cannot be asked for now, and forgets those whose asker has gone.
    pub(crate) fn sift_recalls(&mut self, now: Instant) {
        self.recalls.retain(|recall| !recall.asker.is_closed());
        let Some(why) = self.no_recall(now) else { return };
        self.recalls.drain(..).for_each(|recall| recall.answer(Err(why.clone())));
    }

    fn no_recall(&self, now: Instant) -> Option<RecallError> {
        let trouble = |code, technician: &str| {
            Some(RecallError::trouble(Trouble { code, technician: technician.into() }))
        };
        if self.allowed == Allowed::Nothing {
            return trouble(TroubleCode::HardLimit, "the day's bytes are used up");
        }
        if self.link.known() == Some(LineGrade::Down) {
            return Some(RecallError::Offline("the line is down".into()));
        }
        if self.backoff.live_until(now).is_some() {
            return trouble(TroubleCode::Busy, "the centre asked for a pause");
        }
        None
    }

    /// Asks for those that wait, unless a live check is under way.
    pub(crate) fn start_recalls(&mut self) {
        if self.count(|errand| matches!(errand, Errand::Put { live: true, .. })) > 0 {
            return;
        }
        for recall in std::mem::take(&mut self.recalls) {
            self.start(Question::recall(recall));
        }
    }

    /// What came of one; nothing at all is tried once more, while somebody waits. Good news of the line are taken, bad news are not: others look after the line.
    pub(crate) async fn recalled(
        &mut self,
        told: Told<Box<Settlement>>,
        recall: Recall,
        small: Option<Duration>,
        now: Instant,
    ) {
        let silent = matches!(told, Told::Silent { .. });
        if silent && !recall.again && !recall.asker.is_closed() {
            // A connection that broke says so at once, and the next one may do.
            return self.recalls.push(Recall { again: true, ..recall });
        }
        let found = match &told {
            Told::Good(settlement) => Ok(settlement.clone()),
            Told::Refused(Code::NotFound) => Err(self.unknown(recall.check).await),
            Told::Refused(Code::Gone) => Err(RecallError::NotKept),
            Told::Refused(code) => Err(RecallError::refused(*code)),
            Told::Busy { what, .. } => Err(busy(what)),
            Told::Silent { what, .. } => Err(RecallError::Offline(what.clone())),
            Told::Nonsense(what) => {
                Err(RecallError::trouble(Trouble { code: TroubleCode::Nonsense, technician: what.clone() }))
            }
            Told::Barred(trouble) | Told::Tls(trouble) => Err(RecallError::trouble(trouble.clone())),
        };
        recall.answer(found);
        if silent {
            // A probe looks into it.
            self.last_heard = now.checked_sub(self.config.timing.probe).unwrap_or(self.last_heard);
        } else {
            self.last_heard = now;
            self.judge(told.map(drop), small, false, now).await;
        }
    }

    /// The centre knows nothing of this check: either it was not sent yet, or it is none of ours.
    async fn unknown(&mut self, check: CheckId) -> RecallError {
        match self.backlog.one(check).await {
            Ok(Some(_)) => RecallError::NotYet,
            _ => RecallError::NotKept,
        }
    }
}

fn busy(what: &str) -> RecallError {
    RecallError::trouble(Trouble { code: TroubleCode::Busy, technician: what.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_has_one_code_and_tells_staff_what_to_do() {
        let reasons = [
            RecallError::Offline("x".into()),
            RecallError::NotKept,
            RecallError::NotYet,
            RecallError::refused(Code::StationNotAllowed),
            busy("HTTP 503"),
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
