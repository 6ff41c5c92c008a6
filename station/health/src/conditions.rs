//! Conditions of the machine that staff hear of, each with its error code. Pure: facts and time in, changes out.
//!
//! Promise: a condition that flickers is not reported each time. It begins when it was present for a while and ends
//! when it was clearly gone for a while. A fact that the machine does not offer changes nothing.

use crate::{
    certificate::days_left,
    limits::{CERTIFICATE_DAYS, COOL, DISK_FINE, DISK_LOW, HOT},
    machine::{Machine, Power},
};
use codes::Code;
use jiff::Timestamp;
use std::time::Duration;

const NOW: Duration = Duration::ZERO;
const MINUTE: Duration = Duration::from_secs(60);

/// State of a condition in one sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reading {
    Present,
    /// Neither clearly present nor clearly gone, or unknown.
    Between,
    Gone,
}

impl Reading {
    fn of(present: bool) -> Self {
        if present { Self::Present } else { Self::Gone }
    }

    fn range(present: bool, gone: bool) -> Self {
        match (present, gone) {
            (true, _) => Self::Present,
            (_, true) => Self::Gone,
            _ => Self::Between,
        }
    }
}

/// The facts of one moment.
struct Sample<'a> {
    machine: &'a Machine,
    synchronised: bool,
    now: Timestamp,
}

/// A condition with its code and how long it must last before it begins and ends.
struct Condition {
    code: Code,
    reading: fn(&Sample<'_>) -> Reading,
    begin_after: Duration,
    over_after: Duration,
}

const COUNT: usize = 9;

static CONDITIONS: [Condition; COUNT] = [
    Condition {
        code: codes::S140,
        reading: |sample| {
            sample
                .machine
                .space
                .map_or(Reading::Between, |s| Reading::range(s.free < DISK_LOW, s.free > DISK_FINE))
        },
        begin_after: NOW,
        over_after: NOW,
    },
    Condition {
        code: codes::S141,
        reading: |sample| sample.machine.space.map_or(Reading::Between, |space| Reading::of(space.read_only)),
        begin_after: NOW,
        over_after: NOW,
    },
    Condition {
        code: codes::S142,
        reading: |sample| {
            sample.machine.power.map_or(Reading::Between, |power| Reading::of(power == Power::Low))
        },
        begin_after: NOW,
        over_after: MINUTE,
    },
    Condition {
        code: codes::S143,
        reading: |sample| {
            sample.machine.celsius.map_or(Reading::Between, |c| Reading::range(c >= HOT, c < COOL))
        },
        begin_after: Duration::from_secs(20),
        over_after: MINUTE,
    },
    Condition {
        code: codes::S144,
        reading: |sample| Reading::of(!sample.synchronised),
        begin_after: Duration::from_secs(15 * 60),
        over_after: NOW,
    },
    Condition {
        code: codes::S150,
        reading: |sample| ends_soon(sample, sample.machine.centre_until),
        begin_after: NOW,
        over_after: NOW,
    },
    Condition {
        code: codes::S151,
        reading: |sample| ended(sample, sample.machine.centre_until),
        begin_after: NOW,
        over_after: NOW,
    },
    Condition {
        code: codes::S152,
        reading: |sample| ends_soon(sample, sample.machine.fleet_until),
        begin_after: NOW,
        over_after: NOW,
    },
    Condition {
        code: codes::S153,
        reading: |sample| ended(sample, sample.machine.fleet_until),
        begin_after: NOW,
        over_after: NOW,
    },
];

/// Whole days left, as long as the clock can be trusted.
fn days(sample: &Sample<'_>, until: Option<Timestamp>) -> Option<i64> {
    until.filter(|_| sample.synchronised).map(|until| days_left(until, sample.now))
}

fn ends_soon(sample: &Sample<'_>, until: Option<Timestamp>) -> Reading {
    days(sample, until).map_or(Reading::Between, |left| Reading::of((0..=CERTIFICATE_DAYS).contains(&left)))
}

fn ended(sample: &Sample<'_>, until: Option<Timestamp>) -> Reading {
    days(sample, until).map_or(Reading::Between, |left| Reading::of(left < 0))
}

/// Begin or end of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The condition.
    pub code: Code,
    /// False: it began.
    pub over: bool,
}

