//! The PIN of the user-authentication certificate: four digits with the shortest possible life.
//!
//! Promise: the digits are on the heap in one place, so that moving a `Pin` leaves no copy; they are overwritten on
//! drop and never printed. Copies made by pcscd's library are beyond the reach of this crate.

use std::fmt;
use zeroize::{Zeroize, Zeroizing};

/// Digits of the PIN of the user-authentication certificate (利用者証明用電子証明書).
pub const PIN_DIGITS: usize = 4;

/// Four ASCII digits.
#[derive(Clone)]
pub struct Pin(Box<Zeroizing<[u8; PIN_DIGITS]>>);

/// Input other than four ASCII digits. Reveals nothing of the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a PIN is four digits")]
pub struct InvalidPin;

impl Pin {
    /// Takes the digits over and overwrites the caller's buffer, whether they are good or not.
    ///
    /// # Errors
    /// [`InvalidPin`] when they are not four ASCII digits.
    pub fn take(digits: &mut [u8]) -> Result<Self, InvalidPin> {
        let pin = match <&[u8; PIN_DIGITS]>::try_from(&*digits) {
            Ok(four) if four.iter().all(u8::is_ascii_digit) => {
                let mut kept = Box::new(Zeroizing::new([0; PIN_DIGITS]));
                kept.copy_from_slice(four);
                Ok(Self(kept))
            }
            _ => Err(InvalidPin),
        };
        digits.zeroize();
        pin
    }

    /// The digits as the card wants them.
    pub(crate) fn digits(&self) -> &[u8; PIN_DIGITS] {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(****)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_four_digits_and_the_buffer_it_came_from_is_wiped() {
        for bad in [&b""[..], b"123", b"12345", b"12a4", b"12 4", "１２".as_bytes()] {
            let mut buffer = bad.to_vec();
            assert_eq!(Pin::take(&mut buffer).unwrap_err(), InvalidPin);
            assert!(buffer.iter().all(|&b| b == 0));
        }
        let mut buffer = *b"0142";
        let pin = Pin::take(&mut buffer).unwrap();
        assert_eq!((pin.digits(), buffer), (b"0142", [0; 4]));
    }

    #[test]
    fn a_pin_is_never_printed() {
        let pin = Pin::take(&mut b"9317".to_vec()).unwrap();
        let text = format!("{pin:?} {pin:#?}");
        assert!(!text.contains(|c: char| c.is_ascii_digit()), "{text}");
    }
}
