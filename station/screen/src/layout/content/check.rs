//! A check that has no verdict yet, and late verdicts.

use super::{close, failed, other_proof};
use crate::layout::sheet::{Body, Head, Keys, Kind, Sheet};
use crate::texts::{Action, Check, Form, Words};
use desk::{Failure, LateKind, LateNotice};
use wire::{Code, Outcome, ReceptionNumber};

pub(super) fn waiting(reception: ReceptionNumber, left_s: u64) -> Sheet<'static> {
    let head = Head::new(Kind::Working, Check::Waiting).reception(Some(reception));
    Sheet::new(head, Body::Waiting(left_s), Keys::default())
}

pub(super) fn pending(reception: ReceptionNumber, problem: Option<Code>) -> Sheet<'static> {
    let head = Head::new(Kind::Unconfirmed, Check::Pending).under(Some(Check::PendingUnder));
    Sheet::new(head, Body::Number(reception, problem), other_proof())
}

pub(super) fn not_saved(full: bool, failure: &Failure) -> Sheet<'_> {
    let (title, under) = match full {
        true => (Check::Full, Check::FullUnder),
        false => (Check::NotSaved, Check::NotSavedUnder),
    };
    failed(title, Some(under.into()), failure, other_proof())
}

pub(super) fn late(notice: &LateNotice, more: u32, armed: bool) -> Sheet<'_> {
    let keys = match armed {
        true => Keys::default()
            .back(Action::Menu)
            .up(Action::OtherProof)
            .down(Action::Show)
            .ok(Action::Acknowledge),
        false => Keys::default(),
    };
    let head = Head::new(Kind::Calling, Check::Late).under(Some(Check::LateUnder));
    Sheet::new(head, Body::Late(notice, more), keys)
}

/// Nothing but closing.
pub(super) fn only_close() -> Keys {
    close().back(Action::Only)
}

/// The outcome that a late notice is about, in words.
pub(in crate::layout) fn late_outcome(kind: LateKind) -> Words {
    let outcome = match kind {
        LateKind::Invalid => Outcome::Invalid,
        LateKind::InvalidNewer => Outcome::InvalidNewer,
        LateKind::NoMatch => Outcome::NoMatch,
        LateKind::Multiple => Outcome::Multiple,
        LateKind::NotCovered => Outcome::NotCovered,
        LateKind::Refused(_) => Outcome::Refused,
        LateKind::TooOld(_) => Outcome::TooOld,
        LateKind::Inconsistent => Outcome::Inconsistent,
    };
    Words::Outcome(outcome, Form::Late)
}
