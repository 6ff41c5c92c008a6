//! Staff badges, and the number that every contactless card has on the air.
//!
//! A real reader answers `FF CA 00 00 00` itself; vpcd's reader hands it to the card, so the card does here. Whose
//! badge is whose is decided by whoever enrols it: these are plain cards with invented numbers.

use rsa::rand_core::{OsRng, RngCore};

/// ATR that a reader invents for a card without a processor (PC/SC part 3, 3.1.3.2.3.2): ISO 14443 type A part 3, 1 kB.
const STORAGE: &[u8] = &[
    0x3b, 0x8f, 0x80, 0x01, 0x80, 0x4f, 0x0c, 0xa0, 0x00, 0x00, 0x03, 0x06, 0x03, 0x00, 0x01, 0x00, 0x00,
    0x00, 0x00, 0x6a,
];
/// A contactless card with a processor.
const PROCESSOR: &[u8] = &[0x3b, 0x80, 0x80, 0x01, 0x01];

/// A badge as it can be bought.
#[derive(Debug, PartialEq, Eq)]
pub struct Badge {
    /// Its key, as personas have theirs.
    pub key: &'static str,
    /// Its kind.
    pub about: &'static str,
    pub(crate) atr: &'static [u8],
    pub(crate) number: Number,
}

/// The number of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// Always the same.
    Fixed(&'static [u8]),
    /// Another one at each power-up, marked as such by its first byte (ISO 14443-3 type A).
    Random,
    /// Another one at each power-up, not marked (type B, a My Number card among them).
    Changing,
    /// The reader reports none.
    None,
}

/// Every badge there is.
pub const BADGES: &[Badge] = &[
    Badge {
        key: "badge-1",
        about: "a plain card with a number of seven bytes",
        atr: STORAGE,
        number: Number::Fixed(&[0x04, 0x5a, 0x11, 0x22, 0x33, 0x44, 0x80]),
    },
    Badge {
        key: "badge-2",
        about: "a plain card with a number of four bytes",
        atr: STORAGE,
        number: Number::Fixed(&[0x5a, 0x66, 0x77, 0x88]),
    },
    Badge {
        key: "badge-3",
        about: "a card with a processor and a number of eight bytes",
        atr: PROCESSOR,
        number: Number::Fixed(&[0x01, 0x5a, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06]),
    },
    Badge {
        key: "badge-random",
        about: "a card whose number is random and says so",
        atr: PROCESSOR,
        number: Number::Random,
    },
    Badge {
        key: "badge-changing",
        about: "a card whose number is another one each time and does not say so",
        atr: PROCESSOR,
        number: Number::Changing,
    },
    Badge { key: "badge-none", about: "a card without a number", atr: PROCESSOR, number: Number::None },
];

/// The badge with this key.
pub fn find(key: &str) -> Option<&'static Badge> {
    BADGES.iter().find(|badge| badge.key == key)
}

impl Number {
    /// ATR that a reader reports after this power-up.
    pub(crate) fn drawn(self) -> Option<Vec<u8>> {
        let mut four = [0; 4];
        OsRng.fill_bytes(&mut four);
        match (self, &mut four) {
            (Self::Fixed(number), _) => return Some(number.to_vec()),
            (Self::None, _) => return None,
            (Self::Random, [first, ..]) => *first = 0x08,
            // Never by chance the mark of the other kind.
            (Self::Changing, [first, ..]) => *first |= 0xc0,
        }
        Some(four.to_vec())
    }
}
