//! Who is at the desk.

use super::before::entry_keys;
use crate::layout::sheet::{Body, Entry, Head, Keys, Kind, Say, Sheet};
use crate::shape::Shape;
use crate::texts::{Words, keys, login};
use desk::{BadgeProblem, LoginProblem, PasscodeStep};

pub(super) fn nobody() -> Sheet<'static> {
    let say = Say::new(login::NO_STAFF_SAY);
    Sheet::new(Head::new(Kind::Failed, login::NO_STAFF), Body::Say(say), Keys::default())
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
        Some(LoginProblem::Wrong) => (Some(login::WRONG), None),
        Some(LoginProblem::WrongBeforeWait) => (Some(login::WRONG_BEFORE_WAIT), None),
        Some(LoginProblem::Mismatch) => (Some(login::MISMATCH), None),
        Some(LoginProblem::Unknown) => (Some(login::UNKNOWN), None),
        Some(LoginProblem::Failed(failure)) => (None, Some(failure)),
        None => (None, None),
    };
    let wrong = complaint.is_some();
    let before_wait = problem == Some(&LoginProblem::WrongBeforeWait);
    let ask = complaint.unwrap_or(match step {
        PasscodeStep::Again => login::PASSCODE_AGAIN,
        PasscodeStep::Enter | PasscodeStep::New => login::PASSCODE_ASK,
    });
    let (title, under) = match step {
        PasscodeStep::Enter => (login::PASSCODE, Words::same(label.to_owned())),
        PasscodeStep::New | PasscodeStep::Again => (login::NEW_PASSCODE, login::NEW_STAFF),
    };
    let entry = Entry {
        ask,
        wrong,
        typed,
        of: None,
        wheel,
        note: Some(if before_wait { login::NEXT_WAITS } else { login::PASSCODE_LENGTH }),
        alarm: before_wait,
        failure,
    };
    let head = Head::new(Kind::Asking, title).under(Some(under)).sign(Shape::Key);
    Sheet::new(head, Body::Entry(entry), entry_keys(typed, 4, wheel, keys::ENTER))
}

pub(super) fn wait(label: &str, left_s: u64) -> Sheet<'static> {
    let head = Head::new(Kind::Careful, login::WAIT).under(Some(Words::same(label.to_owned())));
    Sheet::new(head, Body::Wait(login::wait(left_s), login::WAIT_SAY), Keys::default().back(keys::ONLY))
}

pub(super) fn badge(enrol: bool, problem: Option<&BadgeProblem>) -> Sheet<'_> {
    let (title, say, other, keys) = if enrol {
        let keys = Keys::default().ok(keys::SKIP);
        (login::NEW_BADGE, login::NEW_BADGE_SAY, login::NEW_BADGE_OTHER, keys)
    } else {
        (login::BADGE, login::BADGE_SAY, login::BADGE_OTHER, Keys::default().back(keys::STOP))
    };
    let head = Head::new(Kind::Asking, title).sign(Shape::Card);
    match problem {
        Some(BadgeProblem::Failed(failure)) => Sheet::new(head, Body::Failure(failure), keys),
        Some(BadgeProblem::Other) => {
            let say = Say { sign: Some(Shape::Card), strip: Some(other), ..Say::new(say) };
            Sheet::new(head, Body::Say(say), keys)
        }
        None => {
            let say = Say { sign: Some(Shape::Card), ..Say::new(say) };
            Sheet::new(head, Body::Say(say), keys)
        }
    }
}

pub(super) fn added(label: &str, badge: bool) -> Sheet<'static> {
    let note = if badge { login::WITH_BADGE } else { login::WITHOUT_BADGE };
    let say = Say { note: Some(note), ..Say::new(login::added(label)) };
    let keys = match badge {
        true => super::close(),
        false => Keys::default().ok(keys::ADD_BADGE).back(keys::FINISH),
    };
    Sheet::new(Head::new(Kind::Done, login::ADDED), Body::Say(say), keys)
}
