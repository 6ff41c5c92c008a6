//! A reader's own keys (PC/SC part 10, 2.02.09): their detection, and the block that makes the reader ask for a PIN.
//!
//! It exists because a PIN typed on the reader goes from its keys to the card, unseen by any program.
//!
//! Promise: the block asks for four digits, confirmed by a key, for one VERIFY; it never holds a PIN. Numbers are
//! little-endian, as pcsc-lite's drivers want them; the feature list has its codes big-endian. No reader with keys
//! was at hand: tests check the bytes with a driver that shares no code with this module.

use std::time::Duration;

/// The function by which a driver is asked for its features (CM_IOCTL_GET_FEATURE_REQUEST).
pub const GET_FEATURES: u32 = 3_400;
/// Bytes for the longest possible list of features.
pub const FEATURES_CAPACITY: usize = 512;
/// FEATURE_VERIFY_PIN_DIRECT: asks for a PIN and sends one VERIFY with it.
const VERIFY_PIN_DIRECT: u8 = 0x06;

/// Knowledge about a reader's keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum PinPad {
    /// Unknown before the first card was read on the reader.
    #[default]
    Unknown,
    /// The reader has none.
    Absent,
    /// Present, with the control code by which the driver asks for a PIN.
    Present(u32),
    /// Present, but failed: not used again until the reader is replugged.
    Failed,
    /// Switched off by configuration.
    Off,
}

impl PinPad {
    /// True if a PIN can be typed on the reader.
    pub fn is_present(self) -> bool {
        matches!(self, Self::Present(_))
    }

    /// From a driver's list of features: entries of tag, length (4) and code. A truncated entry counts as absent.
    pub fn of_features(features: &[u8]) -> Self {
        let (entries, _) = features.as_chunks::<6>();
        let code = entries.iter().find_map(|entry| match *entry {
            [VERIFY_PIN_DIRECT, 4, a, b, c, d] => Some(u32::from_be_bytes([a, b, c, d])),
            _ => None,
        });
        code.map_or(Self::Absent, Self::Present)
    }
}

/// The cause of an entry on the reader's keys that sent nothing to the card. No try was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum PadEnd {
    /// The reader's time ran out.
    TimedOut,
    /// The person pressed the cancel key.
    Cancelled,
    /// Not four digits.
    WrongLength,
    /// The reader has no keys, or does not take the block.
    Refused,
}

/// Time limits of a reader for its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PadTime {
    first: u8,
    rest: u8,
}

/// Time after the reader's own limit until it counts as mute.
const MARGIN: Duration = Duration::from_secs(5);
/// The most seconds for the first key.
const LONGEST: u8 = 60;

impl PadTime {
    /// Limits from the time for the first key, whole seconds from 1 to 60; the rest of the keys get half of it.
    pub fn new(first: Duration) -> Self {
        let first = u8::try_from(first.as_secs()).unwrap_or(LONGEST).clamp(1, LONGEST);
        Self { first, rest: (first / 2).max(1) }
    }

    /// Time until a reader without an answer counts as mute. Drivers differ in the limit that they apply.
    pub fn deadline(self) -> Duration {
        Duration::from_secs(u64::from(self.first) + u64::from(self.rest)) + MARGIN
    }
}

/// The VERIFY that the reader completes: typed digits replace its four filler bytes.
fn template(reference: u8) -> [u8; 9] {
    [0x00, 0x20, 0x00, reference, 0x04, 0xFF, 0xFF, 0xFF, 0xFF]
}

/// Bytes before the command.
const HEAD: usize = 19;

/// PIN_VERIFY_STRUCTURE for the PIN of this reference: field by field, in their order.
pub fn verify_block(reference: u8, time: PadTime) -> Vec<u8> {
    const FORMAT: u8 = 0x80 | 0x02; // positions in bytes, first place right behind Lc, left justified, ASCII
    const BLOCK: u8 = 0x04; // no length in the command, four bytes
    const LENGTH_FORMAT: u8 = 0x00;
    const DIGITS: u16 = 0x0404; // at least four, at most four
    const CONFIRMED: u8 = 0x02; // by the key for it, never by the last digit
    const MESSAGES: u8 = 0x01; // the driver corrects it for readers that take none
    const LANGUAGE: u16 = 0x0409; // English, which every reader with a display has; the panel shows the request in Japanese
    const MESSAGE: u8 = 0x00;
    let command = template(reference);
    let mut block = Vec::with_capacity(HEAD + command.len());
    block.extend([time.first, time.rest, FORMAT, BLOCK, LENGTH_FORMAT]);
    block.extend(DIGITS.to_le_bytes());
    block.extend([CONFIRMED, MESSAGES]);
    block.extend(LANGUAGE.to_le_bytes());
    block.extend([MESSAGE, 0, 0, 0]); // and the prologue of T=1, which the driver writes
    block.extend((command.len() as u32).to_le_bytes());
    block.extend(command);
    block
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_block_is_byte_for_byte_what_part_10_says() {
        let block = verify_block(0x98, PadTime::new(Duration::from_secs(30)));
        let hex: String = block.iter().map(|byte| format!("{byte:02X}")).collect();
        assert_eq!(
            hex,
            ["1E0F", "82", "04", "00", "0404", "02", "01", "0904", "00", "000000", "09000000"].concat()
                + "0020009804FFFFFFFF"
        );
    }

    #[test]
    fn a_feature_is_found_among_others_and_its_code_has_the_high_byte_first() {
        let list = [0x12, 4, 0x42, 0x33, 0, 0x12, 0x06, 4, 0x42, 0x33, 0, 6];
        assert_eq!(PinPad::of_features(&list), PinPad::Present(0x4233_0006));
        for none in [&[][..], &list[..6], &list[6..11], &[0x06, 3, 1, 2, 3, 4], &[0x07, 4, 0, 0, 0, 6]] {
            assert_eq!(PinPad::of_features(none), PinPad::Absent, "{none:02X?}");
        }
    }

    #[test]
    fn a_reader_s_own_time_is_over_before_it_counts_as_mute() {
        for (wanted, first, rest) in [(0, 1, 1), (1, 1, 1), (30, 30, 15), (60, 60, 30), (4_000, 60, 30)] {
            let time = PadTime::new(Duration::from_secs(wanted));
            assert_eq!((time.first, time.rest), (first, rest), "{wanted}");
            assert!(time.deadline() > Duration::from_secs(u64::from(first) + u64::from(rest)));
        }
    }
}
