//! Reading a card, comparing the face, and messages about cards.

use super::fallback::About;
use super::{Disturbance, State, Subject, closes, pressed};
use crate::common::Common;
use crate::failure::TRIES_UNKNOWN;
use crate::{Buzz, CardContent, CardJob, Effect, Event, Key, Now, ReadId, Screen};
use std::time::Duration;
use wire::{CertificateState, Method, Purpose, jst_date};

/// A card that is lifted off a contactless reader can seem to be put down again for a moment. Where a card put down
/// would end what staff look at, it must lie this long.
pub(super) const STEADY: Duration = Duration::from_secs(1);

/// The card room reads.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(super) read: ReadId,
    pub(super) method: Method,
    pub(super) purpose: Purpose,
    /// Where the bus stands as the check begins.
    pub(super) site: Option<String>,
    pub(super) until: Duration,
}

impl Reading {
    pub(super) fn handle(self, common: &mut Common, now: Now, event: Event) -> State {
        match event {
            Event::CardRead { read, content } if read == self.read => self.done(common, now, content),
            Event::CardFailed { job: CardJob::Read(read), failure } if read == self.read => {
                State::give_up(common, now, failure)
            }
            event => match Disturbance::of(&event) {
                Some(disturbance) => disturbance.interrupt(common, now),
                None => State::Reading(self),
            },
        }
    }

    fn done(self, common: &mut Common, now: Now, content: CardContent) -> State {
        let state = CertificateState::at(content.not_before, content.not_after, now.wall);
        let certificate = now.synchronised.then_some(state);
        if certificate.is_some_and(|state| !state.usable()) {
            let day = if state == CertificateState::NotYet { content.not_before } else { content.not_after };
            return State::message(common, now, Screen::CertificateUnusable { state, day: jst_date(day) });
        }
        let check = common.new_check();
        let (method, purpose) = (self.method, self.purpose);
        let subject = Subject { check, method, purpose, site: self.site, content, certificate, ticket: None };
        match (self.method, subject.content.tries_left) {
            (Method::Visual, _) => {
                common.tell(Effect::ReleaseCard);
                common.buzz(Buzz::CardDone);
                Compare::enter(common, now, subject)
            }
            (Method::Pin, None) => State::give_up(common, now, TRIES_UNKNOWN),
            (Method::Pin, Some(left)) => super::pin::begin(common, now, subject, left),
        }
    }
}

/// 目視: staff compare the face. The card is not needed on the reader, it is in their hand.
#[derive(Debug)]
pub(crate) struct Compare {
    pub(super) subject: Subject,
    until: Duration,
    /// A card was put down: when it has lain steadily until then, it is read instead.
    swap_at: Option<Duration>,
}

impl Compare {
    /// The same check goes on by 目視.
    pub(super) fn enter(common: &Common, now: Now, subject: Subject) -> State {
        let subject = Subject { method: Method::Visual, ..subject };
        State::Compare(Self { subject, until: now.mono + common.settings.entry_time, swap_at: None })
    }

    pub(super) fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match Disturbance::of(event) {
            Some(Disturbance::Placed) => self.swap_at = Some(now.mono + STEADY),
            Some(Disturbance::Gone) => self.swap_at = None,
            // Not while it is unclear which card staff speak of.
            None if pressed(event, Key::Ok) && self.swap_at.is_none() => {
                return self.subject.capture(common, now);
            }
            None if pressed(event, Key::Back) => return State::cancel(common),
            None => {}
        }
        State::Compare(self)
    }

    pub(super) fn deadline(&self) -> Duration {
        self.swap_at.map_or(self.until, |at| at.min(self.until))
    }

    pub(super) fn expire(self, common: &mut Common, now: Now) -> State {
        match self.swap_at {
            Some(at) if at <= now.mono => State::read(common, now),
            _ => State::give_up(common, now, crate::failure::ENTRY_ABANDONED),
        }
    }

    pub(super) fn screen(&self) -> Screen {
        Screen::Compare {
            certificate: self.subject.certificate.filter(|state| *state != CertificateState::Current),
            certificate_until: self.subject.certificate_until(),
        }
    }
}

/// Something to read, then ready again; the next card does not have to wait for it.
#[derive(Debug)]
pub(crate) struct Message {
    pub(super) screen: Screen,
    pub(super) until: Duration,
}

impl Message {
    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => State::read(common, now),
            event if closes(event) => State::Ready,
            _ => State::Message(self),
        }
    }

    /// No check was made: another proof stands without one.
    pub(super) fn offers(common: &Common) -> About {
        About::nobody(common)
    }
}
