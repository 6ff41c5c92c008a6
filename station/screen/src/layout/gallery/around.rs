//! What staff do besides checks: every list with every item, every answer to a login, the day, the tools.

use super::*;
use std::time::Duration;

/// Rows on a page of this display, as the settings have it.
fn page(format: Format) -> usize {
    match format {
        Format::Colour => 5,
        Format::Mono => 3,
    }
}

pub(super) fn around(format: Format) -> Vec<Picture> {
    let mut pictures = lists(format);
    pictures.extend(logins());
    pictures.extend(proofs());
    pictures.extend(looking_back());
    pictures.extend(tools(format));
    pictures.extend(end_of_day());
    pictures
}

/// All pages of a list, the selected row on each another one.
fn pages(format: Format, of: ChoiceOf, rows: Vec<ChoiceRow>) -> Vec<Picture> {
    let total = u32::try_from(rows.len()).unwrap();
    let name = |n: usize| format!("{}-{n}", Screen::Choice(choice(of, vec![], 0, 0)).id());
    let pages = rows.chunks(page(format)).enumerate();
    pages
        .map(|(n, rows)| {
            let offset = u32::try_from(n * page(format)).unwrap();
            let mut choice = choice(of, rows.to_vec(), offset, total);
            choice.selected = (of != ChoiceOf::WithoutCard).then_some(n % rows.len());
            (name(n), view(Screen::Choice(choice)))
        })
        .collect()
}

fn choice(of: ChoiceOf, rows: Vec<ChoiceRow>, offset: u32, total: u32) -> Choice {
    Choice { of, rows, selected: Some(0), offset, total, find: None }
}

fn lists(format: Format) -> Vec<Picture> {
    let staff =
        ["受付1", "受付2", "主任", "予備の受付担当その１", "技術"].map(|s| ChoiceRow::Staff(s.into()));
    let sites = ["見本町役場", "架空村保健センター", "例示市立総合福祉会館 大会議室", "試験公民館"];
    let sites = sites.map(|site| ChoiceRow::Site(site.into()));
    let prefs = [
        Pref::Volume(0),
        Pref::Brightness(5),
        Pref::Language(Language::Japanese),
        Pref::Volume(3),
        Pref::Brightness(1),
        Pref::Language(Language::English),
    ];
    let mut pictures = Vec::new();
    for (of, rows) in [
        (ChoiceOf::Staff, staff.to_vec()),
        (ChoiceOf::Site, sites.to_vec()),
        (ChoiceOf::Method, [Method::Visual, Method::Pin].map(ChoiceRow::Method).to_vec()),
        (ChoiceOf::Purpose, PurposeChoice::ALL.map(ChoiceRow::Purpose).to_vec()),
        (ChoiceOf::Menu, MenuItem::ALL.map(ChoiceRow::Menu).to_vec()),
        (ChoiceOf::Prefs, prefs.map(ChoiceRow::Pref).to_vec()),
        (ChoiceOf::WithoutCard, FallbackKind::ALL.iter().copied().map(ChoiceRow::Fallback).collect()),
        (ChoiceOf::Checks, checks()),
    ] {
        pictures.extend(pages(format, of, rows));
    }
    let empty = choice(ChoiceOf::Checks, vec![], 0, 0);
    let number = Choice { find: Some(Searched::Number("12345".into())), ..empty.clone() };
    let ticket = Choice {
        find: Some(Searched::Ticket("5678".into())),
        rows: checks()[..1].to_vec(),
        total: 1,
        ..empty.clone()
    };
    let menu = choice(
        ChoiceOf::Menu,
        MenuItem::ALL[..page(format)].iter().copied().map(ChoiceRow::Menu).collect(),
        0,
        8,
    );
    pictures.extend([
        ("checks-empty".to_owned(), view(Screen::Choice(empty))),
        ("checks-number".to_owned(), view(Screen::Choice(number))),
        ("checks-ticket".to_owned(), view(Screen::Choice(ticket))),
        ("menu-trouble".to_owned(), View { trouble: Some(trouble()), ..view(Screen::Choice(menu)) }),
    ]);
    pictures
}

/// A check in every state there is.
fn checks() -> Vec<ChoiceRow> {
    let row = CheckRow {
        head: head(),
        day: date(2026, 5, 1),
        state: RowState::Waiting,
        ticket: Some("5678".into()),
        fallback: None,
    };
    let fallbacks = FallbackKind::ALL.iter().copied().map(Some).chain([None]).cycle();
    let states = [RowState::Waiting].into_iter();
    let states = states.chain(
        Outcome::ALL.iter().flat_map(|word| [RowState::Unacknowledged(*word), RowState::Settled(*word)]),
    );
    let rows = states.zip(fallbacks).map(|(state, fallback)| CheckRow { state, fallback, ..row.clone() });
    let longest = CheckRow {
        head: CheckHead {
            reception: ReceptionNumber(12_345),
            captured_at: "2026-12-31T13:31:00Z".parse().unwrap(),
            clock_synchronised: false,
            ..head()
        },
        day: date(2026, 12, 31),
        state: RowState::Unacknowledged(Outcome::InvalidNewer),
        fallback: Some(FallbackKind::MynaPortal),
        ..row.clone()
    };
    [longest].into_iter().chain(rows).map(ChoiceRow::Check).collect()
}

