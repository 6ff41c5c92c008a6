//! The PIN while it is on its way to the card.

use crate::digits::Digits;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Four ASCII digits, wiped when dropped, never printed. Not `Clone`: it goes to the card and is gone.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Pin([u8; 4]);

impl Pin {
    /// Takes a complete PIN out of what was typed and leaves nothing behind; `None` when it is not complete.
    pub(crate) fn take(typed: &mut Digits<4>) -> Option<Self> {
        let pin = typed.whole().map(|digits| Self(*digits));
        if pin.is_some() {
            typed.zeroize();
        }
        pin
    }

    /// The four ASCII digits, as VERIFY takes them.
    pub fn as_bytes(&self) -> &[u8; 4] {
        &self.0
    }
}

impl std::fmt::Debug for Pin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pin(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_four_digits_and_never_prints_itself() {
        let mut typed = Digits::default();
        for digit in [1, 2, 10, 3] {
            typed.push(digit);
        }
        assert!(Pin::take(&mut typed).is_none(), "three digits are no PIN");
        typed.push(4);
        typed.push(5);
        let debug = format!("{typed:?}");
        let pin = Pin::take(&mut typed).unwrap();
        assert_eq!((pin.as_bytes(), typed.count()), (b"1234", 0));
        assert!(!format!("{debug}{pin:?}").contains("1234"));
    }

    #[test]
    fn a_digit_can_be_taken_back() {
        let mut typed = Digits::default();
        assert!(!typed.pop());
        (1..=4).for_each(|d| typed.push(d));
        assert!(typed.pop());
        typed.push(9);
        assert_eq!(Pin::take(&mut typed).unwrap().as_bytes(), b"1239");
    }
}
