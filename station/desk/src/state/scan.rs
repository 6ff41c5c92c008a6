//! What a scanned barcode means in each state: the check that is there, the list, or the next check.

use super::State;
use crate::common::Common;
use crate::{Now, Ticket};

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
                common.keep_ticket(now, ticket);
                other
            }
        }
    }
}
