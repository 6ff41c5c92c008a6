//! The verdict of the check at the desk. The only place where a screen is made from a settlement.

use super::card::STEADY;
use super::{State, Subject, closes};
use crate::common::Common;
use crate::{Buzz, CheckHead, Coverage, Event, Judged, Lamp, Now, Screen};
use std::time::Duration;
use wire::{CheckId, Judgement, Method, Person, Purpose, Settlement, Verdict};

/// A key this soon after the verdict appeared was meant for the screen before.
const UNREAD: Duration = Duration::from_millis(400);
/// What such a key, or the next card, closes stays at least this long.
const SHORTEST: Duration = Duration::from_secs(2);

/// A verdict is on the panel.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(super) check: CheckId,
    pub(super) kind: (Method, Purpose),
    pub(super) screen: Screen,
    since: Duration,
    until: Duration,
    /// The next card lies there: when it still does then, it is read.
    next_card_at: Option<Duration>,
}

impl Shown {
    pub(super) fn enter(
        common: &mut Common,
        now: Now,
        subject: &Subject,
        head: CheckHead,
        answer: &Settlement,
    ) -> State {
        let screen = screen(common, subject, head, answer);
        common.buzz(if good(&screen) { Buzz::Good } else { Buzz::Attention });
        State::Verdict(Self {
            check: subject.check,
            kind: (subject.method, subject.purpose),
            screen,
            since: now.mono,
            until: now.mono + common.settings.display_time,
            next_card_at: None,
        })
    }

    pub(super) fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => {
                self.next_card_at = Some((now.mono + STEADY).max(self.since + SHORTEST));
            }
            Event::CardRemoved => self.next_card_at = None,
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

fn good(screen: &Screen) -> bool {
    matches!(screen, Screen::Valid { coverage: Coverage::Covered | Coverage::NoList, .. })
}

fn screen(common: &Common, subject: &Subject, head: CheckHead, answer: &Settlement) -> Screen {
    let certificate = match &answer.judgement {
        Judgement::Accepted { certificate, .. } => Some(*certificate),
        Judgement::Refused(_) | Judgement::TooOld(_) => subject.certificate,
    };
    let judged = Judged {
        reception: head.reception,
        purpose: subject.purpose,
        certificate,
        certificate_until: Some(subject.certificate_until()),
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
