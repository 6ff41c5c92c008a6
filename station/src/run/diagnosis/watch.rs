//! Conditions of the machine that staff are told of, each with what to do. Pure: facts and time in, begin and over out.
//!
//! Promise: a condition that flickers is not told each time: it begins when it was there for a while, and is over when
//! it was clearly gone for a while. What a machine does not tell changes nothing.

use super::machine::{Machine, Power};
use super::rows::days_left;
use desk::Failure;
use jiff::Timestamp;
use std::time::Duration;

/// Bytes below which the disk is nearly full, and above which it is not any more. The journal itself stays within its
/// own limit; this is for everything else that grows on a small card.
pub const DISK_LOW: u64 = 200_000_000;
const DISK_FINE: u64 = 300_000_000;
/// Degrees Celsius from which the machine is too hot (a Pi slows down from 80 on), and below which it is not any more.
pub const HOT: f64 = 80.0;
const COOL: f64 = 75.0;
/// Days before its end from which a certificate must be renewed.
pub const CERTIFICATE_DAYS: i64 = 30;

const NOW: Duration = Duration::ZERO;
const MINUTE: Duration = Duration::from_secs(60);

/// What a look says of a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// It is there.
    There,
    /// Neither clearly there nor clearly gone, or unknown.
    Between,
    /// It is gone.
    Gone,
}

impl Sight {
    fn of(there: bool) -> Self {
        if there { Self::There } else { Self::Gone }
    }

    fn range(there: bool, gone: bool) -> Self {
        match (there, gone) {
            (true, _) => Self::There,
            (_, true) => Self::Gone,
            _ => Self::Between,
        }
    }
}

/// What is looked at.
struct Look<'a> {
    machine: &'a Machine,
    synchronised: bool,
    now: Timestamp,
}

/// A condition: when it is there, how long it must be so, what is told.
struct Condition {
    sight: fn(&Look<'_>) -> Sight,
    begin_after: Duration,
    over_after: Duration,
    failure: Failure,
}

/// How many conditions there are.
const COUNT: usize = 9;

static CONDITIONS: [Condition; COUNT] = [
    Condition {
        sight: |look| {
            look.machine.space.map_or(Sight::Between, |s| Sight::range(s.free < DISK_LOW, s.free > DISK_FINE))
        },
        begin_after: NOW,
        over_after: NOW,
        failure: Failure::fixed(
            "S140",
            "記録装置の空きが少なくなりました。技術担当に連絡してください。",
            "less than 200 MB are free on the disk with the journal",
        ),
    },
    Condition {
        sight: |look| look.machine.space.map_or(Sight::Between, |space| Sight::of(space.read_only)),
        begin_after: NOW,
        over_after: NOW,
        failure: Failure::fixed(
            "S141",
            "記録装置に書き込めません。別の方法で確認し、技術担当に連絡してください。",
            "the file system with the journal is mounted read-only",
        ),
    },
    Condition {
        sight: |look| look.machine.power.map_or(Sight::Between, |power| Sight::of(power == Power::Low)),
        begin_after: NOW,
        over_after: MINUTE,
        failure: Failure::fixed(
            "S142",
            "電源の電圧が足りません。電源とケーブルを確かめてください。",
            "undervoltage, as firmware or voltage monitor tell",
        ),
    },
    Condition {
        sight: |look| look.machine.celsius.map_or(Sight::Between, |c| Sight::range(c >= HOT, c < COOL)),
        begin_after: Duration::from_secs(20),
        over_after: MINUTE,
        failure: Failure::fixed(
            "S143",
            "端末が熱くなっています。日陰の風通しのよい所に移してください。",
            "the processor has 80 degrees Celsius or more",
        ),
    },
    Condition {
        sight: |look| Sight::of(!look.synchronised),
        begin_after: Duration::from_secs(15 * 60),
        over_after: NOW,
        failure: Failure::fixed(
            "S144",
            "時計が合わせられていません。通信を確かめ、技術担当に連絡してください。",
            "the clock was not synchronised for 15 minutes",
        ),
    },
    Condition {
        sight: |look| ends_soon(look, look.machine.centre_until),
        begin_after: NOW,
        over_after: NOW,
        failure: Failure::fixed(
            "S150",
            "センター用の証明書の期限が近づいています。技術担当に連絡してください。",
            "the certificate for the centre ends within 30 days",
        ),
    },
    Condition {
        sight: |look| ended(look, look.machine.centre_until),
        begin_after: NOW,
        over_after: NOW,
        failure: Failure::fixed(
            "S151",
            "センター用の証明書の期限が切れました。技術担当に連絡してください。",
            "the certificate for the centre has ended",
        ),
    },
    Condition {
        sight: |look| ends_soon(look, look.machine.fleet_until),
        begin_after: NOW,
        over_after: NOW,
        failure: Failure::fixed(
            "S152",
            "運行管理用の証明書の期限が近づいています。技術担当に連絡してください。",
            "the certificate for the fleet's broker ends within 30 days",
        ),
    },
    Condition {
        sight: |look| ended(look, look.machine.fleet_until),
        begin_after: NOW,
        over_after: NOW,
        failure: Failure::fixed(
            "S153",
            "運行管理用の証明書の期限が切れました。技術担当に連絡してください。",
            "the certificate for the fleet's broker has ended",
        ),
    },
];

/// What staff can be told, for the list of codes.
pub fn failures() -> impl Iterator<Item = Failure> {
    CONDITIONS.iter().map(|condition| condition.failure.clone())
}

/// Whole days left, as long as the clock can be believed.
fn days(look: &Look<'_>, until: Option<Timestamp>) -> Option<i64> {
    until.filter(|_| look.synchronised).map(|until| days_left(until, look.now))
}

fn ends_soon(look: &Look<'_>, until: Option<Timestamp>) -> Sight {
    days(look, until).map_or(Sight::Between, |left| Sight::of((0..=CERTIFICATE_DAYS).contains(&left)))
}

fn ended(look: &Look<'_>, until: Option<Timestamp>) -> Sight {
    days(look, until).map_or(Sight::Between, |left| Sight::of(left < 0))
}

/// Something began or is over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What, with texts.
    pub failure: Failure,
    /// False: it began.
    pub over: bool,
}

