//! Another proof, looking back, and the end of the day.

use super::check::only_close;
use super::close;
use crate::layout::sheet::{Body, Count, Counts, Head, Keys, Kind, Say, Sheet, Way};
use crate::texts::{Action, Day, Form, Translate, Words};
use jiff::civil::Date;
use model::{DayNumbers, FallbackKind, Source};
use std::collections::BTreeMap;
use wire::{Outcome, ReceptionNumber};

pub(super) fn purpose_refused() -> Sheet<'static> {
    let say = Say::new(Day::PurposeRefusedSay);
    Sheet::new(Head::new(Kind::Bad, Day::PurposeRefused), Body::Say(say), only_close())
}

pub(super) fn papers(reception: Option<ReceptionNumber>) -> Sheet<'static> {
    let kinds = [FallbackKind::MynaPortal, FallbackKind::Notice, FallbackKind::Certificate];
    let ways = ["▲", "▼", "OK"].into_iter().zip(kinds).zip(1..);
    let ways = ways.map(|((key, kind), number)| Way {
        key,
        number: Some(number),
        words: Day::Fallback(kind).into(),
    });
    let head = Head::new(Kind::Asking, Day::Papers).under(Some(Day::PapersUnder));
    let head = head.sign(crate::shape::Shape::Page).reception(reception);
    Sheet::new(head, Body::Ways(ways.collect()), Keys::default().back(Action::Only))
}

pub(super) fn other(reception: Option<ReceptionNumber>, speech: bool, details: bool) -> Sheet<'static> {
    let later = Way { key: "OK", number: Some(4), words: Day::Fallback(FallbackKind::Later).into() };
    let mut ways = vec![later];
    if speech {
        ways.push(Way { key: "▲", number: None, words: Day::Speak.into() });
    }
    if details {
        ways.push(Way { key: "▼", number: None, words: Day::Details.into() });
    }
    let head = Head::new(Kind::Asking, Day::Other).sign(crate::shape::Shape::Page).reception(reception);
    Sheet::new(head, Body::Ways(ways), Keys::default().back(Action::Only))
}

pub(super) fn kept(kind: FallbackKind, reception: Option<ReceptionNumber>) -> Sheet<'static> {
    let head = Head::new(Kind::Done, Day::Kept).reception(reception);
    Sheet::new(head, Body::Say(Say::new(Day::Fallback(kind))), close())
}

/// An earlier check: what it said then, under a band that says so, and without the look of a fresh one.
pub(super) fn recalled(
    inner: Sheet<'_>,
    of: Date,
    source: Source,
    fallback: Option<FallbackKind>,
) -> Sheet<'_> {
    let head = inner.head.sign(crate::shape::Shape::Page);
    let band = Words::from(Day::Recalled(of, source));
    let band = match fallback {
        Some(kind) => band.then("  ", Day::FallbackMark(kind)),
        None => band,
    };
    Sheet { head, past: Some(band), ..inner }
}

fn count(label: impl Into<Words>, count: u32) -> Count {
    Count { label: label.into(), count, open: false }
}

pub(super) fn numbers(numbers: &DayNumbers) -> Sheet<'static> {
    let open = |label: Day, number| Count { open: number > 0, ..count(label, number) };
    let waiting = match numbers.oldest_min().filter(|_| numbers.waiting > 0) {
        Some(minutes) => Day::StillWaitingSince(minutes),
        None => Day::StillWaiting,
    };
    let counts = Counts {
        checks: count(Day::Checks, numbers.checks),
        verdicts: verdicts(&numbers.by_outcome, Form::List),
        few_verdicts: few_verdicts(&numbers.by_outcome),
        fewest_verdicts: fewest_verdicts(&numbers.by_outcome),
        proofs: proofs(numbers),
        waiting: open(waiting, numbers.waiting),
        late: open(Day::ToAcknowledge, numbers.unacknowledged),
        without_card: count(Day::WithoutCard, numbers.all_without_card()),
    };
    let keys = Keys::default().back(Action::Only).ok(Action::PowerOff);
    let sum = Day::Sum { checks: numbers.checks, without_card: numbers.all_without_card() };
    let head = Head::new(Kind::Asking, Day::Numbers(numbers.day)).under(Some(sum));
    let head = head.sign(crate::shape::Shape::List);
    Sheet::new(head, Body::Counts(Box::new(counts)), keys)
}

type ByOutcome = BTreeMap<Outcome, u32>;

fn verdicts(by: &ByOutcome, form: Form) -> Vec<Count> {
    let number = |outcome| by.get(outcome).copied().unwrap_or(0);
    Outcome::ALL.iter().map(|outcome| count(Words::Outcome(*outcome, form), number(outcome))).collect()
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
    let mut few = verdicts(&by, Form::Tally);
    few.retain(|count| count.label != Words::Outcome(Outcome::TooOld, Form::Tally));
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
    let proof = |kind: &FallbackKind| count(Day::FallbackMark(*kind), numbers.proofs(*kind));
    FallbackKind::ALL.iter().map(proof).collect()
}

pub(super) fn power_off(waiting: u32, late: u32) -> Sheet<'static> {
    let keys = Keys::default().back(Action::Stop).ok(Action::PowerOff);
    let say = Say {
        strip: (late > 0).then(|| Day::StillCalls(late).into()),
        ..Say::new(Day::PowerOffSay(waiting))
    };
    Sheet::new(Head::new(Kind::Careful, Day::PowerOff), Body::Say(say), keys)
}
