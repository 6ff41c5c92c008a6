//! Messages in flight to the broker, and the mapping of PUBACKs to them.
//!
//! The MQTT library numbers packets itself, in the order in which they were given, and reports the number only when a
//! packet is sent. So the given messages wait in a queue, each gets its number from there, and a PUBACK finds it by
//! number. A window lives as long as its connection: messages in it when the connection ends are not acknowledged.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;
use tokio::time::Instant;

/// Kind of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    Birth,
    Status,
    Event { order: u64 },
    Goodbye,
}

/// Messages given to the library and not acknowledged.
#[derive(Debug, Default)]
pub(crate) struct Window {
    given: VecDeque<(Sent, Instant)>,
    numbered: BTreeMap<u16, (Sent, Instant)>,
    events: BTreeSet<u64>,
    status: bool,
}

impl Window {
    /// Records a message that was given to the library.
    pub(crate) fn give(&mut self, what: Sent, now: Instant) {
        match what {
            Sent::Event { order } => drop(self.events.insert(order)),
            Sent::Status => self.status = true,
            Sent::Birth | Sent::Goodbye => {}
        }
        self.given.push_back((what, now));
    }

    /// Records the number under which the library sent its next message.
    pub(crate) fn number(&mut self, pkid: u16) {
        if let Some(oldest) = self.given.pop_front() {
            self.numbered.insert(pkid, oldest);
        }
    }

    /// Takes the message that the broker acknowledged, if it is known.
    pub(crate) fn acknowledge(&mut self, pkid: u16) -> Option<Sent> {
        let (what, _) = self.numbered.remove(&pkid)?;
        match what {
            Sent::Event { order } => drop(self.events.remove(&order)),
            Sent::Status => self.status = false,
            Sent::Birth | Sent::Goodbye => {}
        }
        Some(what)
    }

    /// True when this event is in flight.
    pub(crate) fn has_event(&self, order: u64) -> bool {
        self.events.contains(&order)
    }

    /// Number of events in flight.
    pub(crate) fn events(&self) -> usize {
        self.events.len()
    }

    /// True when a status is in flight; there is never more than one.
    pub(crate) fn has_status(&self) -> bool {
        self.status
    }

    /// Time at which the oldest message must be acknowledged; `None` when none is in flight.
    pub(crate) fn deadline(&self, patience: Duration) -> Option<Instant> {
        let given = self.given.iter().map(|(_, at)| *at);
        let numbered = self.numbered.values().map(|(_, at)| *at);
        given.chain(numbered).min().map(|oldest| oldest + patience)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_acknowledgement_finds_its_message_by_number_also_out_of_order() {
        let (mut window, now) = (Window::default(), Instant::now());
        for order in [5, 6, 7] {
            window.give(Sent::Event { order }, now);
        }
        window.give(Sent::Status, now);
        for pkid in [3, 4, 1, 2] {
            window.number(pkid);
        }
        assert_eq!(window.acknowledge(1), Some(Sent::Event { order: 7 }));
        assert_eq!(window.acknowledge(3), Some(Sent::Event { order: 5 }));
        assert_eq!(window.acknowledge(3), None, "a repeated acknowledgement names nothing");
        assert!(window.has_event(6) && !window.has_event(5) && window.has_status());
        assert_eq!(window.acknowledge(2), Some(Sent::Status));
        assert!(!window.has_status());
        assert_eq!(window.events(), 1);
    }

    #[test]
    fn a_number_may_be_used_again_after_its_acknowledgement() {
        let (mut window, now) = (Window::default(), Instant::now());
        for order in 1..=100 {
            window.give(Sent::Event { order }, now);
            window.number(1);
            assert_eq!(window.acknowledge(1), Some(Sent::Event { order }));
        }
        assert_eq!(window.deadline(Duration::from_secs(1)), None);
    }

    #[test]
    fn patience_counts_from_the_oldest_message_also_when_it_has_no_number_yet() {
        let (mut window, now) = (Window::default(), Instant::now());
        let second = Duration::from_secs(1);
        window.give(Sent::Birth, now);
        window.number(1);
        window.give(Sent::Status, now + second);
        assert_eq!(window.deadline(30 * second), Some(now + 30 * second));
        window.acknowledge(1);
        assert_eq!(window.deadline(30 * second), Some(now + 31 * second));
    }
}
