//! The PIN on the reader's own keys: the request to the reader and the meaning of its answers.

use super::{Dialogue, PinVerdict, Transmit};
use crate::card::apdu::Answer;
use crate::card::pad::{PadEnd, PadTime, verify_block};
use crate::card::{CardError, Fault, Step};

/// A reader that can ask for a PIN by itself.
pub trait AskPin: Transmit {
    /// Has the reader ask for a PIN by `block` and send the VERIFY in it, once; returns the card's answer, or the
    /// reader's own status word. Takes as long as a person and the reader take.
    ///
    /// # Errors
    /// [`Fault::Unsupported`] when the reader certainly did not ask; every other fault leaves it open whether a try
    /// was spent.
    fn ask_pin(&mut self, time: PadTime, block: &[u8]) -> Result<Vec<u8>, super::Broken>;
}

impl<T: AskPin + ?Sized> AskPin for &mut T {
    fn ask_pin(&mut self, time: PadTime, block: &[u8]) -> Result<Vec<u8>, super::Broken> {
        (**self).ask_pin(time, block)
    }
}

/// The result of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PadOutcome {
    /// Four digits went to the card.
    Verified(PinVerdict),
    /// Nothing went to the card.
    Ended(PadEnd),
}

/// The status words that a reader makes up itself (PC/SC part 10, 2.4 and 2.5): the card saw nothing.
fn ended(status: u16) -> Option<PadEnd> {
    match status {
        0x6400 => Some(PadEnd::TimedOut),
        0x6401 => Some(PadEnd::Cancelled),
        0x6402 | 0x6403 => Some(PadEnd::WrongLength),
        0x6B80 => Some(PadEnd::Refused),
        _ => None,
    }
}

impl<T: AskPin> Dialogue<T> {
    /// Has the reader ask for the PIN and verify it, once. Not when the card is known to be locked.
    ///
    /// # Errors
    /// [`Fault::PinUncertain`] when the answer was lost; otherwise the card's error status, or the cause of a missing
    /// answer.
    pub fn verify_by_pad(&mut self, time: PadTime) -> Result<PadOutcome, CardError> {
        if self.is_locked()? {
            return Ok(PadOutcome::Verified(PinVerdict::Locked));
        }
        let block = verify_block(self.pin_reference(Step::Pad)?, time);
        let lost = |cause| CardError { fault: Fault::PinUncertain, step: Step::Pad, status: None, cause };
        let bytes = match self.link.ask_pin(time, &block) {
            Ok(bytes) => bytes,
            Err(broken) if broken.fault == Fault::Unsupported => {
                return Ok(PadOutcome::Ended(PadEnd::Refused));
            }
            Err(broken) => return Err(lost(broken.cause.or(Some(broken.fault.code().name())))),
        };
        let status = Answer::parse(bytes).map_err(|fault| lost(Some(fault.code().name())))?.status;
        match ended(status.0) {
            Some(end) => Ok(PadOutcome::Ended(end)),
            None => self.interpret(status, Step::Pad).map(PadOutcome::Verified),
        }
    }
}