/// Reported state of one condition.
#[derive(Debug, Clone, Copy, Default)]
struct Reported {
    on: bool,
    /// Monotonic time since when the samples contradict `on`.
    turning: Option<Duration>,
}

/// Compares each sample with the state that was reported before.
#[derive(Debug, Default)]
pub struct Watch {
    reported: [Reported; COUNT],
}

impl Watch {
    /// Takes a sample at monotonic time `mono`; returns the changes to report now, ends before begins.
    pub fn sample(
        &mut self,
        machine: &Machine,
        synchronised: bool,
        now: Timestamp,
        mono: Duration,
    ) -> Vec<Change> {
        let sample = Sample { machine, synchronised, now };
        let changes = self.reported.iter_mut().zip(&CONDITIONS).filter_map(|(reported, condition)| {
            let on = reported.update(condition, (condition.reading)(&sample), mono)?;
            Some(Change { code: condition.code, over: !on })
        });
        let mut changes: Vec<_> = changes.collect();
        changes.sort_by_key(|change| !change.over);
        changes
    }
}

impl Reported {
    /// The new state, if this sample changes it.
    fn update(&mut self, condition: &Condition, reading: Reading, mono: Duration) -> Option<bool> {
        let wait = match (self.on, reading) {
            (false, Reading::Present) => condition.begin_after,
            (true, Reading::Gone) => condition.over_after,
            _ => {
                self.turning = None;
                return None;
            }
        };
        let since = *self.turning.get_or_insert(mono);
        if mono.saturating_sub(since) < wait {
            return None;
        }
        *self = Self { on: !self.on, turning: None };
        Some(self.on)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::machine::Space;
    use std::collections::BTreeSet;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// A watch with a clock that the test sets.
    struct Bench {
        watch: Watch,
        machine: Machine,
        synchronised: bool,
        now: Timestamp,
        seconds: u64,
    }

    fn bench() -> Bench {
        let machine = Machine {
            space: Some(Space { free: 9_000_000_000, read_only: false }),
            celsius: Some(50.0),
            power: Some(Power::Good),
            clock_with_battery: false,
            centre_until: Some(at("2028-01-01T00:00:00Z")),
            fleet_until: Some(at("2028-01-01T00:00:00Z")),
        };
        let now = at("2027-01-01T00:00:00Z");
        Bench { watch: Watch::default(), machine, synchronised: true, now, seconds: 0 }
    }

    impl Bench {
        /// Samples once, this many seconds later; `+` began, `-` is over.
        fn after(&mut self, seconds: u64) -> String {
            self.seconds += seconds;
            let mono = Duration::from_secs(self.seconds);
            let changes = self.watch.sample(&self.machine, self.synchronised, self.now, mono);
            let word = |c: Change| format!("{}{}", if c.over { '-' } else { '+' }, c.code);
            changes.into_iter().map(word).collect::<Vec<_>>().join(" ")
        }

        fn with(&mut self, change: impl FnOnce(&mut Machine)) -> &mut Self {
            change(&mut self.machine);
            self
        }
    }

    #[test]
    fn a_healthy_machine_and_one_without_facts_report_nothing() {
        let mut bench = bench();
        assert_eq!((0..500).map(|_| bench.after(10)).collect::<String>(), "");
        bench.machine = Machine::default();
        assert_eq!((0..500).map(|_| bench.after(10)).collect::<String>(), "");
    }

    #[test]
    fn a_disk_that_fills_up_is_reported_once_until_enough_is_free_again() {
        let mut bench = bench();
        let free = |free| move |m: &mut Machine| m.space = Some(Space { free, read_only: false });
        assert_eq!(bench.with(free(DISK_LOW)).after(10), "");
        assert_eq!(bench.with(free(DISK_LOW - 1)).after(10), "+S140");
        for bytes in [0, DISK_LOW, DISK_LOW - 1, DISK_FINE] {
            assert_eq!(bench.with(free(bytes)).after(10), "", "{bytes}");
        }
        assert_eq!(bench.with(|m| m.space = None).after(10), "", "not known is not over");
        assert_eq!(bench.with(free(DISK_FINE + 1)).after(10), "-S140");
    }

    #[test]
    fn a_disk_that_became_read_only_is_reported_at_once() {
        let mut bench = bench();
        let read_only =
            |read_only| move |m: &mut Machine| m.space = Some(Space { free: u64::MAX, read_only });
        assert_eq!(bench.with(read_only(true)).after(10), "+S141");
        assert_eq!(bench.with(read_only(false)).after(10), "-S141");
    }

    #[test]
    fn a_flickering_supply_is_one_condition() {
        let mut bench = bench();
        let power = |power| move |m: &mut Machine| m.power = Some(power);
        let mut reported = Vec::new();
        for _ in 0..30 {
            reported.push(bench.with(power(Power::Low)).after(10));
            reported.push(bench.with(power(Power::LowBefore)).after(10));
        }
        assert_eq!(reported.concat(), "+S142");
        assert_eq!((0..5).map(|_| bench.after(10)).collect::<String>(), "");
        assert_eq!(bench.after(10), "-S142", "a minute without it");
    }

    #[test]
    fn heat_must_last_and_must_clearly_go() {
        let mut bench = bench();
        let heat = |celsius| move |m: &mut Machine| m.celsius = Some(celsius);
        assert_eq!(bench.with(heat(85.0)).after(10), "");
        assert_eq!(bench.with(heat(79.9)).after(10), "", "a short peak is nothing");
        assert_eq!(bench.with(heat(80.0)).after(10), "");
        assert_eq!(bench.after(10), "");
        assert_eq!(bench.after(10), "+S143");
        assert_eq!((0..60).map(|_| bench.with(heat(76.0)).after(10)).collect::<String>(), "");
        assert_eq!(bench.with(heat(74.0)).after(10), "");
        assert_eq!((0..6).map(|_| bench.after(10)).collect::<String>(), "-S143");
    }

    #[test]
    fn a_clock_is_missed_after_a_quarter_of_an_hour_only() {
        let mut bench = bench();
        bench.synchronised = false;
        assert_eq!((0..=89).map(|_| bench.after(10)).collect::<String>(), "");
        assert_eq!(bench.after(10), "+S144");
        bench.synchronised = true;
        assert_eq!(bench.after(10), "-S144");
    }

    #[test]
    fn a_certificate_is_reported_a_month_before_its_end_and_again_at_its_end() {
        let mut bench = bench();
        let until = at("2028-01-01T00:00:00Z");
        let day = jiff::SignedDuration::from_hours(24);
        bench.now = until - 31 * day;
        assert_eq!(bench.after(10), "");
        bench.now = until - 31 * day + jiff::SignedDuration::from_secs(1);
        assert_eq!(bench.after(10), "+S150 +S152");
        bench.now = until;
        assert_eq!(bench.after(10), "");
        bench.now = until + jiff::SignedDuration::from_secs(1);
        assert_eq!(bench.after(10), "-S150 -S152 +S151 +S153");
        bench.machine.centre_until = Some(until + 400 * day);
        assert_eq!(bench.after(10), "-S151", "renewed");
    }

    #[test]
    fn a_clock_that_is_wrong_ends_no_certificate_and_renews_none() {
        let mut bench = bench();
        bench.synchronised = false;
        bench.now = at("2040-01-01T00:00:00Z");
        assert_eq!(bench.after(10), "");
        bench.synchronised = true;
        assert_eq!(bench.after(10), "+S151 +S153");
        bench.synchronised = false;
        bench.now = at("1970-01-01T00:00:00Z");
        assert_eq!(bench.after(10), "");
    }

    #[test]
    fn every_condition_has_a_code_of_its_own_that_asks_staff_for_something() {
        let codes: BTreeSet<_> = CONDITIONS.iter().map(|c| c.code).collect();
        assert_eq!(codes.len(), CONDITIONS.len());
        for Condition { code, .. } in &CONDITIONS {
            let staff = code.staff(codes::Language::Japanese);
            assert!(staff.ends_with("ください。") && staff.chars().count() <= 40, "{code}: {staff}");
        }
    }
}
