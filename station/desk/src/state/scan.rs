//! What a scanned barcode means in each state: the check that is there, the list, or the next check.

use super::State;
use crate::common::Common;
use crate::{Buzz, Now, Ticket};

impl State {
    /// A barcode was scanned.
    pub(crate) fn scanned(self, common: &mut Common, now: Now, ticket: Ticket) -> Self {
        match self {
            Self::Saving(mut state) => {
                state.scanned = Some(ticket);
                Self::Saving(state)
            }
            Self::Waiting(mut state) => {
                state.subject.attach(common, ticket);
                Self::Waiting(state)
            }
            Self::Pending(mut state) => {
                state.subject.attach(common, ticket);
                Self::Pending(state)
            }
            Self::NotSaved(state) => state.scanned(common, now, ticket),
            Self::Verdict(mut state) => {
                state.ticket = Some(ticket.tail());
                common.attach(state.check, ticket);
                Self::Verdict(state)
            }
            Self::Asking(state) => state.scanned(common, now, ticket),
            Self::Look(state) => state.scanned(common, now, ticket),
            Self::SelfTest(state) => state.scanned(),
            // Nobody is at the desk, or it is about something else.
            Self::Login(_) | Self::Staffing(_) | Self::End(_) => self,
            // Before the capture, and wherever the next check can begin.
            other => {
                // Not every screen has room to show it. Not while the card is needed: the sound says that it is not.
                if !other.needs_card() {
                    common.buzz(Buzz::CardDone);
                }
                common.keep_ticket(now, ticket);
                other
            }
        }
    }

    /// The card must stay on the reader.
    fn needs_card(&self) -> bool {
        matches!(
            self,
            Self::Reading(_)
                | Self::PinEntry(_)
                | Self::LastTry(_)
                | Self::Signing(_)
                | Self::Pad(_)
                | Self::PadAsk(_)
        )
    }
}
