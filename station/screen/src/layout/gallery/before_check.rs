//! Before there is a check.

use super::*;

pub(super) fn before_a_check() -> Vec<Picture> {
    let until = date(2026, 12, 31);
    let pin = |typed, left, wrong| view(Screen::PinEntry { typed, left, wrong, wheel: None });
    let rests = |left, why| view(Screen::PinPadAsk { left, why });
    let compare = |certificate| view(Screen::Compare { certificate, certificate_until: until });
    let unusable = |state| view(Screen::CertificateUnusable { state, day: until });
    let ready = view(Screen::Ready { take_card: false, good: None });
    let good = |number, more| {
        let good = LateGood { reception: ReceptionNumber(number), more };
        view(Screen::Ready { take_card: false, good: Some(good) })
    };
    let other = View { method: Method::Pin, purpose: Purpose::HealthGuidance, ..ready.clone() };
    let site = Some("例示市立総合福祉会館 大会議室".to_owned());
    let staff = Some("予備の受付担当その１".to_owned());
    let weak = StatusLine { line: LineGrade::Weak, waiting: 3, oldest_min: Some(11), ..QUIET };
    let pictures = [
        ("ready", ready.clone()),
        ("ready-other", View { status: weak, ..other.clone() }),
        ("ready-take-card", view(Screen::Ready { take_card: true, good: None })),
        ("ready-trouble", View { trouble: Some(trouble()), ..ready.clone() }),
        ("ready-trouble-long", View { trouble: Some(long_trouble()), ..ready.clone() }),
        ("ready-ticket", View { ticket: Some("5678".into()), ..ready.clone() }),
        ("ready-placed", View { site: site.clone(), staff: staff.clone(), ..ready.clone() }),
        (
            "ready-all",
            View { site, staff, ticket: Some("5678".into()), trouble: Some(long_trouble()), ..other.clone() },
        ),
        ("ready-good", good(12, 0)),
        ("ready-good-many", View { ticket: Some("5678".into()), ..good(12_345, 98) }),
        ("ready-good-trouble", View { trouble: Some(long_trouble()), ..good(12_345, 98) }),
        ("reader-absent", view(Screen::ReaderTrouble(ReaderState::Absent))),
        ("reader-fault", view(Screen::ReaderTrouble(ReaderState::Fault))),
        ("reading", view(Screen::Reading)),
        ("reading-ticket", View { ticket: Some("5678".into()), ..view(Screen::Reading) }),
        ("compare", compare(None)),
        ("compare-ticket", View { ticket: Some("5678".into()), ..compare(None) }),
        ("compare-soon", compare(Some(CertificateState::EndsSoon))),
        ("compare-grace", compare(Some(CertificateState::Grace))),
        ("pin-0", pin(0, 3, false)),
        ("pin-2", pin(2, 3, false)),
        ("pin-wheel", view(Screen::PinEntry { typed: 1, left: 3, wrong: false, wheel: Some(5) })),
        ("pin-wheel-first", view(Screen::PinEntry { typed: 0, left: 1, wrong: true, wheel: Some(0) })),
        ("pin-4", pin(4, 2, true)),
        ("pin-wrong", pin(0, 1, true)),
        ("last-try", view(Screen::LastTry)),
        ("pad", view(Screen::PinPad { left: 3, instead: false })),
        ("pad-leave", view(Screen::PinPad { left: 2, instead: true })),
        ("padask-wrong", rests(2, PadPause::Wrong)),
        ("padask-time", rests(3, PadPause::TimedOut)),
        ("padask-cancel", rests(3, PadPause::Cancelled)),
        ("padask-length", rests(3, PadPause::WrongLength)),
        ("padlast", rests(1, PadPause::LastTry)),
        ("padlast-wrong", rests(1, PadPause::Wrong)),
        ("padlast-time", rests(1, PadPause::TimedOut)),
        ("padlast-cancel", rests(1, PadPause::Cancelled)),
        ("padlast-length", rests(1, PadPause::WrongLength)),
        ("signing", view(Screen::Signing)),
        ("pin-locked", view(Screen::PinLocked)),
        ("no-challenge", view(Screen::NoChallenge)),
        ("certificate-expired", unusable(CertificateState::Expired)),
        ("certificate-not-yet", unusable(CertificateState::NotYet)),
        ("card-pulled", view(Screen::CardProblem(Failure::new(codes::D102)))),
        ("card-problem-long", view(Screen::CardProblem(long_failure()))),
    ];
    pictures.map(|(name, view)| (name.to_owned(), view)).into()
}
