//! Every view there is, with ordinary contents and with the longest that are realistic. All persons are invented.

use desk::*;
use jiff::civil::date;
use wire::*;

/// A view and the name of its picture.
pub(super) type Picture = (String, View);

const QUIET: StatusLine = StatusLine {
    line: LineGrade::Good,
    waiting: 0,
    oldest_min: None,
    late: 0,
    synchronised: true,
    bytes_limit: false,
};
const BUSY: StatusLine = StatusLine {
    line: LineGrade::Down,
    waiting: 2000,
    oldest_min: Some(2879),
    late: 12,
    synchronised: false,
    bytes_limit: true,
};

fn view(screen: Screen) -> View {
    View {
        screen,
        status: QUIET,
        method: Method::Visual,
        purpose: Purpose::HealthCheckup,
        trouble: None,
        time: Some(jiff::civil::time(9, 41, 0, 0)),
        language: Language::Japanese,
        staff: None,
        site: None,
        ticket: None,
        speech: false,
    }
}

fn judged(certificate: CertificateState) -> Judged {
    Judged {
        reception: ReceptionNumber(12),
        purpose: Purpose::HealthCheckup,
        certificate: Some(certificate),
        certificate_until: Some(date(2026, 12, 31)),
    }
}

fn longest() -> Judged {
    Judged {
        reception: ReceptionNumber(12_345),
        purpose: Purpose::HealthGuidance,
        ..judged(CertificateState::Grace)
    }
}

fn person() -> Box<Person> {
    Box::new(Person {
        insurer_number: "06139992".into(),
        insured_card_symbol: Some("見本１２".into()),
        insured_identification_number: "５０７１".into(),
        insured_branch_number: Some("01".into()),
        name: "試験 花子".into(),
        name_kana: Some("ｼｹﾝ ﾊﾅｺ".into()),
        birthdate: "19610401".into(),
        insured_partial_contribution_ratio: Some("030".into()),
        insured_card_expiration_date: Some("20260331".into()),
        reason_of_loss: Some("03".into()),
        insurer_name: "見本工業健康保険組合".into(),
        ..Default::default()
    })
}

fn longest_person() -> Box<Person> {
    Box::new(Person {
        insured_card_symbol: Some("見本県試験市架空国保特別".into()),
        insured_identification_number: "１２３４５６７８９０１２".into(),
        name: "ヨハンナマリアエリザベート 見本ヶ丘　クリスティーナアレクサンドリア".into(),
        name_kana: Some("ﾖﾊﾝﾅﾏﾘｱｴﾘｻﾞﾍﾞｰﾄ ﾐﾎﾝｶﾞｵｶ".into()),
        birthdate: "19261231".into(),
        insurer_name: "神奈見県例示食品衛生架空事業者国民健康保険組合仮支部".into(),
        ..*person()
    })
}

fn rare_person(name: &str) -> Box<Person> {
    Box::new(Person { name: name.into(), name_kana: Some("ﾖｼﾀﾞ ｼｻｸ".into()), ..*person() })
}

fn notice(kind: LateKind) -> LateNotice {
    LateNotice {
        check: CheckId::from_bytes([1; 16]),
        reception: ReceptionNumber(12),
        captured_at: "2026-05-01T00:31:00Z".parse().unwrap(),
        clock_synchronised: true,
        kind,
    }
}

fn failure(staff: &'static str, technician: &'static str) -> Failure {
    Failure::fixed("K103", staff, technician)
}

fn long_failure() -> Failure {
    failure(
        "このカードはマイナンバーカードではありません（運転免許証など）。マイナンバーカードを置いてください。",
        "SELECT of the JPKI application was answered 6A82: another kind of card, or a card without JPKI",
    )
}

/// A start that failed, told as long as the station tells it.
fn of_start() -> Failure {
    Failure::fixed(
        "J102",
        "この端末は今使えません。別の方法で確認し、技術担当に連絡してください。",
        "J102 /var/lib/junkai/journal.db was sealed with another master key; the file was left untouched, and \
         so that this is the longest text there can be it goes on",
    )
}

