//! Debouncing: contacts bounce for some milliseconds when they close or open.
//!
//! Promises: a contact counts as changed only after [`SETTLE`] in its new state without a break. One press is one
//! press however long it bounces, and a shorter spike is none.

use std::time::{Duration, Instant};

/// Time that a contact must stay in its new state. Tact switches bounce for 1 to 5 ms, worn ones for 10.
pub const SETTLE: Duration = Duration::from_millis(12);
/// Interval of readings while a contact is unsettled.
pub const LOOK: Duration = Duration::from_millis(3);

/// Up to 64 contacts, each a bit.
#[derive(Default)]
pub struct Debounce {
    settled: u64,
    last: u64,
    /// Start of the present state, for contacts that differ from `settled`.
    since: Vec<(u32, Instant)>,
}

/// Contacts that settled at one reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Change {
    /// Now closed.
    pub closed: u64,
    /// Now open.
    pub opened: u64,
}

impl Debounce {
    /// Takes one reading of the contacts.
    pub fn look(&mut self, contacts: u64, now: Instant) -> Change {
        let moved = contacts ^ self.last;
        self.last = contacts;
        self.since.retain(|(bit, _)| moved >> bit & 1 == 0);
        let unsettled = contacts ^ self.settled;
        for bit in (0..u64::BITS).filter(|bit| (unsettled & moved) >> bit & 1 == 1) {
            self.since.push((bit, now));
        }
        let rested = self.since.iter().filter(|(_, since)| now.saturating_duration_since(*since) >= SETTLE);
        let changed = rested.fold(0, |all, (bit, _)| all | 1 << bit) & unsettled;
        self.since.retain(|(bit, _)| (unsettled & !changed) >> bit & 1 == 1);
        self.settled ^= changed;
        Change { closed: changed & self.settled, opened: changed & !self.settled }
    }

    /// True while a contact is unsettled; the next reading is due after [`LOOK`].
    pub fn unsettled(&self) -> bool {
        !self.since.is_empty()
    }

    /// True if the contacts differ from the settled state.
    pub fn differs(&self, contacts: u64) -> bool {
        contacts != self.settled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads each millisecond and returns every change with its millisecond.
    fn watch(mut contacts: impl FnMut(u64) -> u64, millis: u64) -> Vec<(u64, Change)> {
        let start = Instant::now();
        let mut debounce = Debounce::default();
        (0..millis)
            .map(|ms| (ms, debounce.look(contacts(ms), start + Duration::from_millis(ms))))
            .filter(|(_, change)| *change != Change::default())
            .collect()
    }

    #[test]
    fn a_bouncing_press_is_one_press_and_a_bouncing_release_one_release() {
        let bouncing = |ms| match ms {
            10..20 => ms / 2 % 2,
            20..100 => 1,
            100..108 => ms % 2,
            _ => 0,
        };
        let closed = Change { closed: 1, opened: 0 };
        let opened = Change { closed: 0, opened: 1 };
        let found = watch(bouncing, 300);
        assert_eq!(found.iter().map(|(_, change)| *change).collect::<Vec<_>>(), [closed, opened]);
        assert!((20..=33).contains(&found[0].0), "pressed at {} ms", found[0].0);
        assert!((108..=121).contains(&found[1].0), "released at {} ms", found[1].0);
    }

    #[test]
    fn a_spike_is_no_press() {
        assert_eq!(watch(|ms| u64::from((50..60).contains(&ms)), 200), []);
    }

    #[test]
    fn contacts_settle_each_for_itself() {
        // The second contact bounces for ever; the first is not kept back by it.
        let found = watch(|ms| u64::from(ms >= 10) | (ms / 4 % 2) << 1, 200);
        assert_eq!(found, [(22, Change { closed: 1, opened: 0 })]);
    }

    #[test]
    fn the_highest_contact_counts_too() {
        let found = watch(|ms| if ms >= 5 { 1 << 63 } else { 0 }, 50);
        assert_eq!(found, [(17, Change { closed: 1 << 63, opened: 0 })]);
    }
}
