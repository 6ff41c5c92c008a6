//! Checks, with and without a verdict.

use super::*;

pub(super) fn without_a_verdict() -> Vec<Picture> {
    let reception = ReceptionNumber(12);
    let waiting = |reception, left_s| view(Screen::Waiting { reception, left_s });
    let pending = |reception| view(Screen::Pending { reception, problem: None });
    let not_saved = |full, failure| view(Screen::NotSaved { full, failure });
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
        ("journal-full", not_saved(true, Failure::new(codes::J201).with("2000 checks wait"))),
        ("not-saved", not_saved(false, long_failure())),
        ("out-of-order", view(Screen::OutOfOrder(of_start()))),
    ]
    .map(|(name, view)| (name.to_owned(), view))
    .into();
    for (n, kind) in kinds.into_iter().enumerate() {
        pictures.push((format!("late-{n}"), late(notice(kind), 0, true)));
    }
    let doubtful = LateNotice {
        head: CheckHead { clock_synchronised: false, reception: ReceptionNumber(12_345), ..head() },
        ..notice(LateKind::InvalidNewer)
    };
    pictures.push(("late-long".into(), late(doubtful, 12, false)));
    pictures
}

/// A person with this name, and with kana of so many half-width characters.
fn named(name: &str, kana: usize) -> Box<Person> {
    let kana: String = "ﾖﾊﾝﾅﾏﾘｱ ｴﾘｻﾞﾍﾞｰﾄ ﾐﾎﾝｶﾞｵｶ ｸﾘｽﾃｨｰﾅ ｱﾚｸｻﾝ".chars().take(kana).collect();
    Box::new(Person { name: name.into(), name_kana: Some(kana), birthdate: "19261231".into(), ..*person() })
}

pub(super) fn verdicts() -> Vec<Picture> {
    let valid = |judged, person, coverage| view(Screen::Valid { judged, person, coverage });
    let invalid = |judged, newer, person| view(Screen::Invalid { judged, newer, person });
    let current = || judged(CertificateState::Current);
    let nobody =
        || Box::new(Person { name: "試".into(), insurer_number: "06139992".into(), ..Default::default() });
    let pictures = [
        ("valid", valid(current(), person(), Coverage::Covered)),
        ("valid-speech", View { speech: true, ..valid(current(), person(), Coverage::Covered) }),
        (
            "valid-substituted-speech",
            View { speech: true, ..valid(current(), rare_person("\u{2ffff}﨑 試作"), Coverage::Covered) },
        ),
        ("valid-soon", valid(judged(CertificateState::EndsSoon), person(), Coverage::Covered)),
        ("valid-grace-long", valid(longest(), longest_person(), Coverage::Covered)),
        ("valid-no-list", valid(current(), person(), Coverage::NoList)),
        ("valid-not-listed", valid(current(), person(), Coverage::NotListed)),
        ("valid-other-purpose", valid(longest(), longest_person(), Coverage::OtherPurpose)),
        ("valid-long-latin", valid(current(), named("NGUYEN THI MINH ANHH", 20), Coverage::Covered)),
        (
            "valid-long-kanji",
            valid(current(), named("見本架空例示仮名試験試作見本架空例示仮名", 40), Coverage::Covered),
        ),
        ("valid-long-kana", valid(longest(), named("試験 花子", 30), Coverage::Covered)),
        ("valid-long-speech", View { speech: true, ..valid(longest(), longest_person(), Coverage::Covered) }),
        ("valid-not-listed-latin", valid(current(), named("NGUYEN THI MINH ANHH", 20), Coverage::NotListed)),
        (
            "valid-not-listed-kanji",
            valid(longest(), named("見本架空例示仮名試験試作見本架空例示仮名", 40), Coverage::NotListed),
        ),
        ("valid-other-purpose-kana", valid(current(), named("試験 花子", 30), Coverage::OtherPurpose)),
        ("invalid-newer-long", invalid(longest(), true, Some(named("試験 花子", 30)))),
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
    let plain = pictures.map(|(name, view)| (name.to_owned(), view));
    let ticket = |view: View| View { ticket: Some("5678".into()), ..view };
    let with = plain.clone().map(|(name, view)| (format!("{name}-ticket"), ticket(view)));
    plain.into_iter().chain(with).collect()
}