/// Every view, named.
pub(super) fn all() -> Vec<Picture> {
    let mut pictures = before_a_check();
    pictures.extend(without_a_verdict());
    pictures.extend(verdicts());
    pictures.extend(around());
    pictures.extend(firmware::card::Fault::ALL.iter().map(|fault| of_card(*fault)));
    pictures.extend(Code::ALL.iter().chain([&Code::Unknown]).flat_map(|code| of_code(*code)));
    // The busiest status line goes with every screen.
    let busy = pictures
        .clone()
        .into_iter()
        .map(|(name, view)| (format!("{name}-busy"), View { status: BUSY, ..view }));
    pictures.extend(busy.collect::<Vec<_>>());
    pictures
}

fn before_a_check() -> Vec<Picture> {
    let until = date(2026, 12, 31);
    let pin = |typed, left, wrong| view(Screen::PinEntry { typed, left, wrong, wheel: None });
    let compare = |certificate| view(Screen::Compare { certificate, certificate_until: until });
    let unusable = |state| view(Screen::CertificateUnusable { state, day: until });
    let ready = view(Screen::Ready { take_card: false });
    let other = View { method: Method::Pin, purpose: Purpose::HealthGuidance, ..ready.clone() };
    let weak = StatusLine { line: LineGrade::Weak, waiting: 3, oldest_min: Some(11), ..QUIET };
    let pictures = [
        ("ready", ready.clone()),
        ("ready-other", View { status: weak, ..other }),
        ("ready-take-card", view(Screen::Ready { take_card: true })),
        ("ready-trouble", View { trouble: Some(long_failure()), ..ready }),
        ("reader-absent", view(Screen::ReaderTrouble(ReaderState::Absent))),
        ("reader-fault", view(Screen::ReaderTrouble(ReaderState::Fault))),
        ("reading", view(Screen::Reading)),
        ("compare", compare(None)),
        ("compare-soon", compare(Some(CertificateState::EndsSoon))),
        ("compare-grace", compare(Some(CertificateState::Grace))),
        ("pin-0", pin(0, 3, false)),
        ("pin-2", pin(2, 3, false)),
        ("pin-4", pin(4, 2, true)),
        ("pin-wrong", pin(0, 1, true)),
        ("last-try", view(Screen::LastTry)),
        ("signing", view(Screen::Signing)),
        ("pin-locked", view(Screen::PinLocked)),
        ("no-challenge", view(Screen::NoChallenge)),
        ("certificate-expired", unusable(CertificateState::Expired)),
        ("certificate-not-yet", unusable(CertificateState::NotYet)),
        (
            "card-pulled",
            view(Screen::CardProblem(failure(
                "読み取り中にカードが離れました。もう一度置いてください。",
                "card removed before the evidence was complete",
            ))),
        ),
        ("card-problem-long", view(Screen::CardProblem(long_failure()))),
    ];
    pictures.map(|(name, view)| (name.to_owned(), view)).into()
}

