//! The answer to a check, and the only place where a screen is made from a settlement.

use crate::common::Common;
use crate::state::CheckInProgress;
use crate::{Coverage, Judged, Screen};
use jiff::civil::Date;
use model::{CheckHead, Ticket};
use wire::{CertificateState, CheckId, Judgement, Method, Person, Purpose, Settlement, Verdict};

/// The answer to the check at the desk, with what is known of the check.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) kind: (Method, Purpose),
    /// By the station's clock.
    pub(crate) certificate: Option<CertificateState>,
    pub(crate) certificate_until: Date,
    pub(crate) ticket: Option<String>,
    pub(crate) head: CheckHead,
    pub(crate) settlement: Box<Settlement>,
}

impl Answer {
    /// The answer to this check.
    pub(crate) fn to(progress: &CheckInProgress, head: CheckHead, settlement: &Settlement) -> Self {
        Self {
            kind: (progress.method, progress.purpose),
            certificate: progress.certificate,
            certificate_until: progress.certificate_until(),
            ticket: progress.ticket.as_ref().map(Ticket::tail),
            head,
            settlement: Box::new(settlement.clone()),
        }
    }

    pub(crate) fn check(&self) -> CheckId {
        self.head.id
    }
}

pub(crate) fn good(screen: &Screen) -> bool {
    matches!(screen, Screen::Valid { coverage: Coverage::Covered | Coverage::NoList, .. })
}

/// The screen of an answer; what the centre says of the certificate counts where it accepted it.
pub(crate) fn screen(common: &Common, judged: Judged, answer: &Settlement) -> Screen {
    let judged = match &answer.judgement {
        Judgement::Accepted { certificate, .. } => Judged { certificate: Some(*certificate), ..judged },
        Judgement::Refused(_) | Judgement::TooOld(_) => judged,
    };
    match &answer.judgement {
        Judgement::Refused(refusal) => Screen::Refused { judged, too_old: false, code: refusal.code },
        Judgement::TooOld(refusal) => Screen::Refused { judged, too_old: true, code: refusal.code },
        Judgement::Accepted { result, .. } => match result.verdict() {
            Ok(Verdict::Valid { person }) => valid(common, judged, person),
            Ok(Verdict::Invalid { person }) => Screen::Invalid { judged, newer: false, person },
            Ok(Verdict::InvalidNewer { person }) => Screen::Invalid { judged, newer: true, person },
            Ok(Verdict::None) => Screen::NoMatch { judged },
            Ok(Verdict::Multiple) => Screen::Multiple { judged },
            Err(_) => Screen::Inconsistent { judged },
        },
    }
}

fn valid(common: &Common, judged: Judged, person: Box<Person>) -> Screen {
    let coverage = common.settings.contracts.coverage(&person.insurer_number, judged.purpose);
    Screen::Valid { judged, person, coverage }
}
