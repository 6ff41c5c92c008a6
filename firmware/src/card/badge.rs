//! Staff badges: any NFC card with a constant number, tapped on the same reader.
//!
//! It is separate from the dialogue because it reads nothing of the card but the number that the card sends on the
//! air (PC/SC part 3, 3.2.2.1.3, "Get Data": `FF CA 00 00 00`, answered by the reader itself). Such a number is
//! easily copied, so it is a second factor beside a passcode and never the only one.
//!
//! Promises:
//! - A My Number card is refused, because staff must not mix it up with an examinee's and because its number changes
//!   anyway. Nothing on it is read.
//! - A number that changes at each tap is refused at enrolment, not discovered at the next login. That covers numbers
//!   marked random (first of four bytes 08, ISO 14443-3 type A) and numbers that differ after the card was without
//!   power (type B cards and phones; only as reliable as the reader's switching of its field).
//! - The number is wiped on drop and never printed.

use super::apdu::{Answer, Command, Status};
use super::dialogue::{Broken, Transmit};
use super::scheme::SCHEMES;
use super::{CardError, Fault, Step};
use std::fmt;
use zeroize::Zeroizing;

/// Shortest and longest number: 4, 7 or 10 bytes (ISO 14443-3 type A), 4 (type B), 8 (FeliCa, ISO 15693).
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=10;
/// First byte of a four-byte number that the card makes anew each time (ISO 14443-3, 6.5.4).
const RANDOM: u8 = 0x08;
/// The historical bytes that a reader invents for a card without a processor (PC/SC part 3, 3.1.3.2.3.2).
const STORAGE: &[u8] = &[0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06];

/// The number of a badge, 4 to 10 bytes as the reader gives them. Compare or hash it; it is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct BadgeId(Zeroizing<Vec<u8>>);

impl BadgeId {
    /// Takes the bytes over; `None` when no card has such a number (other lengths, nothing but zeros).
    pub fn new(bytes: Vec<u8>) -> Option<Self> {
        let bytes = Zeroizing::new(bytes);
        let good = LENGTHS.contains(&bytes.len()) && bytes.iter().any(|byte| *byte != 0);
        good.then_some(Self(bytes))
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// True for a number that is marked as random.
    fn is_random(&self) -> bool {
        matches!(self.0.as_slice(), [RANDOM, _, _, _])
    }
}

impl fmt::Debug for BadgeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BadgeId(****)")
    }
}

/// A card on a reader that can be asked for its number.
pub trait Tapped: Transmit {
    /// The answer to reset.
    ///
    /// # Errors
    /// When the PC/SC service does not report it; see [`Broken`].
    fn atr(&mut self) -> Result<Vec<u8>, Broken>;

    /// Powers the card down and up again.
    ///
    /// # Errors
    /// When it does not come up again; see [`Broken`].
    fn power_cycle(&mut self) -> Result<(), Broken>;
}

/// Reads the number of the card.
///
/// # Errors
/// [`Fault::BadgeIsMyNumber`], [`Fault::BadgeChanges`], [`Fault::NoBadgeNumber`], or why no answer came.
pub fn read_badge<T: Tapped>(card: &mut T) -> Result<BadgeId, CardError> {
    refuse_my_number(card)?;
    let first = number(card)?;
    card.power_cycle().map_err(|broken| broken.at(Step::Badge))?;
    if first.is_random() || number(card)? != first {
        return Err(CardError::new(Fault::BadgeChanges, Step::Badge));
    }
    Ok(first)
}

/// A card without a processor has no applications, and some readers stumble when it is asked for one.
fn refuse_my_number<T: Tapped>(card: &mut T) -> Result<(), CardError> {
    let atr = card.atr().map_err(|broken| broken.at(Step::Badge))?;
    if atr.windows(STORAGE.len()).any(|window| window == STORAGE) {
        return Ok(());
    }
    // Some cards waste their first command after power-up.
    transmit(card, &Command::throw_away())?;
    for scheme in SCHEMES {
        let answer = transmit(card, &Command::select_application(scheme.application))?;
        if answer.status == Status::OK {
            return Err(CardError::new(Fault::BadgeIsMyNumber, Step::Badge));
        }
    }
    Ok(())
}

fn number<T: Tapped>(card: &mut T) -> Result<BadgeId, CardError> {
    let Answer { data, status } = transmit(card, &Command::card_number())?;
    let data = Zeroizing::new(data);
    if status != Status::OK {
        return Err(CardError::with_status(Fault::NoBadgeNumber, Step::Badge, status.0));
    }
    BadgeId::new(data.to_vec()).ok_or(CardError::new(Fault::NoBadgeNumber, Step::Badge))
}

fn transmit<T: Tapped>(card: &mut T, command: &Command) -> Result<Answer, CardError> {
    let bytes = card.transmit(Step::Badge, command.bytes()).map_err(|broken| broken.at(Step::Badge))?;
    Answer::parse(bytes).map_err(|fault| CardError::new(fault, Step::Badge))
}

#[cfg(test)]
#[path = "badge_tests.rs"]
mod tests;