fn logins() -> Vec<Picture> {
    let passcode = |typed, wheel, problem, step| {
        view(Screen::Passcode { label: "受付1".into(), typed, wheel, problem, step })
    };
    let enter = |typed, wheel, problem| passcode(typed, wheel, problem, PasscodeStep::Enter);
    let failed =
        || failure("記録を開けません。技術担当に連絡してください。", "the journal did not answer in time");
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

fn proofs() -> Vec<Picture> {
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
fn looking_back() -> Vec<Picture> {
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
    let gone = failure(
        "保存期間を過ぎました。結果は表示できません。",
        "the centre keeps it until the end of the following month",
    );
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

fn tools(format: Format) -> Vec<Picture> {
    // The small display has room for fewer characters.
    let model = if format == Format::Colour { "SCM SCR3310 v2.0 [CCID]!" } else { "SCM SCR3310 [CCID]20" };
    let items = [
        (DiagnosisItem::Reader, model, Some(true)),
        (DiagnosisItem::ExtendedApdu, "no, chained", Some(false)),
        (DiagnosisItem::PinPad, "failed", Some(false)),
        (DiagnosisItem::Software, "0.1.0 (a1b2c3d)", None),
        (DiagnosisItem::Address, "192.0.2.123", None),
        (DiagnosisItem::Line, "412 ms  -97 dBm", Some(true)),
        (DiagnosisItem::Disk, "12.3 GiB free", Some(true)),
        (DiagnosisItem::Temperature, "81.2 C", Some(false)),
        (DiagnosisItem::Power, "undervoltage", Some(false)),
        (DiagnosisItem::Clock, "NTP, synchronised", Some(true)),
        (DiagnosisItem::CentreCertificate, "2026-12-31", Some(true)),
        (DiagnosisItem::FleetCertificate, "2026-05-31", Some(false)),
        (DiagnosisItem::Broker, "connected", Some(true)),
        (DiagnosisItem::Book, "128 of 200", Some(true)),
        (DiagnosisItem::Journal, "2000 kept 12 wait", None),
        (DiagnosisItem::Keypad, "ok", Some(true)),
        (DiagnosisItem::Scanner, "unplugged", Some(false)),
        (DiagnosisItem::Display, "128x64 SH1106", None),
        (DiagnosisItem::Buttons, "ok", Some(true)),
        (DiagnosisItem::Speech, "open_jtalk", None),
    ];
    let rows = items.map(|(item, value, ok)| DiagnosisRow { item, value: value.into(), ok });
    let total = u32::try_from(rows.len()).unwrap();
    let diagnosis = rows.chunks(page(format)).enumerate().map(|(n, rows)| {
        let offset = u32::try_from(n * page(format)).unwrap();
        (format!("diagnosis-{n}"), view(Screen::Diagnosis { rows: rows.to_vec(), offset, total }))
    });
    let mut pictures: Vec<Picture> = diagnosis.collect();
    let test = |page| view(Screen::SelfTest(page));
    let many = [
        Key::Digit(1),
        Key::Back,
        Key::Back,
        Key::Up,
        Key::Down,
        Key::Ok,
        Key::Back,
        Key::Digit(0),
        Key::Ok,
        Key::Back,
    ];
    let reader = |state, card| test(SelfTestScreen::Reader { state, card });
    let tests = [
        ("diagnosis-collecting", view(Screen::Diagnosis { rows: vec![], offset: 0, total: 0 })),
        ("self-test-panel", test(SelfTestScreen::Panel)),
        ("self-test-keys", test(SelfTestScreen::Keys { pressed: vec![], scans: 0 })),
        ("self-test-keys-many", test(SelfTestScreen::Keys { pressed: many.into(), scans: 12 })),
        ("self-test-red", test(SelfTestScreen::Lamp(LampColour::Red))),
        ("self-test-amber", test(SelfTestScreen::Lamp(LampColour::Amber))),
        ("self-test-green", test(SelfTestScreen::Lamp(LampColour::Green))),
        ("self-test-buzzer", test(SelfTestScreen::Buzzer)),
        ("self-test-reader", reader(ReaderState::Ready, false)),
        ("self-test-reader-card", reader(ReaderState::Ready, true)),
        ("self-test-reader-absent", reader(ReaderState::Absent, false)),
        ("self-test-reader-fault", reader(ReaderState::Fault, false)),
    ];
    pictures.extend(tests.map(|(name, view)| (name.to_owned(), view)));
    pictures
}

fn end_of_day() -> Vec<Picture> {
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
