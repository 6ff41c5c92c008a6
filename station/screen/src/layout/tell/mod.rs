//! What each screen says: from a view to a [`Sheet`], the same for both displays.

mod before;
mod check;
mod day;
mod lists;
mod login;
mod tools;
mod verdict;

pub(in crate::layout) use before::certificate_warning;

use super::sheet::{Body, Head, Keys, Kind, Say, Sheet};
use crate::texts::{self, Words, keys};
use desk::{Failure, Screen, View};

/// The sheet of a view.
pub(super) fn sheet(view: &View) -> Sheet<'_> {
    let sheet = screen(view, &view.screen);
    match &view.ticket {
        Some(tail) if is_verdict(&view.screen) => with_ticket(sheet, tail),
        _ => sheet,
    }
}

/// Screens of one check's answer, fresh or again.
pub(in crate::layout) fn is_verdict(screen: &Screen) -> bool {
    matches!(
        screen,
        Screen::Pending { .. }
            | Screen::Valid { .. }
            | Screen::Invalid { .. }
            | Screen::NoMatch { .. }
            | Screen::Multiple { .. }
            | Screen::Refused { .. }
            | Screen::Inconsistent { .. }
            | Screen::Recalled { .. }
    )
}

/// The ticket that was scanned for the check, so that nobody compares it with another person's.
fn with_ticket<'a>(mut sheet: Sheet<'a>, tail: &str) -> Sheet<'a> {
    let ticket = texts::card::ticket(tail);
    // There is a place for it beside the date of birth; below the headline others may have more to say.
    if let Body::Person(page) = &mut sheet.body
        && page.coverage.is_some()
    {
        page.ticket = Some(ticket);
        return sheet;
    }
    let under = sheet.head.under.clone().map_or(ticket.clone(), |under| ticket.then("  ", &under));
    Sheet { head: sheet.head.clone().under(Some(under)), ..sheet }
}

fn screen<'a>(view: &'a View, screen: &'a Screen) -> Sheet<'a> {
    use texts::{card, check as about, day as of_day};
    match screen {
        Screen::Ready { take_card, good } => before::ready(view, *take_card, *good),
        Screen::ReaderTrouble(state) => before::reader(*state),
        Screen::Reading => before::reading(view),
        Screen::Compare { certificate, certificate_until } => {
            before::compare(view, *certificate, *certificate_until)
        }
        Screen::PinEntry { typed, left, wrong, wheel } => before::pin(*typed, *left, *wrong, *wheel),
        Screen::LastTry => before::last_try(),
        Screen::PinPad { left, instead } => before::pin_pad(*left, *instead),
        Screen::PinPadAsk { left, why } => before::pin_pad_ask(*left, *why),
        Screen::Signing => before::working(card::SIGNING, hold_still()),
        Screen::PinLocked => before::offer(card::PIN_LOCKED, card::PIN_LOCKED_SAY),
        Screen::NoChallenge => before::offer(card::NO_CHALLENGE, card::NO_CHALLENGE_SAY),
        Screen::CertificateUnusable { state, day } => before::unusable(*state, *day),
        Screen::CardProblem(failure) => failed(card::CARD_PROBLEM, None, failure, other_proof()),
        Screen::Saving => before::working(about::SAVING, Say::new(about::SAVING_SAY)),
        Screen::Waiting { reception, left_s } => check::waiting(*reception, *left_s),
        Screen::Pending { reception, problem } => check::pending(*reception, *problem),
        Screen::NotSaved { full, failure } => check::not_saved(*full, failure),
        Screen::OutOfOrder(failure) => failed(about::OUT_OF_ORDER, None, failure, Keys::default()),
        Screen::Late { notice, more, armed } => check::late(notice, *more, *armed),
        Screen::Valid { judged, person, coverage } => verdict::valid(view, judged, person, *coverage),
        Screen::Invalid { judged, newer, person } => verdict::invalid(judged, *newer, person.as_deref()),
        Screen::NoMatch { judged } => {
            verdict::no(judged, texts::verdict::NO_MATCH, texts::verdict::NO_MATCH_SAY)
        }
        Screen::Multiple { judged } => {
            verdict::no(judged, texts::verdict::MULTIPLE, texts::verdict::MULTIPLE_SAY)
        }
        Screen::Refused { judged, too_old, code } => verdict::refused(judged, *too_old, *code),
        Screen::Inconsistent { judged } => verdict::inconsistent(judged),
        Screen::Choice(choice) => lists::choice(view, choice),
        Screen::NoStaff => login::nobody(),
        Screen::Passcode { label, typed, wheel, problem, step } => {
            login::passcode(label, *typed, *wheel, problem.as_ref(), *step)
        }
        Screen::LoginWait { label, left_s } => login::wait(label, *left_s),
        Screen::Badge { enrol, problem } => login::badge(*enrol, problem.as_ref()),
        Screen::StaffAdded { label, badge } => login::added(label, *badge),
        Screen::PurposeRefused => day::purpose_refused(),
        Screen::FallbackPapers { reception } => day::papers(*reception),
        Screen::FallbackOther { reception, speech, details } => day::other(*reception, *speech, *details),
        Screen::Details(inner) => verdict::details(self::screen(view, inner)),
        Screen::FallbackKept { kind, reception } => day::kept(*kind, *reception),
        Screen::Looking => {
            let sheet = before::working(of_day::LOOKING, Say::new(of_day::LOOKING_SAY));
            Sheet { keys: Keys::default().back(keys::ONLY), ..sheet }
        }
        Screen::Recalled { inner, day, source, fallback } => {
            day::recalled(screen_again(view, inner), *day, *source, *fallback)
        }
        Screen::RecallFailed(failure) => failed(of_day::RECALL_FAILED, None, failure, close()),
        Screen::NotDone(failure) => failed(of_day::NOT_DONE, None, failure, close()),
        Screen::Diagnosis { rows, offset, total } => tools::diagnosis(rows, *offset, *total),
        Screen::SelfTest(page) => tools::self_test(view, page),
        Screen::DayNumbers(numbers) => day::numbers(numbers),
        Screen::PowerOffAsk { waiting, late } => day::power_off(*waiting, *late),
        Screen::PoweringOff => before::working(of_day::POWERING_OFF, Say::new(of_day::POWERING_OFF_SAY)),
    }
}

/// The inner screen of one that is looked back at. It is never one that is looked back at itself, so this ends.
fn screen_again<'a>(view: &'a View, inner: &'a Screen) -> Sheet<'a> {
    match inner {
        Screen::Recalled { inner, .. } => screen_again(view, inner),
        other => screen(view, other),
    }
}

/// A headline of trouble with the failure's own texts.
fn failed<'a>(title: Words, under: Option<Words>, failure: &'a Failure, keys: Keys) -> Sheet<'a> {
    Sheet::new(Head::new(Kind::Failed, title).under(under), Body::Failure(failure), keys)
}

fn close() -> Keys {
    Keys::default().ok(keys::CLOSE)
}

/// Where the check did not help: another proof is two keys away.
fn other_proof() -> Keys {
    close().up(keys::OTHER_PROOF).down(keys::OTHER)
}

fn hold_still() -> Say {
    Say { sign: Some(crate::shape::Shape::Card), ..Say::new(texts::card::HOLD_STILL) }
}
