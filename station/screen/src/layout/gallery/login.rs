//! The lock, every answer to a login, badges, new staff.

use super::*;

pub(super) fn logins() -> Vec<Picture> {
    let passcode = |typed, wheel, problem, step| {
        view(Screen::Passcode { label: "受付1".into(), typed, wheel, problem, step })
    };
    let enter = |typed, wheel, problem| passcode(typed, wheel, problem, PasscodeStep::Enter);
    let failed = || Failure::new(codes::D202);
    let badge = |enrol, problem| view(Screen::Badge { enrol, problem });
    let pictures = [
        ("no-staff", view(Screen::NoStaff)),
        ("passcode-0", enter(0, None, None)),
        ("passcode-3", enter(3, None, None)),
        ("passcode-wheel", enter(2, Some(7), None)),
        ("passcode-wheel-6", enter(6, Some(0), None)),
        ("passcode-4", enter(4, None, None)),
        ("passcode-12", enter(12, None, None)),
        ("passcode-wrong", enter(0, None, Some(LoginProblem::Wrong))),
        ("passcode-wrong-before-wait", enter(0, None, Some(LoginProblem::WrongBeforeWait))),
        ("passcode-unknown", enter(0, None, Some(LoginProblem::Unknown))),
        ("passcode-failed", enter(0, None, Some(LoginProblem::Failed(failed())))),
        ("passcode-failed-long", enter(0, None, Some(LoginProblem::Failed(long_failure())))),
        ("passcode-new", passcode(0, None, None, PasscodeStep::New)),
        ("passcode-again", passcode(0, None, None, PasscodeStep::Again)),
        ("passcode-mismatch", passcode(0, None, Some(LoginProblem::Mismatch), PasscodeStep::New)),
        ("login-wait", view(Screen::LoginWait { label: "受付1".into(), left_s: 30 })),
        ("login-wait-long", view(Screen::LoginWait { label: "予備の受付担当その１".into(), left_s: 3_599 })),
        ("badge", badge(false, None)),
        ("badge-other", badge(false, Some(BadgeProblem::Other))),
        ("badge-failed", badge(false, Some(BadgeProblem::Failed(long_failure())))),
        ("badge-new", badge(true, None)),
        ("badge-new-other", badge(true, Some(BadgeProblem::Other))),
        ("badge-new-failed", badge(true, Some(BadgeProblem::Failed(failed())))),
        ("staff-added", view(Screen::StaffAdded { label: "受付3".into(), badge: false })),
        ("staff-added-badge", view(Screen::StaffAdded { label: "受付3".into(), badge: true })),
        ("purpose-refused", view(Screen::PurposeRefused)),
        ("not-done", view(Screen::NotDone(failed()))),
    ];
    pictures.map(|(name, view)| (name.to_owned(), view)).into()
}
