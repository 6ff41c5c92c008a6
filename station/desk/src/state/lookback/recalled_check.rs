//! One check is shown again.

use crate::common::Common;
use crate::state::timing::{SHORTEST, STEADY, UNREAD};
use crate::state::{About, CardUse, Concern, DeskState, Ready, Return, State, closes, good, screen};
use crate::{Event, Judged, Key, Now, Screen};
use jiff::civil::Date;
use model::{FallbackKind, Recalled, Source, Ticket};
use std::time::Duration;
use wire::{CheckId, Method, Purpose, ReceptionNumber, jst_date};

/// A check is shown again.
#[derive(Debug)]
pub(crate) struct RecalledCheck {
    pub(crate) check: CheckId,
    reception: ReceptionNumber,
    purpose: Purpose,
    inner: Screen,
    day: Date,
    source: Source,
    fallback: Option<FallbackKind>,
    pub(crate) ticket: Option<String>,
    back: Return,
    since: Duration,
    pub(crate) until: Duration,
    pub(crate) next_card_at: Option<Duration>,
}

impl RecalledCheck {
    pub(crate) fn enter(common: &mut Common, now: Now, found: &Recalled, back: Return) -> State {
        let Recalled { row, settlement, source } = found;
        let head = &row.head;
        let judged = Judged {
            reception: head.reception,
            purpose: head.purpose,
            certificate: None,
            certificate_until: None,
        };
        let inner = match settlement {
            Some(answer) => screen(common, judged, answer),
            None => Screen::Pending { reception: head.reception, problem: None },
        };
        Box::new(Self {
            check: head.id,
            reception: head.reception,
            purpose: head.purpose,
            inner,
            day: jst_date(head.captured_at),
            source: *source,
            fallback: row.fallback,
            ticket: row.ticket.clone(),
            back,
            since: now.mono,
            until: now.mono + common.settings.display_time,
            next_card_at: None,
        })
        .into()
    }

    /// On a good verdict Up reads aloud; on others it asks for another proof.
    fn aloud(&self, common: &Common, now: Now) -> bool {
        common.settings.speech && good(&self.inner) && now.mono >= self.since + UNREAD
    }

    /// Its check. A key this soon was meant for the list.
    pub(crate) fn about(&self, common: &Common, now: Now) -> Option<About> {
        let read = now.mono >= self.since + UNREAD;
        // A check that was opened while it waited may have been answered since, and that answer was not shown.
        let called = !matches!(self.inner, Screen::Pending { .. });
        read.then(|| About { called, ..About::kept(common, self.check, self.reception) })
    }
}

impl DeskState for Box<RecalledCheck> {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
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
        self.into()
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.next_card_at.map_or(self.until, |at| at.min(self.until)))
    }

    fn expire(self, _: &mut Common, _: Now) -> State {
        Ready.into()
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        let inner = Box::new(self.inner.clone());
        Screen::Recalled { inner, day: self.day, source: self.source, fallback: self.fallback }
    }

    fn idle(&self) -> bool {
        true
    }

    /// A card must lie for a moment first.
    fn card_use(&self) -> CardUse {
        CardUse::Ignored
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Nothing
    }

    /// The purpose it was made for; the method of authentication is not shown again.
    fn kind(&self, common: &Common) -> Option<(Method, Purpose)> {
        Some((common.method, self.purpose))
    }

    fn ticket(&self, _: &Common) -> Option<String> {
        self.ticket.clone()
    }

    fn scanned(mut self, common: &mut Common, _: Now, ticket: Ticket) -> State {
        self.ticket = Some(ticket.tail());
        common.attach(self.check, ticket);
        self.into()
    }

    fn offers(&self, common: &Common, now: Now) -> Option<About> {
        self.about(common, now).filter(|_| !good(&self.inner))
    }

    fn shown(&self, common: &Common, now: Now) -> Option<About> {
        self.about(common, now)
    }

    fn speaks(&self) -> bool {
        true
    }
}