fn without_a_verdict() -> Vec<Picture> {
    let reception = ReceptionNumber(12);
    let waiting = |reception, left_s| view(Screen::Waiting { reception, left_s });
    let pending = |reception| view(Screen::Pending { reception, problem: None });
    let not_saved = |full, failure| view(Screen::NotSaved { full, failure });
    let full = "保存できる件数に達しました。回線が戻るまで別の方法で確認してください。";
    let late = |notice, more, armed| view(Screen::Late { notice, more, armed });
    let kinds = [
        LateKind::Invalid,
        LateKind::InvalidNewer,
        LateKind::NoMatch,
        LateKind::Multiple,
        LateKind::NotCovered,
        LateKind::Inconsistent,
    ];
    let mut pictures: Vec<Picture> = [
        ("saving", view(Screen::Saving)),
        ("waiting", waiting(reception, 8)),
        ("waiting-long", waiting(ReceptionNumber(12_345), 120)),
        ("pending", pending(reception)),
        ("pending-long", pending(ReceptionNumber(12_345))),
        ("journal-full", not_saved(true, failure(full, "journal holds 2000 checks, the configured bound"))),
        ("not-saved", not_saved(false, long_failure())),
        ("out-of-order", view(Screen::OutOfOrder(of_start()))),
    ]
    .map(|(name, view)| (name.to_owned(), view))
    .into();
    for (n, kind) in kinds.into_iter().enumerate() {
        pictures.push((format!("late-{n}"), late(notice(kind), 0, true)));
    }
    let doubtful = LateNotice {
        clock_synchronised: false,
        reception: ReceptionNumber(12_345),
        ..notice(LateKind::InvalidNewer)
    };
    pictures.push(("late-long".into(), late(doubtful, 12, false)));
    pictures
}

/// What staff do besides checks.
fn around() -> Vec<Picture> {
    let reception = Some(ReceptionNumber(12));
    let list = |of, rows: Vec<ChoiceRow>| {
        let total = u32::try_from(rows.len()).unwrap_or(0);
        Screen::Choice(Choice { of, rows, selected: 0, offset: 0, total, find: None })
    };
    let passcode =
        |step| Screen::Passcode { label: "受付1".into(), typed: 3, wheel: None, problem: None, step };
    let row = Row {
        check: CheckId::from_bytes([1; 16]),
        reception: ReceptionNumber(12),
        day: date(2026, 5, 1),
        at: "2026-05-01T00:31:00Z".parse().unwrap(),
        clock_synchronised: true,
        state: RowState::Settled(Word::Valid),
        ticket: Some("5678".into()),
        fallback: None,
    };
    let numbers = DayNumbers {
        day: date(2026, 5, 1),
        checks: 80,
        by_verdict: ByVerdict::default(),
        waiting: 2,
        oldest_min: Some(11),
        unacknowledged: 0,
        by_fallback: ByFallback::default(),
        without_card: 1,
    };
    let recalled = Screen::NoMatch { judged: judged(CertificateState::Current) };
    let (day, source) = (date(2026, 5, 1), Source::Centre);
    let diagnosis =
        DiagnosisRow { item: DiagnosisItem::Reader, value: "Demo Reader 1".into(), ok: Some(true) };
    let menu = MenuItem::ALL.into_iter().take(5).map(ChoiceRow::Menu).collect();
    let screens = [
        list(ChoiceOf::Staff, vec![ChoiceRow::Staff("受付1".into()), ChoiceRow::Staff("受付2".into())]),
        list(ChoiceOf::Site, vec![ChoiceRow::Site("見本町役場".into())]),
        list(ChoiceOf::Method, vec![ChoiceRow::Method(Method::Visual), ChoiceRow::Method(Method::Pin)]),
        list(ChoiceOf::Purpose, PurposeChoice::ALL.map(ChoiceRow::Purpose).into()),
        list(ChoiceOf::Menu, menu),
        list(ChoiceOf::Checks, vec![ChoiceRow::Check(row)]),
        list(ChoiceOf::Prefs, vec![ChoiceRow::Pref(Pref::Volume(3)), ChoiceRow::Pref(Pref::Brightness(5))]),
        list(ChoiceOf::WithoutCard, FallbackKind::ALL.map(ChoiceRow::Fallback).into()),
        Screen::NoStaff,
        passcode(PasscodeStep::Enter),
        passcode(PasscodeStep::New),
        Screen::LoginWait { label: "受付1".into(), left_s: 30 },
        Screen::Badge { enrol: false, problem: None },
        Screen::Badge { enrol: true, problem: None },
        Screen::PurposeRefused,
        Screen::FallbackPapers { reception },
        Screen::FallbackOther { reception, speech: true },
        Screen::FallbackKept { kind: FallbackKind::Notice, reception },
        Screen::Looking,
        Screen::Recalled { inner: Box::new(recalled), day, source, fallback: None },
        Screen::RecallFailed(failure("控えがありません。", "nothing is kept of this check")),
        Screen::NotDone(failure("記録できませんでした。", "the journal did not answer")),
        Screen::Diagnosis { rows: vec![diagnosis], offset: 0, total: 1 },
        Screen::SelfTest(SelfTestScreen::Panel),
        Screen::SelfTest(SelfTestScreen::Keys { pressed: vec![Key::Ok], scans: 1 }),
        Screen::SelfTest(SelfTestScreen::Lamp(LampColour::Red)),
        Screen::SelfTest(SelfTestScreen::Buzzer),
        Screen::SelfTest(SelfTestScreen::Reader { state: ReaderState::Ready, card: true }),
        Screen::DayNumbers(Box::new(numbers)),
        Screen::PowerOffAsk { waiting: 2 },
        Screen::PoweringOff,
        Screen::StaffAdded { label: "受付3".into(), badge: false },
    ];
    screens.map(|screen| (screen.id().to_owned(), view(screen))).into()
}

