//! 暗証番号: from the tries left to the signature, typed on the station. Every try is a person's decision: nothing here
//! sends a PIN without four digits and OK, and the last try asks once more. Typed on the reader: [`pad`].

mod drawing;
mod entry;
mod last_try;
mod offer;
mod pad;
mod pad_ask;
mod signing;

use crate::common::Common;
use crate::state::{CheckInProgress, Message, State};
use crate::{Buzz, CardJob, Effect, Event, Now};

pub(crate) use drawing::Drawing;
pub(crate) use entry::PinEntry;
pub(crate) use last_try::LastTry;
pub(crate) use offer::{Offer, Why};
pub(crate) use pad::{Pad, spent_on_pad};
pub(crate) use pad_ask::PadAsk;
pub(crate) use signing::Signing;

/// Begins after a card was read with its tries left.
pub(crate) fn begin(common: &mut Common, now: Now, progress: CheckInProgress, left: u8) -> State {
    if left == 0 {
        Offer::enter(common, now, progress, Why::Locked)
    } else if common.conditions.book == Some(0) {
        Offer::enter(common, now, progress, Why::NoChallenge)
    } else if progress.content.pin_pad {
        pad::begin(common, now, progress, left)
    } else {
        PinEntry::enter(common, now, progress, left, false)
    }
}

/// Handles an answer of the card service to a signature, wherever its PIN was typed, but for a wrong one with tries
/// left. Gives the progress back when it was no answer about it.
pub(crate) fn answered(
    common: &mut Common,
    now: Now,
    progress: CheckInProgress,
    event: &Event,
) -> Result<State, Box<CheckInProgress>> {
    let own = progress.check;
    Ok(match event {
        Event::Signed { check } if *check == own => {
            common.push_effect(Effect::ReleaseCard);
            common.buzz(Buzz::CardDone);
            progress.capture(common, now)
        }
        Event::PinLocked { check } | Event::PinWrong { check, left: 0 } if *check == own => {
            Offer::enter(common, now, progress, Why::Locked)
        }
        Event::CardFailed { job: CardJob::Sign(check), failure } if *check == own => {
            Message::give_up(common, now, failure.clone())
        }
        _ => return Err(Box::new(progress)),
    })
}
