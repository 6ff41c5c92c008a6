//! A check that has no verdict yet, and late verdicts.

use super::{close, failed, other_proof};
use crate::layout::sheet::{Body, Head, Keys, Kind, Sheet};
use crate::texts::{check, keys};
use desk::{Failure, LateNotice};
use wire::{Code, ReceptionNumber};

pub(super) fn waiting(reception: ReceptionNumber, left_s: u64) -> Sheet<'static> {
    let head = Head::new(Kind::Working, check::WAITING).reception(Some(reception));
    Sheet::new(head, Body::Waiting(left_s), Keys::default())
}

pub(super) fn pending(reception: ReceptionNumber, problem: Option<Code>) -> Sheet<'static> {
    let head = Head::new(Kind::Unconfirmed, check::PENDING).under(Some(check::PENDING_UNDER));
    Sheet::new(head, Body::Number(reception, problem), other_proof())
}

pub(super) fn not_saved(full: bool, failure: &Failure) -> Sheet<'_> {
    let (title, under) = match full {
        true => (check::FULL, check::FULL_UNDER),
        false => (check::NOT_SAVED, check::NOT_SAVED_UNDER),
    };
    failed(title, Some(under), failure, other_proof())
}

pub(super) fn late(notice: &LateNotice, more: u32, armed: bool) -> Sheet<'_> {
    let keys = match armed {
        true => Keys::default().back(keys::MENU).up(keys::OTHER_PROOF).down(keys::SHOW).ok(keys::ACKNOWLEDGE),
        false => Keys::default(),
    };
    let head = Head::new(Kind::Calling, check::LATE).under(Some(check::LATE_UNDER));
    Sheet::new(head, Body::Late(notice, more), keys)
}

/// Nothing but closing.
pub(super) fn only_close() -> Keys {
    close().back(keys::ONLY)
}
