//! One check again.

use super::{Look, Return, State};
use crate::common::Common;
use crate::state::card::STEADY;
use crate::state::closes;
use crate::state::fallback::About;
use crate::state::verdict::{self, SHORTEST, UNREAD};
use crate::{Deed, Event, FallbackKind, Judged, Key, Now, Recalled, Screen, Source};
use jiff::civil::Date;
use std::time::Duration;
use wire::{CheckId, Method, Purpose, ReceptionNumber, jst_date};

/// A check is shown again.
#[derive(Debug)]
pub(crate) struct Again {
    pub(super) check: CheckId,
    reception: ReceptionNumber,
    purpose: Purpose,
    inner: Screen,
    day: Date,
    source: Source,
    fallback: Option<FallbackKind>,
    pub(in crate::state) ticket: Option<String>,
    back: Return,
    since: Duration,
    pub(super) until: Duration,
    pub(super) next_card_at: Option<Duration>,
}

impl Again {
    pub(super) fn enter(common: &mut Common, now: Now, found: &Recalled, back: Return) -> State {
        let Recalled { head, settlement, source, ticket, fallback } = found;
        let judged = Judged {
            reception: head.reception,
            purpose: head.purpose,
            certificate: None,
            certificate_until: None,
        };
        let inner = match settlement {
            Some(answer) => verdict::screen(common, judged, answer),
            None => Screen::Pending { reception: head.reception, problem: None },
        };
        common.deed(Deed::Recalled(head.id));
        State::Look(Look::Again(Box::new(Self {
            check: head.id,
            reception: head.reception,
            purpose: head.purpose,
            inner,
            day: jst_date(head.captured_at),
            source: *source,
            fallback: *fallback,
            ticket: ticket.clone(),
            back,
            since: now.mono,
            until: now.mono + common.settings.display_time,
            next_card_at: None,
        })))
    }

    pub(super) fn handle(mut self: Box<Self>, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => {
                self.next_card_at = Some((now.mono + STEADY).max(self.since + SHORTEST));
            }
            Event::CardRemoved => self.next_card_at = None,
            Event::Key(Key::Up) if self.aloud(common, now) => common.speak(self.check),
            // A key this soon was meant for the list.
            event if closes(event) && now.mono >= self.since + UNREAD => {
                return self.back.go(common, now);
            }
            _ => {}
        }
        State::Look(Look::Again(self))
    }

    /// On a good verdict Up reads aloud; on others it asks for another proof.
    fn aloud(&self, common: &Common, now: Now) -> bool {
        common.settings.speech && verdict::good(&self.inner) && now.mono >= self.since + UNREAD
    }

    /// Its check. A key this soon was meant for the list.
    pub(in crate::state) fn about(&self, common: &Common, now: Now) -> Option<About> {
        let read = now.mono >= self.since + UNREAD;
        // What was still waited for when it was opened may have been answered since: that nobody has seen.
        let called = !matches!(self.inner, Screen::Pending { .. });
        read.then(|| About { called, ..About::kept(common, self.check, self.reception) })
    }

    pub(in crate::state) fn offers(&self, common: &Common, now: Now) -> Option<About> {
        self.about(common, now).filter(|_| !verdict::good(&self.inner))
    }

    /// The purpose it was made for; how the person was authenticated is not told again.
    pub(in crate::state) fn kind(&self, common: &Common) -> (Method, Purpose) {
        (common.method, self.purpose)
    }

    pub(super) fn screen(&self) -> Screen {
        let inner = Box::new(self.inner.clone());
        Screen::Recalled { inner, day: self.day, source: self.source, fallback: self.fallback }
    }
}
