//! Verdicts.

use super::{before, close, other_proof};
use crate::layout::sheet::{Body, Head, Keys, Kind, PersonPage, Say, Sheet};
use crate::shape::Shape;
use crate::texts::{Words, card, keys, verdict};
use desk::{Coverage, Failure, Judged, View};
use wire::{Code, Person};

pub(super) fn valid<'a>(
    view: &View,
    judged: &'a Judged,
    person: &'a Person,
    coverage: Coverage,
) -> Sheet<'a> {
    let warning = before::certificate_warning(judged.certificate, judged.certificate_until);
    let known_good = matches!(coverage, Coverage::Covered | Coverage::NoList);
    let (head, keys) = if known_good {
        let keys = if view.speech { close().up(keys::SPEAK) } else { close() };
        (Head::new(Kind::Good, verdict::VALID).under(warning), keys)
    } else {
        let under = warning
            .map_or(verdict::NOT_COVERED_UNDER, |warning| verdict::NOT_COVERED_UNDER.then("  ", &warning));
        (Head::new(Kind::Bad, verdict::NOT_COVERED).under(Some(under)), other_proof())
    };
    let good = match coverage {
        Coverage::Covered => Some(true),
        Coverage::NoList => None,
        Coverage::OtherPurpose | Coverage::NotListed => Some(false),
    };
    let band = card::purpose(judged.purpose).then("：", &verdict::coverage(coverage));
    let mark = verdict::coverage_mark(coverage);
    let page =
        PersonPage { person, judged, band: (band, good), mark, coverage: Some(coverage), ticket: None };
    Sheet::new(head.reception(Some(judged.reception)), Body::Person(page), keys)
}

pub(super) fn invalid<'a>(judged: &'a Judged, newer: bool, person: Option<&'a Person>) -> Sheet<'a> {
    let (under, say, mark) = match newer {
        true => (Some(verdict::NEWER_UNDER), verdict::NEWER_SAY, verdict::NEWER_MARK),
        false => (None, verdict::INVALID_SAY, verdict::INVALID_MARK),
    };
    let band = (say.clone(), Some(false));
    let body = match person {
        Some(person) => Body::Person(PersonPage { person, judged, band, mark, coverage: None, ticket: None }),
        None => Body::Say(said(judged, say)),
    };
    let head = Head::new(Kind::Bad, verdict::INVALID).under(under).reception(Some(judged.reception));
    Sheet::new(head, body, other_proof())
}

/// What to say, and the warning about the card where there is one.
fn said(judged: &Judged, say: Words) -> Say {
    Say { strip: before::certificate_warning(judged.certificate, judged.certificate_until), ..Say::new(say) }
}

pub(super) fn no(judged: &Judged, title: Words, say: Words) -> Sheet<'_> {
    let head = Head::new(Kind::Bad, title).reception(Some(judged.reception));
    Sheet::new(head, Body::Say(said(judged, say)), other_proof())
}

pub(super) fn refused(judged: &Judged, too_old: bool, code: Code) -> Sheet<'_> {
    let under = too_old.then_some(verdict::TOO_OLD_UNDER);
    let head = Head::new(Kind::Failed, verdict::REFUSED).under(under).reception(Some(judged.reception));
    Sheet::new(head, Body::Told(Failure::from(code)), other_proof())
}

pub(super) fn inconsistent(judged: &Judged) -> Sheet<'_> {
    let head = Head::new(Kind::Failed, verdict::FAILED).reception(Some(judged.reception));
    Sheet::new(head, Body::Say(Say::new(verdict::INCONSISTENT_SAY)), other_proof())
}

/// The rest of what was answered of a person, without the look of a verdict.
pub(super) fn details(of: Sheet<'_>) -> Sheet<'_> {
    let head = Head::new(Kind::Asking, verdict::DETAILS).sign(Shape::List).reception(of.head.reception);
    let body = match of.body {
        Body::Person(person) => Body::Details(person),
        other => other,
    };
    Sheet { head, body, keys: Keys::default().back(keys::ONLY), past: of.past }
}
