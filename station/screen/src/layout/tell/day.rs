//! Another proof, looking back, and the end of the day.

use super::check::only_close;
use super::close;
use crate::layout::sheet::{Body, Count, Counts, Head, Keys, Kind, Say, Sheet, Way};
use crate::texts::{Words, day, keys, status};
use jiff::civil::Date;
use model::{DayNumbers, FallbackKind, Language, Source};
use std::collections::BTreeMap;
use wire::{Outcome, ReceptionNumber};

pub(super) fn purpose_refused() -> Sheet<'static> {
    let say = Say::new(day::PURPOSE_REFUSED_SAY);
    Sheet::new(Head::new(Kind::Bad, day::PURPOSE_REFUSED), Body::Say(say), only_close())
}

pub(super) fn papers(reception: Option<ReceptionNumber>) -> Sheet<'static> {
    let kinds = [FallbackKind::MynaPortal, FallbackKind::Notice, FallbackKind::Certificate];
    let ways = ["▲", "▼", "OK"].into_iter().zip(kinds).zip(1..);
    let ways =
        ways.map(|((key, kind), number)| Way { key, number: Some(number), words: day::fallback(kind) });
    let head = Head::new(Kind::Asking, day::PAPERS).under(Some(day::PAPERS_UNDER));
    let head = head.sign(crate::shape::Shape::Page).reception(reception);
    Sheet::new(head, Body::Ways(ways.collect()), Keys::default().back(keys::ONLY))
}

pub(super) fn other(reception: Option<ReceptionNumber>, speech: bool, details: bool) -> Sheet<'static> {
    let later = Way { key: "OK", number: Some(4), words: day::fallback(FallbackKind::Later) };
    let mut ways = vec![later];
    if speech {
        ways.push(Way { key: "▲", number: None, words: day::SPEAK });
    }
    if details {
        ways.push(Way { key: "▼", number: None, words: day::DETAILS });
    }
    let head = Head::new(Kind::Asking, day::OTHER).sign(crate::shape::Shape::Page).reception(reception);
    Sheet::new(head, Body::Ways(ways), Keys::default().back(keys::ONLY))
}

pub(super) fn kept(kind: FallbackKind, reception: Option<ReceptionNumber>) -> Sheet<'static> {
    let head = Head::new(Kind::Done, day::KEPT).reception(reception);
    Sheet::new(head, Body::Say(Say::new(day::fallback(kind))), close())
}

/// An earlier check: what it said then, under a band that says so, and without the look of a fresh one.
pub(super) fn recalled(
    inner: Sheet<'_>,
    of: Date,
    source: Source,
    fallback: Option<FallbackKind>,
) -> Sheet<'_> {
    let head = inner.head.sign(crate::shape::Shape::Page);
    let band = day::recalled(of, source);
    let band = fallback.map_or(band.clone(), |kind| band.then("  ", &day::fallback_mark(kind)));
    Sheet { head, past: Some(band), ..inner }
}

fn count(label: Words, count: u32) -> Count {
    Count { label, count, open: false }
}

pub(super) fn numbers(numbers: &DayNumbers) -> Sheet<'static> {
    let open = |label, number| Count { open: number > 0, ..count(label, number) };
    let waiting = match numbers.oldest_min().filter(|_| numbers.waiting > 0) {
        Some(minutes) => {
            let age = status::age(minutes);
            let brief = |language| day::STILL_WAITING.short(language).to_owned();
            let both = day::STILL_WAITING.then(" ", &age);
            both.or_brief(brief(Language::Japanese), brief(Language::English))
        }
        None => day::STILL_WAITING,
    };
    let counts = Counts {
        checks: count(day::CHECKS, numbers.checks),
        verdicts: verdicts(&numbers.by_outcome),
        few_verdicts: few_verdicts(&numbers.by_outcome),
        fewest_verdicts: fewest_verdicts(&numbers.by_outcome),
        proofs: proofs(numbers),
        waiting: open(waiting, numbers.waiting),
        late: open(day::TO_ACKNOWLEDGE, numbers.unacknowledged),
        without_card: count(day::WITHOUT_CARD, numbers.all_without_card()),
    };
    let keys = Keys::default().back(keys::ONLY).ok(keys::POWER_OFF);
    let sum = day::sum(numbers.checks, numbers.all_without_card());
    let head = Head::new(Kind::Asking, day::numbers(numbers.day)).under(Some(sum));
    let head = head.sign(crate::shape::Shape::List);
    Sheet::new(head, Body::Counts(Box::new(counts)), keys)
}

type ByOutcome = BTreeMap<Outcome, u32>;

fn verdicts(by: &ByOutcome) -> Vec<Count> {
    let number = |outcome| by.get(outcome).copied().unwrap_or(0);
    Outcome::ALL.iter().map(|outcome| count(day::outcome(*outcome), number(outcome))).collect()
}

/// The counts with each outcome counted as another one.
fn merged(by: &ByOutcome, into: fn(Outcome) -> Outcome) -> ByOutcome {
    let mut sums = ByOutcome::new();
    for (outcome, count) in by {
        let sum = sums.entry(into(*outcome)).or_default();
        *sum = sum.saturating_add(*count);
    }
    sums
}

/// 確認不可 with what is too old.
fn few_verdicts(by: &ByOutcome) -> Vec<Count> {
    let by = merged(by, |outcome| match outcome {
        Outcome::TooOld => Outcome::Refused,
        outcome => outcome,
    });
    let mut few = verdicts(&by);
    let too_old = day::outcome(Outcome::TooOld);
    few.retain(|count| count.label != too_old);
    for count in &mut few {
        count.label = day::tally(count.label.clone());
    }
    few
}

/// 無効 with what is newer, 該当なし with several, and all that gave no result in one sum.
fn fewest_verdicts(by: &ByOutcome) -> Vec<Count> {
    few_verdicts(&merged(by, |outcome| match outcome {
        Outcome::Valid => Outcome::Valid,
        Outcome::NotCovered => Outcome::NotCovered,
        Outcome::Invalid | Outcome::InvalidNewer => Outcome::Invalid,
        Outcome::NoMatch | Outcome::Multiple => Outcome::NoMatch,
        Outcome::Refused | Outcome::TooOld | Outcome::Inconsistent => Outcome::Refused,
    }))
}

fn proofs(numbers: &DayNumbers) -> Vec<Count> {
    let proof = |kind: &FallbackKind| count(day::fallback_mark(*kind), numbers.proofs(*kind));
    FallbackKind::ALL.iter().map(proof).collect()
}

pub(super) fn power_off(waiting: u32, late: u32) -> Sheet<'static> {
    let keys = Keys::default().back(keys::STOP).ok(keys::POWER_OFF);
    let say =
        Say { strip: (late > 0).then(|| day::still_calls(late)), ..Say::new(day::power_off_say(waiting)) };
    Sheet::new(Head::new(Kind::Careful, day::POWER_OFF), Body::Say(say), keys)
}
