//! Reading a card: the card component works.

use crate::ask::Topic;
use crate::common::Common;
use crate::failure::{READER_SILENT, TRIES_UNKNOWN};
use crate::state::{CardUse, CheckInProgress, Compare, Concern, DeskState, Disturbance, Message, State, pin};
use crate::{AskId, Buzz, CardContent, CardJob, Effect, Event, Lamp, Now, Screen};
use std::time::Duration;
use wire::{CertificateState, Method, Purpose, jst_date};

/// The card service reads.
#[derive(Debug)]
pub(crate) struct Reading {
    pub(crate) read: AskId,
    pub(crate) method: Method,
    pub(crate) purpose: Purpose,
    /// Where the bus stands as the check begins.
    pub(crate) site: Option<String>,
    pub(crate) until: Duration,
}

impl Reading {
    /// Begins to read the card that lies there.
    pub(crate) fn begin(common: &mut Common, now: Now) -> State {
        common.card.fresh = false;
        common.late.good_read();
        let (method, purpose) = (common.method, common.purpose);
        let read = common.new_ask(Topic::Card);
        common.push_effect(Effect::ReadCard { read, tries: method == Method::Pin });
        let (site, until) = (common.site(), now.mono + common.settings.card_time);
        Self { read, method, purpose, site, until }.into()
    }

    pub(crate) fn done(self, common: &mut Common, now: Now, content: CardContent) -> State {
        let state = CertificateState::at(content.not_before, content.not_after, now.wall);
        let certificate = now.synchronised.then_some(state);
        if certificate.is_some_and(|state| !state.usable()) {
            let day = if state == CertificateState::NotYet { content.not_before } else { content.not_after };
            return Message::enter(common, now, Screen::CertificateUnusable { state, day: jst_date(day) });
        }
        let check = common.new_check();
        let (method, purpose) = (self.method, self.purpose);
        let progress = CheckInProgress {
            check,
            method,
            purpose,
            site: self.site,
            content,
            certificate,
            ticket: None,
            challenge: None,
        };
        match (self.method, progress.content.tries_left) {
            (Method::Visual, _) => {
                common.push_effect(Effect::ReleaseCard);
                common.buzz(Buzz::CardDone);
                Compare::enter(common, now, progress)
            }
            (Method::Pin, None) => Message::give_up(common, now, TRIES_UNKNOWN),
            (Method::Pin, Some(left)) => pin::begin(common, now, progress, left),
        }
    }
}

impl DeskState for Reading {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardRead { read, content } if *read == self.read => {
                self.done(common, now, content.clone())
            }
            Event::CardFailed { job: CardJob::Read(read), failure } if *read == self.read => {
                Message::give_up(common, now, failure.clone())
            }
            event => match Disturbance::of(event) {
                Some(disturbance) => disturbance.interrupt(common, now),
                None => self.into(),
            },
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        Message::give_up(common, now, READER_SILENT)
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        Screen::Reading
    }

    fn lamp(&self, _: &Common) -> Lamp {
        Lamp::Busy
    }

    fn idle(&self) -> bool {
        false
    }

    fn card_use(&self) -> CardUse {
        CardUse::MustStay
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Nothing
    }

    fn kind(&self, _: &Common) -> Option<(Method, Purpose)> {
        Some((self.method, self.purpose))
    }
}
