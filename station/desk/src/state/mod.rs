//! The states of the desk, a file for each group: what they show, what they wait for, and when they are over.
//!
//! A state takes an event and gives the next state; it never looks at the clock by itself and never does
//! anything but tell effects.

mod card;
mod pin;
mod ready;
mod verdict;
mod waiting;

use crate::common::Common;
use crate::failure::{CARD_PULLED, ENTRY_ABANDONED};
use crate::{Buzz, CardContent, CheckHead, Effect, Event, Failure, Key, Lamp, Now, Screen};
pub(crate) use ready::Late;
use std::time::Duration;
use wire::{CertificateState, CheckId, Method, Purpose, ReaderState, Settlement, jst_date};

/// One check under way: made when a card was read.
#[derive(Debug)]
pub(crate) struct Subject {
    pub(crate) check: CheckId,
    pub(crate) method: Method,
    pub(crate) purpose: Purpose,
    pub(crate) content: CardContent,
    /// By the station's clock; `None` when the clock cannot be trusted.
    pub(crate) certificate: Option<CertificateState>,
}

#[derive(Debug)]
pub(crate) enum State {
    Ready,
    Late(Late),
    Reading(card::Reading),
    Compare(card::Compare),
    Message(card::Message),
    PinEntry(pin::Entry),
    LastTry(pin::LastTry),
    Signing(pin::Signing),
    Offer(pin::Offer),
    Saving(waiting::Saving),
    Waiting(waiting::Waiting),
    Pending(waiting::Pending),
    NotSaved(waiting::NotSaved),
    Verdict(verdict::Shown),
}

impl State {
    /// Takes an event that is not a settlement.
    pub(crate) fn handle(self, common: &mut Common, now: Now, event: Event) -> Self {
        match self {
            Self::Ready => ready::ready(common, &event),
            Self::Late(state) => state.handle(common, now, &event),
            Self::Reading(state) => state.handle(common, now, event),
            Self::Compare(state) => state.handle(common, now, &event),
            Self::Message(state) => state.handle(common, now, &event),
            Self::PinEntry(state) => state.handle(common, now, &event),
            Self::LastTry(state) => state.handle(common, now, &event),
            Self::Signing(state) => state.handle(common, now, event),
            Self::Offer(state) => state.handle(common, now, &event),
            Self::Saving(state) => state.handle(common, now, event),
            Self::Waiting(state) => state.handle(common, now, &event),
            Self::Pending(state) => state.handle(now, &event),
            Self::NotSaved(state) => state.handle(common, now, event),
            Self::Verdict(state) => state.handle(common, now, &event),
        }
    }

    /// The answer to the check that [`State::awaits`] it.
    pub(crate) fn settled(self, common: &mut Common, now: Now, head: CheckHead, answer: &Settlement) -> Self {
        match self {
            Self::Saving(waiting::Saving { subject, .. })
            | Self::Waiting(waiting::Waiting { subject, .. })
            | Self::Pending(waiting::Pending { subject, .. })
            | Self::NotSaved(waiting::NotSaved { subject, .. }) => {
                verdict::Shown::enter(common, now, &subject, head, answer)
            }
            other => other,
        }
    }

    /// What time alone does when the deadline has come.
    pub(crate) fn expire(self, common: &mut Common, now: Now) -> Self {
        match self {
            Self::Ready | Self::Late(_) => self,
            Self::Reading(_) | Self::Signing(_) => Self::give_up(common, now, crate::failure::READER_SILENT),
            Self::Compare(state) => state.expire(common, now),
            Self::PinEntry(_) | Self::LastTry(_) | Self::Offer(_) => {
                Self::give_up(common, now, ENTRY_ABANDONED)
            }
            Self::Saving(state) => state.expire(common, now),
            Self::Waiting(state) => state.expire(common, now),
            Self::Message(_) | Self::Pending(_) | Self::NotSaved(_) => Self::Ready,
            Self::Verdict(state) => state.close(common),
        }
    }

