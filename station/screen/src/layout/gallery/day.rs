//! Other proofs, earlier checks, the end of the day.

use super::*;
use std::time::Duration;

pub(super) fn proofs() -> Vec<Picture> {
    let (short, long) = (Some(ReceptionNumber(12)), Some(ReceptionNumber(12_345)));
    let mut pictures: Vec<Picture> = [
        ("papers", view(Screen::FallbackPapers { reception: long })),
        ("papers-without", view(Screen::FallbackPapers { reception: None })),
        ("other", view(Screen::FallbackOther { reception: short, speech: false, details: false })),
        ("other-speech", view(Screen::FallbackOther { reception: long, speech: true, details: true })),
        ("looking", view(Screen::Looking)),
    ]
    .map(|(name, view)| (name.to_owned(), view))
    .into();
    for (kind, n) in FallbackKind::ALL.iter().copied().zip(1..) {
        let reception = if n % 2 == 0 { short } else { None };
        pictures.push((format!("kept-{n}"), view(Screen::FallbackKept { kind, reception })));
    }
    pictures
}

/// Each verdict again, and what waits.
pub(super) fn looking_back() -> Vec<Picture> {
    let kinds = FallbackKind::ALL.iter().copied().map(Some).chain([None]).cycle();
    let sources = [Source::Centre, Source::Sealed].into_iter().cycle();
    let again = checks::verdicts().into_iter().chain(checks::without_a_verdict());
    // Each has a ticket below.
    let again = again.filter(|(name, _)| !name.ends_with("-ticket"));
    let again = again
        .filter(|(name, _)| !name.starts_with("late") && (name.contains("pending") || !name.contains("sav")));
    let again = again.filter(|(name, _)| {
        ["valid", "invalid", "no-match", "multiple", "inconsistent", "pending"]
            .iter()
            .any(|of| name.starts_with(of))
    });
    let mut pictures: Vec<Picture> = again
        .zip(kinds.zip(sources))
        .map(|((name, inner), (fallback, source))| {
            let inner = Box::new(undated(inner.screen));
            let screen = Screen::Recalled { inner, day: date(2026, 12, 31), source, fallback };
            (format!("recalled-{name}"), View { speech: true, ticket: Some("5678".into()), ..view(screen) })
        })
        .collect();
    let refused =
        Screen::Refused { judged: judged(CertificateState::Current), too_old: true, code: Code::ALL[0] };
    let (inner, day) = (Box::new(refused), date(2026, 5, 1));
    let refused = Screen::Recalled { inner, day, source: Source::Centre, fallback: None };
    let gone = Failure::new(codes::C105);
    pictures.push(("recalled-refused".into(), view(refused)));
    let details: Vec<Picture> = checks::verdicts()
        .into_iter()
        .chain(pictures.clone())
        .filter(|(name, _)| {
            [
                "valid",
                "valid-grace-long",
                "valid-least",
                "invalid",
                "recalled-valid",
                "recalled-valid-not-listed",
            ]
            .contains(&name.as_str())
        })
        .map(|(name, inner)| (format!("details-{name}"), view(Screen::Details(Box::new(inner.screen)))))
        .collect();
    pictures.extend(details);
    pictures.push(("recall-failed".into(), view(Screen::RecallFailed(gone))));
    pictures
}

/// An earlier check: the certificate's last day was on the card.
fn undated(mut screen: Screen) -> Screen {
    match &mut screen {
        Screen::Valid { judged, .. }
        | Screen::Invalid { judged, .. }
        | Screen::NoMatch { judged }
        | Screen::Multiple { judged }
        | Screen::Inconsistent { judged } => judged.certificate_until = None,
        _ => {}
    }
    screen
}

pub(super) fn end_of_day() -> Vec<Picture> {
    let none = DayNumbers::empty(date(2026, 5, 1));
    let minutes = |minutes: u64| Some(Duration::from_secs(minutes * 60));
    let by_outcome = |counts: [u32; 9]| Outcome::ALL.iter().copied().zip(counts).collect();
    let usual = DayNumbers {
        checks: 80,
        by_outcome: by_outcome([70, 3, 2, 0, 1, 0, 0, 0, 0]),
        waiting: 4,
        oldest: minutes(11),
        with_check: [(FallbackKind::MynaPortal, 2), (FallbackKind::Certificate, 1)].into(),
        without_card: [(FallbackKind::Certificate, 2)].into(),
        ..none.clone()
    };
    let most = DayNumbers {
        day: date(2026, 12, 31),
        checks: 2_000,
        by_outcome: by_outcome([999, 111, 122, 133, 144, 155, 166, 177, 188]),
        waiting: 2_000,
        oldest: minutes(2_879),
        unacknowledged: 12,
        with_check: [
            (FallbackKind::MynaPortal, 211),
            (FallbackKind::Notice, 222),
            (FallbackKind::Certificate, 222),
        ]
        .into(),
        without_card: [(FallbackKind::Certificate, 11), (FallbackKind::Later, 244)].into(),
    };
    let numbers = |numbers| view(Screen::DayNumbers(Box::new(numbers)));
    let pictures = [
        ("numbers", numbers(usual)),
        ("numbers-none", numbers(none)),
        ("numbers-most", numbers(most)),
        ("power-off", view(Screen::PowerOffAsk { waiting: 0, late: 0 })),
        ("power-off-waiting", view(Screen::PowerOffAsk { waiting: 2_000, late: 12 })),
        ("powering-off", view(Screen::PoweringOff)),
    ];
    pictures.map(|(name, view)| (name.to_owned(), view)).into()
}
