//! Every code of the catalogue, where it can stand.

use super::*;

pub(super) fn codes() -> Vec<Picture> {
    let judged = Code::ALL.iter().chain([&Code::Unknown]).flat_map(|code| of_code(*code));
    let shown = codes::Code::all().filter(|code| !code.log_only());
    shown.flat_map(of_failure).chain(judged).collect()
}

/// A failure where failures are shown: on a screen of its own, and as a condition that lasts.
fn of_failure(code: codes::Code) -> Vec<Picture> {
    let failure =
        Failure::new(code).number(12).with("/var/lib/junkai: No space left on device (os error 28)");
    let trouble = Some(failure.clone());
    let ready = view(Screen::Ready { take_card: false, good: None });
    vec![
        (format!("trouble-{code}"), View { trouble, ..ready }),
        (format!("not-done-{code}"), view(Screen::NotDone(failure))),
    ]
}

/// The screens that show a code of the centre.
fn of_code(code: Code) -> Vec<Picture> {
    let text = code.code();
    let refused =
        |too_old| view(Screen::Refused { judged: judged(CertificateState::Current), too_old, code });
    let pending = Screen::Pending { reception: ReceptionNumber(12), problem: Some(code) };
    let late = Screen::Late { notice: notice(LateKind::Refused(code)), more: 0, armed: true };
    let too_old = Screen::Late { notice: notice(LateKind::TooOld(code)), more: 3, armed: true };
    [
        (format!("refused-{text}"), refused(false)),
        (format!("too-old-{text}"), refused(true)),
        (format!("pending-{text}"), view(pending)),
        (format!("late-refused-{text}"), view(late)),
        (format!("late-too-old-{text}"), view(too_old)),
    ]
    .into()
}
