//! Digits while a person types them, and the wheel by which four buttons choose one.

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

    /// There is room for one more.
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

impl<const N: usize> std::fmt::Debug for Digits<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Digits({} typed)", self.count)
    }
}