/// What was told of one condition.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    on: bool,
    /// Since when it looks as if it were the other way round.
    turning: Option<Duration>,
}

/// Remembers what was told.
#[derive(Debug, Default)]
pub struct Watch {
    told: [Told; COUNT],
}

impl Watch {
    /// Takes a look at monotonic time `mono`; gives what is to be told now: first what is over, then what began.
    pub fn look(
        &mut self,
        machine: &Machine,
        synchronised: bool,
        now: Timestamp,
        mono: Duration,
    ) -> Vec<Change> {
        let look = Look { machine, synchronised, now };
        let changes = self.told.iter_mut().zip(&CONDITIONS).filter_map(|(told, condition)| {
            let on = told.look(condition, (condition.sight)(&look), mono)?;
            Some(Change { failure: condition.failure.clone(), over: !on })
        });
        let mut changes: Vec<_> = changes.collect();
        changes.sort_by_key(|change| !change.over);
        changes
    }
}

impl Told {
    /// Whether it is on from now, if that is news.
    fn look(&mut self, condition: &Condition, sight: Sight, mono: Duration) -> Option<bool> {
        let wait = match (self.on, sight) {
            (false, Sight::There) => condition.begin_after,
            (true, Sight::Gone) => condition.over_after,
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
    use super::super::machine::Space;
    use super::*;
    use std::collections::BTreeSet;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// A watch whose clock is turned by hand.
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
        /// Looks once, so many seconds later; `+` began, `-` is over.
        fn after(&mut self, seconds: u64) -> String {
            self.seconds += seconds;
            let mono = Duration::from_secs(self.seconds);
            let changes = self.watch.look(&self.machine, self.synchronised, self.now, mono);
            let word = |c: Change| format!("{}{}", if c.over { '-' } else { '+' }, c.failure.code);
            changes.into_iter().map(word).collect::<Vec<_>>().join(" ")
        }

        fn with(&mut self, change: impl FnOnce(&mut Machine)) -> &mut Self {
            change(&mut self.machine);
            self
        }
    }

    #[test]
    fn a_machine_that_is_well_or_tells_nothing_is_no_news() {
        let mut bench = bench();
        assert_eq!((0..500).map(|_| bench.after(10)).collect::<String>(), "");
        bench.machine = Machine::default();
        assert_eq!((0..500).map(|_| bench.after(10)).collect::<String>(), "");
    }

    #[test]
    fn a_disk_that_fills_up_is_told_once_until_there_is_clearly_room() {
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
    fn a_disk_that_became_read_only_is_told_at_once() {
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
        let mut told = Vec::new();
        for _ in 0..30 {
            told.push(bench.with(power(Power::Low)).after(10));
            told.push(bench.with(power(Power::LowBefore)).after(10));
        }
        assert_eq!(told.concat(), "+S142");
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
    fn a_certificate_is_told_a_month_before_its_end_and_again_at_its_end() {
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
    fn every_condition_has_a_code_of_its_own_and_tells_staff_what_to_do() {
        let codes: BTreeSet<_> = CONDITIONS.iter().map(|c| c.failure.code.clone()).collect();
        assert_eq!(codes.len(), CONDITIONS.len());
        for Condition { failure, .. } in &CONDITIONS {
            assert!(
                failure.staff.ends_with("ください。") && failure.staff.chars().count() <= 40,
                "{failure:?}"
            );
            assert!(failure.technician.is_ascii(), "{failure:?}");
        }
    }
}
