//! The facts that the desk needs of every state.

use crate::common::Common;
use crate::state::{About, CheckInProgress, State};
use crate::{Buzz, Event, Key, Lamp, Now, Screen};
use model::{CheckHead, Ticket};
use std::time::Duration;
use wire::{CheckId, Method, Purpose, Settlement};

/// A state of the desk. Methods without a default have no safe one: a state must answer them.
pub(crate) trait DeskState: Into<State> {
    /// The next state after an event that is neither a settlement nor a scan.
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State;

    /// Monotonic time at which [`DeskState::expire`] is due; `None` where only an event leads on.
    fn deadline(&self, common: &Common) -> Option<Duration>;

    /// The next state when nothing but time has passed up to the deadline.
    fn expire(self, common: &mut Common, now: Now) -> State;

    /// The main part of the panel.
    fn screen(&self, common: &Common, now: Now) -> Screen;

    /// No check is under way, so that the station may lock here.
    fn idle(&self) -> bool;

    /// Meaning of a card on the reader.
    fn card_use(&self) -> CardUse;

    /// The check on the panel, and whether its answer is still to come.
    fn concerns(&self) -> Concern<'_>;

    /// The next state after the answer to the check that this state awaits. Default: the answer counts as late.
    fn settled(self, common: &mut Common, now: Now, head: CheckHead, answer: &Settlement) -> State {
        common.settled_elsewhere(false, now, &head, answer);
        self.into()
    }

    /// Finishes what this state owes when another takes its place before it is over. Default: it owes nothing.
    fn leave(self, _: &mut Common) {}

    /// Monotonic time at which the panel changes by itself. Default: the deadline.
    fn wake(&self, common: &Common, _: Now) -> Option<Duration> {
        self.deadline(common)
    }

    /// The lamp. Default: idle.
    fn lamp(&self, _: &Common) -> Lamp {
        Lamp::Idle
    }

    /// Method and purpose of the check on the panel. Default: those of the check in progress, if there is one.
    fn kind(&self, _: &Common) -> Option<(Method, Purpose)> {
        self.concerns().in_progress().map(|check| (check.method, check.purpose))
    }

    /// The end of the ticket of the check on the panel. Default: of the one kept for the next check.
    fn ticket(&self, common: &Common) -> Option<String> {
        common.ticket().map(Ticket::tail)
    }

    /// The next state after a barcode. Default: the ticket is kept for the next check.
    fn scanned(self, common: &mut Common, now: Now, ticket: Ticket) -> State {
        // Not every screen has space to show it. Not while the card is needed: the sound says that it is not.
        if self.card_use() != CardUse::MustStay {
            common.buzz(Buzz::CardDone);
        }
        common.keep_ticket(now, ticket);
        self.into()
    }

    /// Subject of another proof, where Up and Down record one. Default: none is offered.
    fn offers(&self, _: &Common, _: Now) -> Option<About> {
        None
    }

    /// The check whose verdict is shown, once a key counts for it. Default: none.
    fn shown(&self, _: &Common, _: Now) -> Option<About> {
        None
    }

    /// This key means something else here than another proof, although one is offered. Default: none does.
    fn own_key(&self, _: Key) -> bool {
        false
    }

    /// Something that staff opened and may have left: a late verdict takes its place when no key comes. Default: no.
    fn gives_way(&self) -> bool {
        false
    }

    /// A result is shown that could be read aloud. Default: none, and reading aloud stops.
    fn speaks(&self) -> bool {
        false
    }

    /// A PIN try that was spent on a reader that staff had left can be reported here. Default: no.
    fn reports_pad(&self) -> bool {
        false
    }
}

/// Meaning of a card on the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CardUse {
    /// A card that is put down begins the next check at once.
    NextCheck,
    /// The card of this check must stay.
    MustStay,
    /// No card begins a check here by itself; the state may have its own use for one.
    Ignored,
}

/// The check that a state is about.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Concern<'a> {
    /// None.
    Nothing,
    /// One before its capture: there can be no answer to it.
    Making(&'a CheckInProgress),
    /// A captured one, whose answer belongs on the panel.
    Awaits(&'a CheckInProgress),
    /// One whose answer is on the panel, or comes there next.
    Answered(CheckId),
}

impl<'a> Concern<'a> {
    /// The check, whatever its stage.
    pub(crate) fn check(self) -> Option<CheckId> {
        match self {
            Self::Nothing => None,
            Self::Making(progress) | Self::Awaits(progress) => Some(progress.check),
            Self::Answered(check) => Some(check),
        }
    }

    /// The check whose answer is still to come.
    pub(crate) fn awaited(self) -> Option<CheckId> {
        match self {
            Self::Awaits(progress) => Some(progress.check),
            Self::Nothing | Self::Making(_) | Self::Answered(_) => None,
        }
    }

    /// The check while it is not answered.
    pub(crate) fn in_progress(self) -> Option<&'a CheckInProgress> {
        match self {
            Self::Making(progress) | Self::Awaits(progress) => Some(progress),
            Self::Nothing | Self::Answered(_) => None,
        }
    }
}
