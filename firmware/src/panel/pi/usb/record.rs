//! The kernel's records of events on an input device.
//!
//! `struct input_event` (linux/input.h): the time as two machine words, then type and code (16 bits each) and value
//! (32 bits, signed), in the machine's byte order. On a 64-bit Pi a record has 24 bytes.

use std::time::Duration;

/// Bytes of a word of the machine.
const WORD: usize = size_of::<usize>();
/// Bytes of one record.
pub const RECORD: usize = 2 * WORD + 8;

const EV_SYN: u16 = 0;
const EV_KEY: u16 = 1;
const SYN_DROPPED: u16 = 3;

/// The relevant part of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A key went down.
    Down(u16),
    /// A key went up.
    Up(u16),
    /// The kernel's buffer was full and events are missing: the state of the keys is unknown.
    Lost,
}

/// An event and when the kernel saw it, by the wall clock since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamped {
    /// The event.
    pub event: Event,
    /// When.
    pub at: Duration,
}

/// The events in these bytes; a piece of a record at the end (the kernel never makes one) is no event.
pub fn events(bytes: &[u8]) -> impl Iterator<Item = Stamped> {
    bytes.chunks_exact(RECORD).filter_map(|record| Some(Stamped { event: event(record)?, at: time(record)? }))
}

fn time(record: &[u8]) -> Option<Duration> {
    let (seconds, rest) = record.split_first_chunk::<WORD>()?;
    let micros = rest.first_chunk::<WORD>()?;
    let seconds = u64::try_from(usize::from_ne_bytes(*seconds)).ok()?;
    Some(
        Duration::from_secs(seconds)
            .saturating_add(Duration::from_micros(u64::try_from(usize::from_ne_bytes(*micros)).ok()?)),
    )
}

fn event(record: &[u8]) -> Option<Event> {
    let (_, [t0, t1, c0, c1, v @ ..]) = record.split_last_chunk::<8>()?;
    let (kind, code, value) =
        (u16::from_ne_bytes([*t0, *t1]), u16::from_ne_bytes([*c0, *c1]), i32::from_ne_bytes(*v));
    match (kind, code, value) {
        (EV_KEY, code, 1) => Some(Event::Down(code)),
        (EV_KEY, code, 0) => Some(Event::Up(code)),
        (EV_SYN, SYN_DROPPED, _) => Some(Event::Lost),
        // Among them EV_KEY with 2: the kernel's own repeat, which the station does not use.
        _ => None,
    }
}

/// Records for tests, as the kernel writes them.
#[cfg(test)]
pub mod made {
    use super::*;

    /// One record.
    fn record(at: Duration, kind: u16, code: u16, value: i32) -> Vec<u8> {
        let word = |n: u64| usize::try_from(n).unwrap().to_ne_bytes();
        let mut bytes = [word(at.as_secs()), word(at.subsec_micros().into())].concat();
        bytes.extend(kind.to_ne_bytes());
        bytes.extend(code.to_ne_bytes());
        bytes.extend(value.to_ne_bytes());
        bytes
    }

    /// A key that goes down or up, as a USB keyboard reports it: its scan code, the key, the end of the report.
    pub fn key(at: Duration, code: u16, down: bool) -> Vec<u8> {
        [record(at, 4, 4, 0x7_0059), record(at, EV_KEY, code, down.into()), record(at, EV_SYN, 0, 0)].concat()
    }

    /// The kernel's buffer was full.
    pub fn lost(at: Duration) -> Vec<u8> {
        record(at, EV_SYN, SYN_DROPPED, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `cat /dev/input/event0` of a 64-bit little-endian machine while the 1 of a keypad was held: down, one repeat
    /// of the kernel, up (times made up).
    #[cfg(all(target_pointer_width = "64", target_endian = "little"))]
    const ONE_HELD: &str = "\
        80c3c16600000000 1027000000000000 0400 0400 59000700 80c3c16600000000 1027000000000000 0100 4f00 01000000 \
        80c3c16600000000 1027000000000000 0000 0000 00000000 80c3c16600000000 30750a0000000000 0100 4f00 02000000 \
        80c3c16600000000 30750a0000000000 0000 0000 01000000 81c3c16600000000 1027000000000000 0400 0400 59000700 \
        81c3c16600000000 1027000000000000 0100 4f00 00000000 81c3c16600000000 1027000000000000 0000 0000 00000000";

    #[cfg(all(target_pointer_width = "64", target_endian = "little"))]
    #[test]
    fn bytes_as_a_64_bit_kernel_writes_them_are_understood() {
        let digits: Vec<char> = ONE_HELD.chars().filter(|c| !c.is_whitespace()).collect();
        let byte = |pair: &[char]| u8::from_str_radix(&pair.iter().collect::<String>(), 16).unwrap();
        let bytes: Vec<u8> = digits.chunks(2).map(byte).collect();
        assert_eq!(bytes.len(), 8 * 24);
        let at = |seconds: u64| Duration::from_micros(seconds * 1_000_000 + 10_000);
        let down = Stamped { event: Event::Down(79), at: at(0x66c1_c380) };
        let up = Stamped { event: Event::Up(79), at: at(0x66c1_c381) };
        assert_eq!(events(&bytes).collect::<Vec<_>>(), [down, up]);
        for cut in 0..bytes.len() {
            assert!(events(&bytes[..cut]).count() <= 2, "a piece is no event");
        }
    }

    #[test]
    fn lost_events_are_told() {
        let at = Duration::from_millis(1_700_000_000_123);
        let bytes = [made::key(at, 2, true), made::lost(at), made::key(at, 3, false)].concat();
        assert!(events(&bytes).all(|stamped| stamped.at == at));
        assert_eq!(
            events(&bytes).map(|stamped| stamped.event).collect::<Vec<_>>(),
            [Event::Down(2), Event::Lost, Event::Up(3)]
        );
    }
}