    /// When [`State::expire`] is due.
    pub(crate) fn deadline(&self, common: &Common) -> Option<Duration> {
        match self {
            Self::Ready | Self::Late(_) => None,
            Self::Reading(state) => Some(state.until),
            Self::Compare(state) => Some(state.deadline()),
            Self::Message(state) => Some(state.until),
            Self::PinEntry(state) => Some(state.until),
            Self::LastTry(state) => Some(state.until),
            Self::Signing(state) => Some(state.until),
            Self::Offer(state) => Some(state.until),
            Self::Saving(state) => Some(state.until),
            Self::Waiting(state) => Some(state.deadline(common)),
            Self::Pending(state) => Some(state.deadline()),
            Self::NotSaved(state) => Some(state.until),
            Self::Verdict(state) => Some(state.deadline()),
        }
    }

    /// When the desk wants to be woken: at the deadline, or earlier when the picture changes by itself.
    pub(crate) fn wake(&self, common: &Common, now: Now) -> Option<Duration> {
        match self {
            Self::Waiting(state) => Some(state.next_second(common, now)),
            Self::Late(state) => state.armed_at().filter(|at| *at > now.mono),
            other => other.deadline(common),
        }
    }

    pub(crate) fn lamp(&self) -> Lamp {
        match self {
            Self::Ready | Self::Compare(_) | Self::PinEntry(_) | Self::LastTry(_) | Self::Offer(_) => {
                Lamp::Idle
            }
            Self::Late(_) => Lamp::CallStaff,
            Self::Reading(_) | Self::Signing(_) | Self::Saving(_) | Self::Waiting(_) => Lamp::Busy,
            Self::Message(_) | Self::NotSaved(_) => Lamp::Bad,
            Self::Pending(_) => Lamp::Unconfirmed,
            Self::Verdict(state) => state.lamp(),
        }
    }

    pub(crate) fn screen(&self, common: &Common, now: Now) -> Screen {
        match self {
            Self::Ready if common.reader != ReaderState::Ready => Screen::ReaderTrouble(common.reader),
            Self::Ready => Screen::Ready { take_card: common.card.present },
            Self::Late(state) => state.screen(common, now),
            Self::Reading(_) => Screen::Reading,
            Self::Compare(state) => state.screen(),
            Self::Message(state) => state.screen.clone(),
            Self::PinEntry(state) => state.screen(),
            Self::LastTry(_) => Screen::LastTry,
            Self::Signing(_) => Screen::Signing,
            Self::Offer(state) => state.screen(),
            Self::Saving(_) => Screen::Saving,
            Self::Waiting(state) => state.screen(common, now),
            Self::Pending(state) => state.screen(),
            Self::NotSaved(state) => state.screen(),
            Self::Verdict(state) => state.screen.clone(),
        }
    }

