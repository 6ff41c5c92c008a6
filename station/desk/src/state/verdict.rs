//! The verdict of the check at the desk. The only place where a screen is made from a settlement.

use super::card::STEADY;
use super::fallback::About;
use super::{State, Subject, closes};
use crate::common::Common;
use crate::{Buzz, CheckHead, Coverage, Deed, Event, Judged, Key, Lamp, Now, Screen, Ticket};
use jiff::civil::Date;
use std::time::Duration;
use wire::{
    CertificateState, CheckId, Judgement, Method, Person, Purpose, ReceptionNumber, Settlement, Verdict,
};

/// A key this soon after the verdict appeared was meant for the screen before.
pub(super) const UNREAD: Duration = Duration::from_millis(400);
/// What such a key, or the next card, closes stays at least this long.
pub(super) const SHORTEST: Duration = Duration::from_secs(2);

/// The answer to the check at the desk, with what is known of the check.
#[derive(Debug)]
pub(crate) struct Answer {
    kind: (Method, Purpose),
    /// By the station's clock.
    certificate: Option<CertificateState>,
    certificate_until: Date,
    ticket: Option<String>,
    head: CheckHead,
    settlement: Box<Settlement>,
}

impl Answer {
    /// The answer to this check.
    pub(super) fn to(subject: &Subject, head: CheckHead, settlement: &Settlement) -> Self {
        Self {
            kind: (subject.method, subject.purpose),
            certificate: subject.certificate,
            certificate_until: subject.certificate_until(),
            ticket: subject.ticket.as_ref().map(Ticket::tail),
            head,
            settlement: Box::new(settlement.clone()),
        }
    }

    pub(super) fn check(&self) -> CheckId {
        self.head.id
    }
}

/// A verdict is on the panel.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(super) check: CheckId,
    pub(super) kind: (Method, Purpose),
    pub(super) screen: Screen,
    /// The end of its ticket.
    pub(super) ticket: Option<String>,
    reception: ReceptionNumber,
    since: Duration,
    until: Duration,
    /// The next card lies there: when it still does then, it is read.
    next_card_at: Option<Duration>,
}

impl Shown {
    pub(super) fn enter(common: &mut Common, now: Now, answer: Answer) -> State {
        let judged = Judged {
            reception: answer.head.reception,
            purpose: answer.kind.1,
            certificate: answer.certificate,
            certificate_until: Some(answer.certificate_until),
        };
        let screen = screen(common, judged, &answer.settlement);
        // What was read aloud while the answer was awaited is not what is shown now.
        common.hush();
        common.buzz(if good(&screen) { Buzz::Good } else { Buzz::Attention });
        common.deed(Deed::Shown(answer.head.id));
        State::Verdict(Box::new(Self {
            check: answer.head.id,
            kind: answer.kind,
            screen,
            ticket: answer.ticket,
            reception: answer.head.reception,
            since: now.mono,
            until: now.mono + common.settings.display_time,
            next_card_at: None,
        }))
    }

    pub(super) fn handle(mut self: Box<Self>, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => {
                self.next_card_at = Some((now.mono + STEADY).max(self.since + SHORTEST));
            }
            Event::CardRemoved => self.next_card_at = None,
            Event::Key(Key::Up) if self.aloud(common, now) => common.speak(self.check),
            event if closes(event) => {
                if now.mono >= self.since + UNREAD {
                    return self.close(common);
                }
                self.until = self.until.min(self.since + SHORTEST);
            }
            _ => {}
        }
        State::Verdict(self)
    }

    /// On a good verdict Up reads aloud; on others it asks for another proof.
    fn aloud(&self, common: &Common, now: Now) -> bool {
        common.settings.speech && good(&self.screen) && now.mono >= self.since + UNREAD
    }

    /// Its check. A key this soon was meant for the screen before.
    pub(super) fn about(&self, common: &Common, now: Now) -> Option<About> {
        let read = now.mono >= self.since + UNREAD;
        read.then(|| About::kept(common, self.check, self.reception))
    }

    /// Another proof helps where the verdict does not.
    pub(super) fn offers(&self, common: &Common, now: Now) -> Option<About> {
        self.about(common, now).filter(|_| !good(&self.screen))
    }

    /// Off the panel: the person's data with it.
    pub(super) fn close(self, common: &mut Common) -> State {
        common.hand_over(self.check);
        State::Ready
    }

    pub(super) fn deadline(&self) -> Duration {
        self.next_card_at.map_or(self.until, |at| at.min(self.until))
    }

    pub(super) fn lamp(&self) -> Lamp {
        if good(&self.screen) { Lamp::Good } else { Lamp::Bad }
    }
}

pub(super) fn good(screen: &Screen) -> bool {
    matches!(screen, Screen::Valid { coverage: Coverage::Covered | Coverage::NoList, .. })
}

/// The screen of an answer; what the centre says of the certificate counts where it accepted it.
pub(super) fn screen(common: &Common, judged: Judged, answer: &Settlement) -> Screen {
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
