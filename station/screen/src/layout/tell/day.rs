//! Another proof, looking back, and the end of the day.

use super::check::only_close;
use super::close;
use crate::layout::sheet::{Body, Count, Counts, Head, Keys, Kind, Say, Sheet, Way};
use crate::texts::{Words, day, keys, status};
use desk::{ByFallback, ByVerdict, DayNumbers, FallbackKind, Language, Source, Word};
use jiff::civil::Date;
use wire::ReceptionNumber;

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
    let waiting = match numbers.oldest_min.filter(|_| numbers.waiting > 0) {
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
        verdicts: verdicts(&numbers.by_verdict),
        few_verdicts: few_verdicts(&numbers.by_verdict),
        fewest_verdicts: fewest_verdicts(&numbers.by_verdict),
        proofs: proofs(&numbers.by_fallback),
        waiting: open(waiting, numbers.waiting),
        late: open(day::TO_ACKNOWLEDGE, numbers.unacknowledged),
        without_card: count(day::WITHOUT_CARD, numbers.without_card),
    };
    let keys = Keys::default().back(keys::ONLY).ok(keys::POWER_OFF);
    let sum = day::sum(numbers.checks, numbers.without_card);
    let head = Head::new(Kind::Asking, day::numbers(numbers.day)).under(Some(sum));
    let head = head.sign(crate::shape::Shape::List);
    Sheet::new(head, Body::Counts(Box::new(counts)), keys)
}

fn verdicts(by: &ByVerdict) -> Vec<Count> {
    [
        (Word::Valid, by.valid),
        (Word::NotCovered, by.not_covered),
        (Word::Invalid, by.invalid),
        (Word::InvalidNewer, by.invalid_newer),
        (Word::NoMatch, by.none),
        (Word::Multiple, by.multiple),
        (Word::Refused, by.refused),
        (Word::TooOld, by.too_old),
        (Word::Failed, by.failed),
    ]
    .map(|(word, number)| count(day::word(word), number))
    .into()
}

fn few_verdicts(by: &ByVerdict) -> Vec<Count> {
    let refused = by.refused.saturating_add(by.too_old);
    let mut few = verdicts(&ByVerdict { refused, too_old: 0, ..*by });
    let too_old = day::word(Word::TooOld);
    few.retain(|count| count.label != too_old);
    for count in &mut few {
        count.label = day::tally(count.label.clone());
    }
    few
}

/// 無効 with what is newer, 該当なし with several, and all that gave no result in one sum.
fn fewest_verdicts(by: &ByVerdict) -> Vec<Count> {
    let few = ByVerdict {
        invalid: by.invalid.saturating_add(by.invalid_newer),
        none: by.none.saturating_add(by.multiple),
        refused: by.refused.saturating_add(by.failed),
        invalid_newer: 0,
        multiple: 0,
        failed: 0,
        ..*by
    };
    few_verdicts(&few)
}

fn proofs(by: &ByFallback) -> Vec<Count> {
    [
        (FallbackKind::MynaPortal, by.myna_portal),
        (FallbackKind::Notice, by.notice),
        (FallbackKind::Certificate, by.certificate),
        (FallbackKind::Later, by.later),
    ]
    .map(|(kind, number)| count(day::fallback_mark(kind), number))
    .into()
}

pub(super) fn power_off(waiting: u32, late: u32) -> Sheet<'static> {
    let keys = Keys::default().back(keys::STOP).ok(keys::POWER_OFF);
    let say =
        Say { strip: (late > 0).then(|| day::still_calls(late)), ..Say::new(day::power_off_say(waiting)) };
    Sheet::new(Head::new(Kind::Careful, day::POWER_OFF), Body::Say(say), keys)
}
