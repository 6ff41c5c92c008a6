//! The PIN while it is on its way to the card.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Four ASCII digits, wiped when dropped, never printed. Not `Clone`: it goes to the card and is gone.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Pin([u8; 4]);

impl Pin {
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

/// Digits typed so far, at most four; wiped when dropped.
#[derive(Default, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Typed {
    digits: [u8; 4],
    count: u8,
}

impl Typed {
    /// Adds a digit 0 to 9; a fifth digit and anything above 9 are ignored.
    pub(crate) fn push(&mut self, digit: u8) {
        if digit <= 9
            && let Some(place) = self.digits.get_mut(usize::from(self.count))
        {
            *place = b'0' + digit;
            self.count += 1;
        }
    }

    /// Takes the last digit back; false when there was none.
    pub(crate) fn pop(&mut self) -> bool {
        let Some(last) = self.count.checked_sub(1) else { return false };
        if let Some(place) = self.digits.get_mut(usize::from(last)) {
            place.zeroize();
        }
        self.count = last;
        true
    }

    /// How many digits are typed, 0 to 4.
    pub(crate) fn count(&self) -> u8 {
        self.count
    }

    /// Takes a complete PIN out and leaves nothing behind; `None` when it is not complete.
    pub(crate) fn take(&mut self) -> Option<Pin> {
        let pin = (self.count == 4).then(|| Pin(self.digits));
        if pin.is_some() {
            self.zeroize();
        }
        pin
    }
}

impl std::fmt::Debug for Typed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Typed({} digits)", self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pin_is_four_digits_and_never_prints_itself() {
        let mut typed = Typed::default();
        for digit in [1, 2, 10, 3] {
            typed.push(digit);
        }
        assert!(typed.take().is_none(), "three digits are no PIN");
        typed.push(4);
        typed.push(5);
        let debug = format!("{typed:?}");
        let pin = typed.take().unwrap();
        assert_eq!((pin.as_bytes(), typed.count()), (b"1234", 0));
        assert!(!format!("{debug}{pin:?}").contains("1234"));
    }

    #[test]
    fn a_digit_can_be_taken_back() {
        let mut typed = Typed::default();
        assert!(!typed.pop());
        (1..=4).for_each(|d| typed.push(d));
        assert!(typed.pop());
        typed.push(9);
        assert_eq!(typed.take().unwrap().as_bytes(), b"1239");
    }
}
