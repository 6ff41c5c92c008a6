//! Conditions of the station as far as the office receives them: state of the reader, grade of the line, troubles with a
//! code. Pure: the time is passed in.

use crate::HoldDown;
use codes::Code;
use std::time::Duration;
use wire::{EventKind, LineGrade, ReaderState};

/// The conditions, and the events that their changes make.
#[derive(Debug, Clone)]
pub struct Conditions {
    /// Unknown until the card reader's supervisor has reported.
    reader: Option<ReaderState>,
    line: LineGrade,
    hold_down: HoldDown,
}

impl Conditions {
    /// Conditions before anything was reported: the worst of each.
    pub fn unknown() -> Self {
        Self { reader: None, line: LineGrade::Down, hold_down: HoldDown::default() }
    }

    /// The reader; absent while it is unknown.
    pub fn reader(&self) -> ReaderState {
        self.reader.unwrap_or(ReaderState::Absent)
    }

    /// Grade of the line to the centre.
    pub fn line(&self) -> LineGrade {
        self.line
    }

    /// Takes the line's grade; it is part of the status and makes no event.
    pub fn line_changed(&mut self, grade: LineGrade) {
        self.line = grade;
    }

    /// Takes the reader's state at `mono`; gives the events for the office. Each state has a code of its own.
    pub fn reader_changed(&mut self, state: ReaderState, mono: Duration) -> Vec<EventKind> {
        let before = self.reader.replace(state);
        if before == Some(state) {
            return Vec::new();
        }
        let ended = before.and_then(reader_code).and_then(|code| self.hold_down.edge(code, true, mono));
        let began = reader_code(state).and_then(|code| self.hold_down.edge(code, false, mono));
        ended.into_iter().chain(began).collect()
    }

    /// Takes the begin or the end (`over`) of a trouble at `mono`; gives the event for the office.
    pub fn trouble(&mut self, code: Code, over: bool, mono: Duration) -> Option<EventKind> {
        self.hold_down.edge(code, over, mono)
    }

    /// Events that the hold-down kept back and that are due at `mono`.
    pub fn held(&mut self, mono: Duration) -> Vec<EventKind> {
        self.hold_down.due(mono)
    }
}

/// The office's code for a reader that cannot be used.
fn reader_code(state: ReaderState) -> Option<Code> {
    match state {
        ReaderState::Ready => None,
        ReaderState::Absent => Some(codes::S130),
        ReaderState::Fault => Some(codes::S131),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(code: &str, over: bool) -> EventKind {
        EventKind::Trouble { code: code.into(), over }
    }

    fn reader(conditions: &mut Conditions, state: ReaderState, seconds: u64) -> Vec<EventKind> {
        conditions.reader_changed(state, Duration::from_secs(seconds))
    }

    #[test]
    fn a_start_with_a_reader_makes_no_event() {
        let mut conditions = Conditions::unknown();
        assert_eq!(reader(&mut conditions, ReaderState::Ready, 1), []);
        assert_eq!(conditions.held(Duration::from_secs(1000)), []);
    }

    #[test]
    fn a_reader_absent_at_start_is_reported_and_its_coming_too() {
        let mut conditions = Conditions::unknown();
        assert_eq!(reader(&mut conditions, ReaderState::Absent, 1), [code("S130", false)]);
        assert_eq!(reader(&mut conditions, ReaderState::Absent, 2), []);
        assert_eq!(reader(&mut conditions, ReaderState::Ready, 100), [code("S130", true)]);
    }

    #[test]
    fn each_state_of_the_reader_has_its_own_code() {
        let mut conditions = Conditions::unknown();
        reader(&mut conditions, ReaderState::Ready, 1);
        assert_eq!(reader(&mut conditions, ReaderState::Absent, 100), [code("S130", false)]);
        assert_eq!(
            reader(&mut conditions, ReaderState::Fault, 200),
            [code("S130", true), code("S131", false)]
        );
        assert_eq!(reader(&mut conditions, ReaderState::Ready, 300), [code("S131", true)]);
    }

    #[test]
    fn a_flapping_reader_makes_few_events_and_its_last_state_is_reported() {
        let (mut conditions, mut events) = (Conditions::unknown(), Vec::new());
        for second in 0..600 {
            let state = if second % 2 == 0 { ReaderState::Absent } else { ReaderState::Ready };
            events.extend(reader(&mut conditions, state, second));
            events.extend(conditions.held(Duration::from_secs(second)));
        }
        events.extend(conditions.held(Duration::from_secs(700)));
        assert!(events.len() <= 12, "{events:?}");
        assert_eq!(events.last(), Some(&code("S130", true)));
    }
}