    /// The check this state is about.
    fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Ready | Self::Late(_) | Self::Reading(_) | Self::Message(_) | Self::Verdict(_) => None,
            Self::Compare(state) => Some(&state.subject),
            Self::PinEntry(state) => Some(&state.subject),
            Self::LastTry(state) => Some(&state.subject),
            Self::Signing(state) => Some(&state.subject),
            Self::Offer(state) => Some(&state.subject),
            Self::Saving(state) => Some(&state.subject),
            Self::Waiting(state) => Some(&state.subject),
            Self::Pending(state) => Some(&state.subject),
            Self::NotSaved(state) => Some(&state.subject),
        }
    }

    /// Method and purpose of the check under way.
    pub(crate) fn kind(&self) -> Option<(Method, Purpose)> {
        match self {
            Self::Reading(state) => Some((state.method, state.purpose)),
            Self::Verdict(state) => Some(state.kind),
            other => other.subject().map(|s| (s.method, s.purpose)),
        }
    }

    /// Whether the settlement of this check belongs on the panel now.
    pub(crate) fn awaits(&self, check: CheckId) -> bool {
        self.awaited() == Some(check)
    }

    /// The check whose settlement belongs on the panel now.
    pub(crate) fn awaited(&self) -> Option<CheckId> {
        match self {
            Self::Saving(_) | Self::Waiting(_) | Self::Pending(_) | Self::NotSaved(_) => {
                self.subject().map(|s| s.check)
            }
            _ => None,
        }
    }

    /// Whether this check is on the panel now.
    pub(crate) fn concerns(&self, check: CheckId) -> bool {
        match self {
            Self::Verdict(state) => state.check == check,
            other => other.subject().is_some_and(|s| s.check == check),
        }
    }

    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Late(_) => "late",
            Self::Reading(_) => "reading",
            Self::Compare(_) => "compare",
            Self::Message(_) => "message",
            Self::PinEntry(_) => "pin entry",
            Self::LastTry(_) => "last try",
            Self::Signing(_) => "signing",
            Self::Offer(_) => "offer",
            Self::Saving(_) => "saving",
            Self::Waiting(_) => "waiting",
            Self::Pending(_) => "pending",
            Self::NotSaved(_) => "not saved",
            Self::Verdict(_) => "verdict",
        }
    }

    /// Begins to read the card that lies there.
    pub(crate) fn read(common: &mut Common, now: Now) -> Self {
        common.card.fresh = false;
        let (method, purpose) = (common.method, common.purpose);
        let read = common.new_read();
        common.tell(Effect::ReadCard { read, tries: method == Method::Pin });
        Self::Reading(card::Reading { read, method, purpose, until: now.mono + common.settings.card_time })
    }

    /// Leaves the card alone and says why, for a while.
    pub(crate) fn give_up(common: &mut Common, now: Now, failure: Failure) -> Self {
        Self::message(common, now, Screen::CardProblem(failure))
    }

    pub(crate) fn message(common: &mut Common, now: Now, screen: Screen) -> Self {
        common.tell(Effect::ReleaseCard);
        common.buzz(Buzz::Attention);
        Self::Message(card::Message { screen, until: now.mono + common.settings.message_time })
    }

    /// Leaves the card alone and is ready again.
    pub(crate) fn cancel(common: &mut Common) -> Self {
        common.tell(Effect::ReleaseCard);
        Self::Ready
    }
}

/// What a card can do while it is being used, whatever is asked of it.
pub(crate) enum Disturbance {
    /// Another card (or the same again) lies there.
    Placed,
    /// It was taken, or the reader went away.
    Gone,
}

impl Disturbance {
    pub(crate) fn of(event: &Event) -> Option<Self> {
        match event {
            Event::CardPlaced => Some(Self::Placed),
            Event::CardRemoved => Some(Self::Gone),
            Event::Reader(state) if *state != ReaderState::Ready => Some(Self::Gone),
            _ => None,
        }
    }

    /// The card was needed and is not (the same) any more.
    pub(crate) fn interrupt(self, common: &mut Common, now: Now) -> State {
        match self {
            Self::Placed => State::read(common, now),
            Self::Gone => State::give_up(common, now, CARD_PULLED),
        }
    }
}

fn pressed(event: &Event, key: Key) -> bool {
    matches!(event, Event::Key(pressed) if *pressed == key)
}

fn closes(event: &Event) -> bool {
    pressed(event, Key::Ok) || pressed(event, Key::Back)
}

impl Subject {
    pub(crate) fn certificate_until(&self) -> jiff::civil::Date {
        jst_date(self.content.not_after)
    }

    /// The evidence is complete: into the journal with it. The card may be taken.
    pub(crate) fn capture(self, common: &mut Common, now: Now) -> State {
        common.tell(Effect::Capture {
            check: self.check,
            method: self.method,
            purpose: self.purpose,
            staff: common.settings.staff.clone(),
            certificate: self.content.certificate.clone(),
            ticket: None,
        });
        let until = now.mono + common.settings.save_time;
        State::Saving(waiting::Saving { subject: self, started: now.mono, until })
    }
}
