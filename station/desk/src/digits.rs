//! Digits while a person types them, and the wheel by which four buttons choose one.

use crate::Key;
use model::{PASSCODE_LONGEST, Passcode};
use zeroize::{Zeroize, ZeroizeOnDrop};

/// ASCII digits typed so far, at most `N`; wiped when dropped.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(crate) struct Digits<const N: usize> {
    digits: [u8; N],
    count: u8,
}

impl<const N: usize> Default for Digits<N> {
    fn default() -> Self {
        Self { digits: [0; N], count: 0 }
    }
}

impl<const N: usize> Digits<N> {
    /// Adds a digit 0 to 9; one more than `N` and anything above 9 are ignored.
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

    /// How many digits are typed, 0 to `N`.
    pub(crate) fn count(&self) -> u8 {
        self.count
    }

    /// One more digit fits.
    pub(crate) fn open(&self) -> bool {
        usize::from(self.count) < N
    }

    /// The digits typed.
    pub(crate) fn typed(&self) -> &[u8] {
        self.digits.get(..usize::from(self.count)).unwrap_or_default()
    }

    /// All `N` digits, when all are there.
    pub(crate) fn whole(&self) -> Option<&[u8; N]> {
        (!self.open()).then_some(&self.digits)
    }
}

impl Digits<PASSCODE_LONGEST> {
    /// Takes the passcode out and leaves nothing behind; `None`, and nothing is taken, while it is too short.
    pub(crate) fn take_passcode(&mut self) -> Option<Passcode> {
        let passcode = Passcode::new(self.typed());
        if passcode.is_some() {
            self.zeroize();
        }
        passcode
    }
}

impl<const N: usize> std::fmt::Debug for Digits<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digits({} typed)", self.count)
    }
}

/// Effect of a key on an [`Entry`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entered {
    /// Digits or wheel changed.
    Changed,
    /// OK, and no digit is being turned.
    Send,
    /// Back, and there is nothing to take back.
    Leave,
    /// Nothing.
    Nothing,
}

/// Digits by a keypad, or by four buttons: Up and Down turn a digit, OK takes it, Back takes the last one back.
#[derive(Debug, Default)]
pub(crate) struct Entry<const N: usize> {
    pub(crate) digits: Digits<N>,
    wheel: Option<u8>,
}

impl<const N: usize> Entry<N> {
    /// The digit that is being turned.
    pub(crate) fn wheel(&self) -> Option<u8> {
        self.wheel
    }

    /// Nothing is typed and nothing is being turned.
    pub(crate) fn untouched(&self) -> bool {
        self.digits.count() == 0 && self.wheel.is_none()
    }

    pub(crate) fn key(&mut self, key: Key) -> Entered {
        match (key, self.wheel.take()) {
            (Key::Digit(digit), _) => {
                self.digits.push(digit);
                Entered::Changed
            }
            (Key::Up, wheel) => self.turn(wheel.map_or(0, |digit| digit + 1)),
            (Key::Down, wheel) => self.turn(wheel.map_or(9, |digit| digit + 9)),
            (Key::Ok, Some(digit)) => {
                self.digits.push(digit);
                Entered::Changed
            }
            (Key::Ok, None) => Entered::Send,
            (Key::Back, Some(_)) => Entered::Changed,
            (Key::Back, None) if self.digits.pop() => Entered::Changed,
            (Key::Back, None) => Entered::Leave,
        }
    }

    fn turn(&mut self, digit: u8) -> Entered {
        if !self.digits.open() {
            return Entered::Nothing;
        }
        self.wheel = Some(digit % 10);
        Entered::Changed
    }
}

impl<const N: usize> Drop for Entry<N> {
    fn drop(&mut self) {
        self.wheel.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_buttons_enter_digits() {
        let mut entry = Entry::<4>::default();
        assert_eq!(entry.key(Key::Ok), Entered::Send, "nothing is being turned");
        for (key, wheel) in [(Key::Up, 0), (Key::Down, 9), (Key::Up, 0), (Key::Up, 1)] {
            entry.key(key);
            assert_eq!(entry.wheel(), Some(wheel));
        }
        entry.key(Key::Ok);
        entry.key(Key::Down);
        assert_eq!((entry.wheel(), entry.digits.typed()), (Some(9), &b"1"[..]));
        assert_eq!(
            (entry.key(Key::Back), entry.wheel()),
            (Entered::Changed, None),
            "the turning is left first"
        );
        (2..=4).for_each(|digit| {
            entry.key(Key::Digit(digit));
        });
        assert_eq!((entry.key(Key::Up), entry.wheel()), (Entered::Nothing, None), "it is full");
        assert_eq!(entry.digits.whole(), Some(b"1234"));
    }

    #[test]
    fn back_takes_digits_back_and_then_leaves() {
        let mut entry = Entry::<12>::default();
        entry.key(Key::Digit(7));
        assert_eq!(entry.key(Key::Back), Entered::Changed);
        assert!(entry.untouched());
        assert_eq!(entry.key(Key::Back), Entered::Leave);
    }

    #[test]
    fn a_passcode_that_is_too_short_stays_to_be_typed_on() {
        let mut typed = Digits::default();
        (1..=3).for_each(|d| typed.push(d));
        assert!(typed.take_passcode().is_none());
        typed.push(4);
        assert_eq!(typed.take_passcode().unwrap().as_bytes(), b"1234");
        assert_eq!(typed.count(), 0);
    }
}
