//! The content of each screen: from a view to a [`Sheet`], the same for both displays.

mod before_check;
mod check;
mod day;
mod lists;
mod login;
mod tools;
mod verdict;

pub(in crate::layout) use before_check::{certificate, certificate_warning};
pub(in crate::layout) use check::late_outcome;

use super::sheet::{Body, Head, Keys, Kind, Say, Sheet};
use crate::texts::{Action, Card, Check, Day, Form, Translate, Verdict, Words};
use desk::{Failure, Screen, View};
use wire::Outcome;

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

/// Adds the ticket that was scanned for the check, so that it is not compared with another person's.
fn with_ticket<'a>(mut sheet: Sheet<'a>, tail: &str) -> Sheet<'a> {
    let ticket = Words::from(Card::Ticket(tail.to_owned()));
    // There is a place for it beside the date of birth; below the headline others may have more to say.
    if let Body::Person(page) = &mut sheet.body
        && page.coverage.is_some()
    {
        page.ticket = Some(ticket);
        return sheet;
    }
    let under = match sheet.head.under.clone() {
        Some(under) => ticket.then("  ", under),
        None => ticket,
    };
    Sheet { head: sheet.head.clone().under(Some(under)), ..sheet }
}

fn screen<'a>(view: &'a View, screen: &'a Screen) -> Sheet<'a> {
    match screen {
        Screen::Ready { take_card, good } => before_check::ready(view, *take_card, *good),
        Screen::ReaderTrouble(state) => before_check::reader(*state),
        Screen::Reading => before_check::reading(view),
        Screen::Compare { certificate, certificate_until } => {
            before_check::compare(view, *certificate, *certificate_until)
        }
        Screen::PinEntry { typed, left, wrong, wheel } => before_check::pin(*typed, *left, *wrong, *wheel),
        Screen::LastTry => before_check::last_try(),
        Screen::PinPad { left, instead } => before_check::pin_pad(*left, *instead),
        Screen::PinPadAsk { left, why } => before_check::pin_pad_ask(*left, *why),
        Screen::Signing => before_check::working(Card::Signing, hold_still()),
        Screen::PinLocked => before_check::offer(Card::PinLocked, Card::PinLockedSay),
        Screen::NoChallenge => before_check::offer(Card::NoChallenge, Card::NoChallengeSay),
        Screen::CertificateUnusable { state, day } => before_check::unusable(*state, *day),
        Screen::CardProblem(failure) => failed(Card::CardProblem, None, failure, other_proof()),
        Screen::Saving => before_check::working(Check::Saving, Say::new(Check::SavingSay)),
        Screen::Waiting { reception, left_s } => check::waiting(*reception, *left_s),
        Screen::Pending { reception, problem } => check::pending(*reception, *problem),
        Screen::NotSaved { full, failure } => check::not_saved(*full, failure),
        Screen::OutOfOrder(failure) => failed(Check::OutOfOrder, None, failure, Keys::default()),
        Screen::Late { notice, more, armed } => check::late(notice, *more, *armed),
        Screen::Valid { judged, person, coverage } => verdict::valid(view, judged, person, *coverage),
        Screen::Invalid { judged, newer, person } => verdict::invalid(judged, *newer, person.as_deref()),
        Screen::NoMatch { judged } => {
            verdict::no(judged, Words::Outcome(Outcome::NoMatch, Form::Title), Verdict::NoMatchSay)
        }
        Screen::Multiple { judged } => {
            verdict::no(judged, Words::Outcome(Outcome::Multiple, Form::Title), Verdict::MultipleSay)
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
            let sheet = before_check::working(Day::Looking, Say::new(Day::LookingSay));
            Sheet { keys: Keys::default().back(Action::Only), ..sheet }
        }
        Screen::Recalled { inner, day, source, fallback } => {
            day::recalled(screen_again(view, inner), *day, *source, *fallback)
        }
        Screen::RecallFailed(failure) => failed(Day::RecallFailed, None, failure, close()),
        Screen::NotDone(failure) => failed(Day::NotDone, None, failure, close()),
        Screen::Diagnosis { rows, offset, total } => tools::diagnosis(rows, *offset, *total),
        Screen::SelfTest(page) => tools::self_test(view, page),
        Screen::DayNumbers(numbers) => day::numbers(numbers),
        Screen::PowerOffAsk { waiting, late } => day::power_off(*waiting, *late),
        Screen::PoweringOff => before_check::working(Day::PoweringOff, Say::new(Day::PoweringOffSay)),
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
fn failed<'a>(title: impl Into<Words>, under: Option<Words>, failure: &'a Failure, keys: Keys) -> Sheet<'a> {
    Sheet::new(Head::new(Kind::Failed, title).under(under), Body::Failure(failure), keys)
}

fn close() -> Keys {
    Keys::default().ok(Action::Close)
}

/// Keys of a check that did not help: another proof is two keys away.
fn other_proof() -> Keys {
    close().up(Action::OtherProof).down(Action::Other)
}

fn hold_still() -> Say {
    Say { sign: Some(crate::shape::Shape::Card), ..Say::new(Card::HoldStill) }
}
