//! The lock: passcodes, badges, new staff.

use super::before_check::entry_keys;
use crate::layout::sheet::{Body, Entry, Head, Keys, Kind, Say, Sheet};
use crate::shape::Shape;
use crate::texts::{Action, Login, Words};
use desk::{BadgeProblem, LoginProblem, PasscodeStep};

pub(super) fn nobody() -> Sheet<'static> {
    let say = Say::new(Login::NoStaffSay);
    Sheet::new(Head::new(Kind::Failed, Login::NoStaff), Body::Say(say), Keys::default())
}

pub(super) fn passcode<'a>(
    label: &'a str,
    typed: u8,
    wheel: Option<u8>,
    problem: Option<&'a LoginProblem>,
    step: PasscodeStep,
) -> Sheet<'a> {
    // A complaint is about the last passcode: it goes with the first digit of the next.
    let problem = problem.filter(|_| typed == 0 && wheel.is_none());
    let (complaint, failure) = match problem {
        Some(LoginProblem::Wrong) => (Some(Login::Wrong), None),
        Some(LoginProblem::WrongBeforeWait) => (Some(Login::WrongBeforeWait), None),
        Some(LoginProblem::Mismatch) => (Some(Login::Mismatch), None),
        Some(LoginProblem::Unknown) => (Some(Login::Unknown), None),
        Some(LoginProblem::Failed(failure)) => (None, Some(failure)),
        None => (None, None),
    };
    let wrong = complaint.is_some();
    let before_wait = problem == Some(&LoginProblem::WrongBeforeWait);
    let ask = complaint.unwrap_or(match step {
        PasscodeStep::Again => Login::PasscodeAgain,
        PasscodeStep::Enter | PasscodeStep::New => Login::PasscodeAsk,
    });
    let (title, under) = match step {
        PasscodeStep::Enter => (Login::Passcode, Words::same(label.to_owned())),
        PasscodeStep::New | PasscodeStep::Again => (Login::NewPasscode, Login::NewStaff.into()),
    };
    let entry = Entry {
        ask: ask.into(),
        wrong,
        typed,
        of: None,
        wheel,
        note: Some(if before_wait { Login::NextWaits } else { Login::PasscodeLength }.into()),
        alarm: before_wait,
        failure,
    };
    let head = Head::new(Kind::Asking, title).under(Some(under)).sign(Shape::Key);
    Sheet::new(head, Body::Entry(entry), entry_keys(typed, 4, wheel, Action::Enter))
}

pub(super) fn wait(label: &str, left_s: u64) -> Sheet<'static> {
    let head = Head::new(Kind::Careful, Login::Wait).under(Some(Words::same(label.to_owned())));
    Sheet::new(
        head,
        Body::Wait(Login::WaitFor(left_s).into(), Login::WaitSay.into()),
        Keys::default().back(Action::Only),
    )
}

pub(super) fn badge(enrol: bool, problem: Option<&BadgeProblem>) -> Sheet<'_> {
    let (title, say, other, keys) = if enrol {
        let keys = Keys::default().ok(Action::Skip);
        (Login::NewBadge, Login::NewBadgeSay, Login::NewBadgeOther, keys)
    } else {
        (Login::Badge, Login::BadgeSay, Login::BadgeOther, Keys::default().back(Action::Stop))
    };
    let head = Head::new(Kind::Asking, title).sign(Shape::Card);
    match problem {
        Some(BadgeProblem::Failed(failure)) => Sheet::new(head, Body::Failure(failure), keys),
        Some(BadgeProblem::Other) => {
            let say = Say { sign: Some(Shape::Card), strip: Some(other.into()), ..Say::new(say) };
            Sheet::new(head, Body::Say(say), keys)
        }
        None => {
            let say = Say { sign: Some(Shape::Card), ..Say::new(say) };
            Sheet::new(head, Body::Say(say), keys)
        }
    }
}

pub(super) fn added(label: &str, badge: bool) -> Sheet<'static> {
    let note = if badge { Login::WithBadge } else { Login::WithoutBadge };
    let say = Say { note: Some(note.into()), ..Say::new(Login::AddedAs(label.to_owned())) };
    let keys = match badge {
        true => super::close(),
        false => Keys::default().ok(Action::AddBadge).back(Action::Finish),
    };
    Sheet::new(Head::new(Kind::Done, Login::Added), Body::Say(say), keys)
}