fn verdicts() -> Vec<Picture> {
    let valid = |judged, person, coverage| view(Screen::Valid { judged, person, coverage });
    let invalid = |judged, newer, person| view(Screen::Invalid { judged, newer, person });
    let current = || judged(CertificateState::Current);
    let nobody =
        || Box::new(Person { name: "試".into(), insurer_number: "06139992".into(), ..Default::default() });
    let pictures = [
        ("valid", valid(current(), person(), Coverage::Covered)),
        ("valid-soon", valid(judged(CertificateState::EndsSoon), person(), Coverage::Covered)),
        ("valid-grace-long", valid(longest(), longest_person(), Coverage::Covered)),
        ("valid-no-list", valid(current(), person(), Coverage::NoList)),
        ("valid-not-listed", valid(current(), person(), Coverage::NotListed)),
        ("valid-other-purpose", valid(longest(), longest_person(), Coverage::OtherPurpose)),
        ("valid-substituted", valid(current(), rare_person("\u{2ffff}﨑 試作"), Coverage::Covered)),
        ("valid-surrogate", valid(current(), rare_person("𠮷田 試作"), Coverage::Covered)),
        ("valid-variant", valid(current(), rare_person("葛\u{e01ef}城 仮名代"), Coverage::Covered)),
        ("valid-least", valid(current(), nobody(), Coverage::Covered)),
        ("invalid", invalid(current(), false, Some(person()))),
        ("invalid-long", invalid(longest(), false, Some(longest_person()))),
        ("invalid-newer", invalid(current(), true, Some(person()))),
        ("invalid-nobody", invalid(current(), false, None)),
        ("invalid-newer-nobody", invalid(longest(), true, None)),
        ("invalid-least", invalid(current(), false, Some(Box::default()))),
        ("no-match", view(Screen::NoMatch { judged: current() })),
        ("no-match-long", view(Screen::NoMatch { judged: longest() })),
        ("multiple", view(Screen::Multiple { judged: longest() })),
        ("inconsistent", view(Screen::Inconsistent { judged: longest() })),
    ];
    pictures.map(|(name, view)| (name.to_owned(), view)).into()
}

/// What the card room can say, put together as the station does.
fn of_card(fault: firmware::card::Fault) -> Picture {
    let text = fault.text();
    let technician = format!("{}: {} (step certificate, status 6F00)", text.code, text.technician);
    let staff = format!("{}{}", text.staff, text.action);
    let failure = Failure { code: text.code.into(), staff: staff.into(), technician: technician.into() };
    (format!("card-{}", text.code), view(Screen::CardProblem(failure)))
}

/// The screens that show a code.
fn of_code(code: Code) -> Vec<Picture> {
    let text = code.text().code;
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
