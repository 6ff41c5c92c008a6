//! Another proof: which one was shown when the check did not help. Two key presses from every screen that offers it,
//! and nothing is said to be recorded before it is on disk.
//!
//! The screen it was opened from is kept beneath and comes back by Back. When the answer to its check arrives
//! meanwhile, the keys keep their meaning, and the verdict is shown afterwards.

mod asking;
mod recorded;
mod recording;
mod without_card;

use crate::common::Common;
use model::Ticket;
use wire::{CheckId, ReceptionNumber};

pub(crate) use asking::{Ask, Asking};
pub(crate) use recorded::Recorded;
pub(crate) use recording::Recording;
pub(crate) use without_card::WithoutCard;

/// Subject of another proof.
#[derive(Debug, Clone)]
pub(crate) struct About {
    /// The check, when it is in the journal.
    pub(crate) check: Option<CheckId>,
    pub(crate) reception: Option<ReceptionNumber>,
    /// The ticket, where there is no check to which it was put.
    pub(crate) ticket: Option<Ticket>,
    /// There is a result of this check to read aloud.
    pub(crate) speaks: Option<CheckId>,
    /// Staff have the late bad answer to this check before their eyes: a proof of it is all there is left to do.
    pub(crate) called: bool,
}

impl About {
    /// Somebody whose check was not made.
    pub(crate) fn without_check(common: &Common) -> Self {
        let ticket = common.ticket().cloned();
        Self { check: None, reception: None, ticket, speaks: None, called: false }
    }

    /// A check that is in the journal; its result can be read aloud where there is a voice.
    pub(crate) fn kept(common: &Common, check: CheckId, reception: ReceptionNumber) -> Self {
        let speaks = common.settings.speech.then_some(check);
        Self { check: Some(check), reception: Some(reception), ticket: None, speaks, called: false }
    }
}
