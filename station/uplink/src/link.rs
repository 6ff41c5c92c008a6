//! Grade of the line, with hysteresis: a pure state machine, fed with answers and failures and their times.
//!
//! - **Down → up** by the first answer; **Good** at once only when there was no earlier grade, else by way of
//!   Weak, so that a flickering line does not flicker on the panel.
//! - **→ Weak** when small answers take 1.5 s or more on average, or something failed once.
//! - **Weak → Good** when they take less than 1 s on average and nothing failed for 15 s.
//! - **→ Down** when two things in a row had no answer, or a connection was refused outright.

use std::time::Duration;
use tokio::time::Instant;
use wire::LineGrade;

/// Average round trip of small requests from which the line is weak.
const SLOW: Duration = Duration::from_millis(1_500);
/// And below which it may be good again.
const QUICK: Duration = Duration::from_millis(1_000);
/// Nothing may fail for this long before a weak line is good again.
const CALM: Duration = Duration::from_secs(15);
/// Failures in a row that make the line down.
const FAILURES: u32 = 2;

/// Kind of a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Failing {
    /// No answer in time, or a connection that broke: it may concern this connection only.
    Silent,
    /// A connection was refused or there is no route: nothing can pass.
    Refused,
}

/// The line in two numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quality {
    /// Its grade; down before anything has answered.
    pub grade: LineGrade,
    /// Average round trip of small requests; unknown while it is down.
    pub round_trip: Option<Duration>,
}

/// State of the line.
#[derive(Debug, Clone, Default)]
pub(crate) struct Link {
    grade: Option<LineGrade>,
    average: Option<Duration>,
    failures: u32,
    failed: Option<Instant>,
}

impl Link {
    /// The grade; before anything happened the line counts as down, because nothing has answered.
    pub(crate) fn grade(&self) -> LineGrade {
        self.grade.unwrap_or(LineGrade::Down)
    }

    /// The grade; `None` before the first answer or failure.
    pub(crate) fn known(&self) -> Option<LineGrade> {
        self.grade
    }

    /// Grade and round trip.
    pub(crate) fn quality(&self) -> Quality {
        Quality { grade: self.grade(), round_trip: self.average }
    }

    /// Average round trip of small requests, if known.
    pub(crate) fn round_trip(&self) -> Option<Duration> {
        self.average
    }

    /// Takes an answer. `round_trip` is given for small requests on an established connection: only those measure the
    /// line and not the amount of data. Gives the grade if it changed.
    pub(crate) fn answered(&mut self, now: Instant, round_trip: Option<Duration>) -> Option<LineGrade> {
        self.failures = 0;
        if let Some(took) = round_trip {
            let average = self.average.map_or(took, |average| average.mul_f64(0.7) + took.mul_f64(0.3));
            self.average = Some(average);
        }
        let calm = self.failed.is_none_or(|failed| now.saturating_duration_since(failed) >= CALM);
        let average = self.average.unwrap_or_default();
        let next = match self.grade {
            _ if average >= SLOW => LineGrade::Weak,
            None | Some(LineGrade::Good) => LineGrade::Good,
            Some(LineGrade::Weak) if calm && average < QUICK => LineGrade::Good,
            Some(LineGrade::Weak | LineGrade::Down) => LineGrade::Weak,
        };
        self.become_(next)
    }

    /// Takes a failure. Gives the grade if it changed.
    pub(crate) fn failed(&mut self, now: Instant, how: Failing) -> Option<LineGrade> {
        self.failures = match how {
            Failing::Silent => self.failures.saturating_add(1),
            Failing::Refused => FAILURES,
        };
        self.failed = Some(now);
        let down = self.failures >= FAILURES || self.grade() == LineGrade::Down;
        if down {
            // Measurements before the line went down do not hold for the next connection.
            self.average = None;
        }
        self.become_(if down { LineGrade::Down } else { LineGrade::Weak })
    }

    fn become_(&mut self, next: LineGrade) -> Option<LineGrade> {
        (self.grade.replace(next) != Some(next)).then_some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use LineGrade::{Down, Good, Weak};

    enum Step {
        Ms(u64),
        Data,
        Silent,
        Refused,
    }
    use Step::{Data, Ms, Refused, Silent};

    /// Each step: seconds since the beginning, the step, the grade afterwards, whether it changed.
    fn play(steps: &[(u64, Step, LineGrade, bool)]) {
        let (mut link, start) = (Link::default(), Instant::now());
        assert_eq!(link.grade(), Down);
        for (number, (at, step, grade, changed)) in steps.iter().enumerate() {
            let now = start + Duration::from_secs(*at);
            let change = match step {
                Ms(ms) => link.answered(now, Some(Duration::from_millis(*ms))),
                Data => link.answered(now, None),
                Silent => link.failed(now, Failing::Silent),
                Refused => link.failed(now, Failing::Refused),
            };
            assert_eq!((link.grade(), change), (*grade, changed.then_some(*grade)), "step {number}");
        }
    }

    #[test]
    fn the_first_answer_decides_at_once() {
        play(&[(0, Ms(80), Good, true), (1, Ms(90), Good, false)]);
        play(&[(0, Ms(2_000), Weak, true)]);
        play(&[(0, Data, Good, true)]);
    }

    #[test]
    fn the_first_failure_is_reported_although_down_was_assumed() {
        play(&[(0, Silent, Down, true), (1, Silent, Down, false)]);
    }

    #[test]
    fn one_failure_makes_it_weak_and_two_down() {
        play(&[(0, Ms(80), Good, true), (1, Silent, Weak, true), (2, Silent, Down, true)]);
    }

    #[test]
    fn a_refused_connection_is_down_at_once() {
        play(&[(0, Ms(80), Good, true), (1, Refused, Down, true)]);
    }

    #[test]
    fn failures_count_only_in_a_row() {
        play(&[
            (0, Ms(80), Good, true),
            (1, Silent, Weak, true),
            (2, Ms(80), Weak, false),
            (3, Silent, Weak, false),
            (4, Silent, Down, true),
        ]);
    }

    #[test]
    fn a_line_that_comes_back_is_weak_until_it_was_calm() {
        play(&[
            (0, Refused, Down, true),
            (10, Ms(80), Weak, true),
            (14, Ms(80), Weak, false),
            (15, Ms(80), Good, true),
        ]);
    }

    #[test]
    fn latency_has_two_thresholds() {
        play(&[
            (0, Ms(200), Good, true),
            (1, Ms(4_000), Good, false), // average 1.34 s: one slow answer is not a weak line
            (2, Ms(2_500), Weak, true),  // 1.69 s
            (20, Ms(1_000), Weak, false), // 1.48 s: below the upper threshold is not enough
            (21, Ms(600), Weak, false),
            (22, Ms(200), Good, true), // 0.91 s
        ]);
    }
}
