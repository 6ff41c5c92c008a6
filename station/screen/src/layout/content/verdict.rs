//! Verdicts.

use super::{before_check, close, other_proof};
use crate::layout::sheet::{Body, Head, Keys, Kind, PersonPage, Say, Sheet};
use crate::shape::Shape;
use crate::texts::{Action, Card, Form, Translate, Verdict, Words};
use desk::{Coverage, Failure, Judged, View};
use wire::{Code, Outcome, Person};

pub(super) fn valid<'a>(
    view: &View,
    judged: &'a Judged,
    person: &'a Person,
    coverage: Coverage,
) -> Sheet<'a> {
    let warning = before_check::certificate_warning(judged.certificate, judged.certificate_until);
    let known_good = matches!(coverage, Coverage::Covered | Coverage::NoList);
    let (head, keys) = if known_good {
        let keys = if view.speech { close().up(Action::Speak) } else { close() };
        (Head::new(Kind::Good, Words::Outcome(Outcome::Valid, Form::Title)).under(warning), keys)
    } else {
        let under = match warning {
            Some(warning) => Verdict::NotCoveredUnder.then("  ", warning),
            None => Verdict::NotCoveredUnder.into(),
        };
        (
            Head::new(Kind::Bad, Words::Outcome(Outcome::NotCovered, Form::Title)).under(Some(under)),
            other_proof(),
        )
    };
    let good = match coverage {
        Coverage::Covered => Some(true),
        Coverage::NoList => None,
        Coverage::OtherPurpose | Coverage::NotListed => Some(false),
    };
    let band = Card::Purpose(judged.purpose).then("：", Verdict::Coverage(coverage));
    let mark = Verdict::CoverageMark(coverage).into();
    let page =
        PersonPage { person, judged, band: (band, good), mark, coverage: Some(coverage), ticket: None };
    Sheet::new(head.reception(Some(judged.reception)), Body::Person(page), keys)
}

pub(super) fn invalid<'a>(judged: &'a Judged, newer: bool, person: Option<&'a Person>) -> Sheet<'a> {
    let (under, say, mark) = match newer {
        true => (Some(Verdict::NewerUnder), Verdict::NewerSay, Verdict::NewerMark),
        false => (None, Verdict::InvalidSay, Verdict::InvalidMark),
    };
    let (band, mark) = ((Words::from(say.clone()), Some(false)), mark.into());
    let body = match person {
        Some(person) => Body::Person(PersonPage { person, judged, band, mark, coverage: None, ticket: None }),
        None => Body::Say(said(judged, say)),
    };
    let head = Head::new(Kind::Bad, Words::Outcome(Outcome::Invalid, Form::Title))
        .under(under)
        .reception(Some(judged.reception));
    Sheet::new(head, body, other_proof())
}

/// The sentence, and the warning about the card if there is one.
fn said(judged: &Judged, say: Verdict) -> Say {
    Say {
        strip: before_check::certificate_warning(judged.certificate, judged.certificate_until),
        ..Say::new(say)
    }
}

pub(super) fn no(judged: &Judged, title: Words, say: Verdict) -> Sheet<'_> {
    let head = Head::new(Kind::Bad, title).reception(Some(judged.reception));
    Sheet::new(head, Body::Say(said(judged, say)), other_proof())
}

pub(super) fn refused(judged: &Judged, too_old: bool, code: Code) -> Sheet<'_> {
    let under = too_old.then_some(Verdict::TooOldUnder);
    let head = Head::new(Kind::Failed, Words::Outcome(Outcome::Refused, Form::Title))
        .under(under)
        .reception(Some(judged.reception));
    Sheet::new(head, Body::Told(Failure::from(code)), other_proof())
}

pub(super) fn inconsistent(judged: &Judged) -> Sheet<'_> {
    let head = Head::new(Kind::Failed, Words::Outcome(Outcome::Inconsistent, Form::Title))
        .reception(Some(judged.reception));
    Sheet::new(head, Body::Told(Failure::new(codes::D301)), other_proof())
}

/// The rest of what was answered of a person, without the look of a verdict.
pub(super) fn details(of: Sheet<'_>) -> Sheet<'_> {
    let head = Head::new(Kind::Asking, Verdict::Details).sign(Shape::List).reception(of.head.reception);
    let body = match of.body {
        Body::Person(person) => Body::Details(person),
        other => other,
    };
    Sheet { head, body, keys: Keys::default().back(Action::Only), past: of.past }
}
