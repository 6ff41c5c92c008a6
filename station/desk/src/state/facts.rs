//! What can be said of a state without changing it: its deadline, its picture, its lamp, its check.

use super::fallback::About;
use super::subject::Subject;
use super::{State, card, look, ready};
use crate::common::Common;
use crate::{Lamp, Now, Screen, Ticket};
use std::time::Duration;
use wire::{CheckId, Method, Purpose, ReaderState};

impl State {
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
            Self::Pad(state) => Some(state.until),
            Self::PadAsk(state) => Some(state.until),
            Self::Offer(state) => Some(state.until),
            Self::Saving(state) => Some(state.until),
            Self::Waiting(state) => Some(state.deadline(common)),
            Self::Pending(state) => Some(state.deadline()),
            Self::NotSaved(state) => Some(state.until),
            Self::Verdict(state) => Some(state.deadline()),
            Self::Asking(state) => Some(state.until),
            Self::Keeping(state) => Some(state.until),
            Self::Kept(state) => Some(state.deadline(common)),
            Self::WithoutCard(state) => Some(state.until),
            Self::Login(state) => state.deadline(),
            Self::Day(state) => state.deadline(),
            Self::Menu(state) => Some(state.until),
            Self::Settings(state) => Some(state.until),
            Self::Look(state) => Some(state.deadline()),
            Self::Diagnosis(state) => Some(state.deadline()),
            Self::SelfTest(state) => Some(state.until),
            Self::End(state) => Some(state.deadline()),
            Self::Staffing(state) => Some(state.deadline()),
        }
    }

    /// When the desk wants to be woken: at the deadline, or earlier when the picture changes by itself.
    pub(crate) fn wake(&self, common: &Common, now: Now) -> Option<Duration> {
        match self {
            Self::Waiting(state) => Some(state.next_second(common, now)),
            Self::Late(state) => state.armed_at().filter(|at| *at > now.mono),
            Self::Login(state) => state.wake(now),
            other => other.deadline(common),
        }
    }

    pub(crate) fn lamp(&self, common: &Common) -> Lamp {
        match self {
            // Another proof is all there is.
            Self::Ready if common.conditions.reader != ReaderState::Ready => Lamp::Bad,
            Self::Reading(_) | Self::Signing(_) | Self::Saving(_) | Self::Waiting(_) => Lamp::Busy,
            Self::Keeping(_) => Lamp::Busy,
            Self::Message(_) | Self::NotSaved(_) => Lamp::Bad,
            Self::Pending(_) => Lamp::Unconfirmed,
            Self::Late(_) => Lamp::CallStaff,
            Self::Verdict(state) => state.lamp(),
            Self::Asking(state) => state.lamp(common),
            Self::Kept(state) => state.lamp(),
            Self::Look(state) => state.lamp(),
            _ => Lamp::Idle,
        }
    }

    pub(crate) fn screen(&self, common: &Common, now: Now) -> Screen {
        match self {
            Self::Ready => match common.conditions.reader {
                ReaderState::Ready => {
                    Screen::Ready { take_card: common.card.present, good: common.calls.good() }
                }
                trouble => Screen::ReaderTrouble(trouble),
            },
            Self::Late(state) => state.screen(common, now),
            Self::Reading(_) => Screen::Reading,
            Self::Compare(state) => state.screen(),
            Self::Message(state) => state.screen.clone(),
            Self::PinEntry(state) => state.screen(),
            Self::LastTry(_) => Screen::LastTry,
            Self::Signing(_) => Screen::Signing,
            Self::Pad(state) => state.screen(),
            Self::PadAsk(state) => state.screen(),
            Self::Offer(state) => state.screen(),
            Self::Saving(_) => Screen::Saving,
            Self::Waiting(state) => state.screen(common, now),
            Self::Pending(state) => state.screen(),
            Self::NotSaved(state) => state.screen(),
            Self::Verdict(state) => state.screen.clone(),
            Self::Asking(state) => state.screen(),
            Self::Keeping(_) => Screen::Looking,
            Self::Kept(state) => state.screen(),
            Self::WithoutCard(state) => state.screen(common),
            Self::Login(state) => state.screen(common, now),
            Self::Day(state) => state.screen(common),
            Self::Menu(state) => state.screen(common),
            Self::Settings(state) => state.screen(common),
            Self::Look(state) => state.screen(),
            Self::Diagnosis(state) => state.screen(common),
            Self::SelfTest(state) => state.screen(common),
            Self::End(state) => state.screen(common),
            Self::Staffing(state) => state.screen(),
        }
    }

    /// The check this state is about.
    pub(super) fn subject(&self) -> Option<&Subject> {
        match self {
            Self::Compare(state) => Some(&state.subject),
            Self::PinEntry(state) => Some(&state.subject),
            Self::LastTry(state) => Some(&state.subject),
            Self::Signing(state) => Some(&state.subject),
            Self::Pad(state) => Some(&state.subject),
            Self::PadAsk(state) => Some(&state.subject),
            Self::Offer(state) => Some(&state.subject),
            Self::Saving(state) => Some(&state.subject),
            Self::Waiting(state) => Some(&state.subject),
            Self::Pending(state) => Some(&state.subject),
            Self::NotSaved(state) => Some(&state.subject),
            Self::Asking(state) => state.under.subject(),
            _ => None,
        }
    }

    /// Method and purpose of the check under way.
    pub(crate) fn kind(&self, common: &Common) -> Option<(Method, Purpose)> {
        match self {
            Self::Reading(state) => Some((state.method, state.purpose)),
            Self::Verdict(state) => Some(state.kind),
            Self::Look(look::Look::Again(state)) => Some(state.kind(common)),
            Self::Asking(state) => state.under.kind(common),
            other => other.subject().map(|s| (s.method, s.purpose)),
        }
    }

    /// The end of the ticket of the check that is shown, else of the one kept for the next.
    pub(crate) fn ticket(&self, common: &Common) -> Option<String> {
        let kept = || common.ticket().map(Ticket::tail);
        match self {
            Self::Login(_) | Self::Staffing(_) | Self::End(_) => None,
            Self::Verdict(state) => state.ticket.clone(),
            Self::Look(look::Look::Again(state)) => state.ticket.clone(),
            Self::Asking(state) => state.under.ticket(common),
            Self::Saving(state) => state.scanned.as_ref().or(state.subject.ticket.as_ref()).map(Ticket::tail),
            Self::Waiting(state) => state.subject.ticket.as_ref().map(Ticket::tail),
            Self::Pending(state) => state.subject.ticket.as_ref().map(Ticket::tail),
            _ => kept(),
        }
    }

    /// Another proof can be recorded from here by Up and Down, and for what.
    pub(super) fn offers(&self, common: &Common, now: Now) -> Option<About> {
        match self {
            Self::Ready => ready::offers(common),
            Self::Late(state) => state.offers(common, now),
            Self::Message(_) => Some(card::Message::offers(common)),
            Self::Offer(_) => Some(About::nobody(common)),
            Self::Pending(state) => Some(state.offers(common)),
            Self::NotSaved(state) => Some(state.offers(common)),
            Self::Verdict(state) => state.offers(common, now),
            Self::Look(look::Look::Again(state)) => state.offers(common, now),
            _ => None,
        }
    }

    /// A card that is put down begins the next check at once.
    pub(crate) fn takes_card(&self) -> bool {
        match self {
            Self::Ready | Self::Late(_) | Self::Menu(_) | Self::Settings(_) => true,
            Self::WithoutCard(_) | Self::Diagnosis(_) => true,
            Self::Look(state) => state.takes_card(),
            Self::End(state) => state.takes_card(),
            Self::Asking(state) => state.takes_card(),
            _ => false,
        }
    }

    /// No check is under way, so that the station may lock.
    pub(crate) fn idle(&self) -> bool {
        matches!(
            self,
            Self::Ready
                | Self::Late(_)
                | Self::Menu(_)
                | Self::Settings(_)
                | Self::WithoutCard(_)
                | Self::Day(_)
                | Self::Look(_)
                | Self::Diagnosis(_)
                | Self::SelfTest(_)
                | Self::Staffing(_)
                | Self::End(_)
        )
    }

    /// Something that staff opened and may have left: a late verdict takes its place when nobody uses it.
    pub(crate) fn gives_way(&self) -> bool {
        match self {
            Self::Menu(_) | Self::Settings(_) | Self::WithoutCard(_) | Self::Diagnosis(_) => true,
            Self::Look(state) => !matches!(state, look::Look::Again(_) | look::Look::Opening(_)),
            Self::End(state) => state.takes_card(),
            _ => false,
        }
    }

    /// A result is shown that could be read aloud.
    pub(crate) fn speaks(&self) -> bool {
        matches!(self, Self::Verdict(_) | Self::Pending(_) | Self::Look(look::Look::Again(_)))
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
            Self::Asking(state) => state.awaited(),
            _ => None,
        }
    }

    /// Whether this check is on the panel now.
    pub(crate) fn concerns(&self, check: CheckId) -> bool {
        match self {
            Self::Verdict(state) => state.check == check,
            Self::Asking(state) => state.under.concerns(check),
            Self::Keeping(state) => state.concerns(check),
            Self::Kept(state) => state.concerns(check),
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
            Self::Pad(_) => "pad",
            Self::PadAsk(_) => "pad ask",
            Self::Offer(_) => "offer",
            Self::Saving(_) => "saving",
            Self::Waiting(_) => "waiting",
            Self::Pending(_) => "pending",
            Self::NotSaved(_) => "not saved",
            Self::Verdict(_) => "verdict",
            Self::Asking(_) => "asking",
            Self::Keeping(_) => "keeping",
            Self::Kept(_) => "kept",
            Self::WithoutCard(_) => "without card",
            Self::Login(_) => "login",
            Self::Day(_) => "day",
            Self::Menu(_) => "menu",
            Self::Settings(_) => "settings",
            Self::Look(_) => "look",
            Self::Diagnosis(_) => "diagnosis",
            Self::SelfTest(_) => "self-test",
            Self::End(_) => "end",
            Self::Staffing(_) => "staffing",
        }
    }
}
