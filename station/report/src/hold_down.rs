//! The hold-down between the station's conditions and the events for the office.
//!
//! Every event is a durable write and a publish on a line that is paid by the byte, and a loose USB plug makes two
//! edges a second. Promises: the first edge of a code is reported at once, then at most one per [`HOLD`]; a state that
//! lasts is reported at the end of the hold-down; an unchanged state, and the end of a condition that never began, are
//! not reported. Pure: the time is passed in.

use codes::Code;
use std::{collections::BTreeMap, time::Duration};
use wire::EventKind;

/// Least time between two events of one code.
const HOLD: Duration = Duration::from_secs(60);

/// State of each code. Codes come from fixed tables, so their number is bounded.
#[derive(Debug, Clone, Default)]
pub struct HoldDown(BTreeMap<Code, Held>);

#[derive(Debug, Clone)]
struct Held {
    /// Last reported state: whether the condition is over.
    reported: bool,
    /// Time of that report.
    at: Duration,
    /// Present state: whether the condition is over.
    over: bool,
}

impl HoldDown {
    /// Takes the begin or the end (`over`) of condition `code` at `mono`; gives the event to report now.
    pub fn edge(&mut self, code: Code, over: bool, mono: Duration) -> Option<EventKind> {
        match self.0.get_mut(&code) {
            Some(held) => {
                held.over = over;
                held.due(code, mono)
            }
            None if over => None,
            None => {
                self.0.insert(code, Held { reported: over, at: mono, over });
                Some(trouble(code, over))
            }
        }
    }

    /// Events of hold-downs that have ended by `mono`; to be called now and then.
    pub fn due(&mut self, mono: Duration) -> Vec<EventKind> {
        self.0.iter_mut().filter_map(|(code, held)| held.due(*code, mono)).collect()
    }
}

impl Held {
    fn due(&mut self, code: Code, mono: Duration) -> Option<EventKind> {
        if self.over == self.reported || mono.saturating_sub(self.at) < HOLD {
            return None;
        }
        (self.reported, self.at) = (self.over, mono);
        Some(trouble(code, self.over))
    }
}

fn trouble(code: Code, over: bool) -> EventKind {
    EventKind::Trouble { code: code.name().to_owned(), over }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn the_first_edge_is_reported_at_once_and_the_state_that_lasts_at_the_end_of_the_hold() {
        let mut hold = HoldDown::default();
        assert_eq!(hold.edge(codes::S130, false, at(5)), Some(trouble(codes::S130, false)));
        assert_eq!(hold.edge(codes::S130, true, at(6)), None);
        assert!(hold.due(at(64)).is_empty());
        assert_eq!(hold.due(at(65)), [trouble(codes::S130, true)]);
        assert!(hold.due(at(500)).is_empty(), "once");
        assert_eq!(
            hold.edge(codes::S130, false, at(500)),
            Some(trouble(codes::S130, false)),
            "long after: at once again"
        );
    }

    #[test]
    fn a_state_that_came_back_within_the_hold_is_not_reported_again() {
        let mut hold = HoldDown::default();
        hold.edge(codes::S131, false, at(0));
        assert_eq!(hold.edge(codes::S131, true, at(1)), None);
        assert_eq!(hold.edge(codes::S131, false, at(2)), None);
        assert!(hold.due(at(60)).is_empty());
    }

    #[test]
    fn the_same_again_and_the_end_of_what_never_began_are_not_reported() {
        let mut hold = HoldDown::default();
        assert_eq!(hold.edge(codes::S120, true, at(0)), None);
        assert!(hold.edge(codes::S120, false, at(1)).is_some());
        assert_eq!(hold.edge(codes::S120, false, at(300)), None);
    }

    #[test]
    fn one_code_does_not_hold_another_down() {
        let mut hold = HoldDown::default();
        assert!(hold.edge(codes::S130, false, at(0)).is_some());
        assert!(hold.edge(codes::S131, false, at(0)).is_some());
    }

    #[test]
    fn a_reader_that_flaps_each_second_makes_one_event_a_minute() {
        let (mut hold, mut events) = (HoldDown::default(), Vec::new());
        for second in 0..3_600 {
            events.extend(hold.edge(codes::S130, second % 2 == 1, at(second)));
            events.extend(hold.due(at(second)));
        }
        assert!((10..=61).contains(&events.len()), "{} events in an hour", events.len());
        // A state that lasts is reported in the end.
        hold.edge(codes::S130, true, at(3_600));
        events.extend(hold.due(at(3_700)));
        assert_eq!(events.last(), Some(&trouble(codes::S130, true)));
    }
}
