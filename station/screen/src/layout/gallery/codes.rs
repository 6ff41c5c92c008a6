//! Every text that has a code.

use super::*;

pub(super) fn codes() -> Vec<Picture> {
    let codes = Code::ALL.iter().chain([&Code::Unknown]).flat_map(|code| of_code(*code));
    let faults = firmware::card::Fault::ALL.iter().map(|fault| of_card(*fault));
    static WRITTEN: std::sync::LazyLock<Vec<String>> = std::sync::LazyLock::new(written);
    faults.chain(codes).chain(WRITTEN.iter().cloned().flat_map(of_text)).collect()
}

/// Sentences for staff in the sources of every crate, as failures show them.
fn written() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders = vec![root.clone(), root.join("../firmware")];
    let mut found = std::collections::BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap().map(Result::unwrap) {
            let (path, name) = (entry.path(), entry.file_name());
            let name = name.to_string_lossy();
            if path.is_dir() {
                folders.extend((!["tests", "screen", "target"].contains(&&*name)).then_some(path));
            } else if name.ends_with(".rs") && !name.contains("test") {
                found.extend(sentences_of(&std::fs::read_to_string(path).unwrap()));
            }
        }
    }
    assert!(found.len() > 50, "the sources were not found");
    found.into_iter().collect()
}

/// String literals with a Japanese full stop, with a number where something is put in.
fn sentences_of(source: &str) -> Vec<String> {
    let literals = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let literals = literals.flat_map(|line| line.split('"').skip(1).step_by(2));
    let said = literals.filter(|text| text.contains('。'));
    said.map(|text| {
        let parts = text.split(['{', '}']).enumerate();
        parts.map(|(n, part)| if n % 2 == 1 { "12" } else { part }).collect()
    })
    .collect()
}

/// A failure's text where failures are shown: as a condition that lasts, and on a screen of its own.
fn of_text(staff: String) -> Vec<Picture> {
    let failure = Failure {
        code: "J109".into(),
        technician: "J109 disk full while appending: No space left on device (os error 28)".into(),
        staff: staff.into(),
    };
    let name = |of: &str| format!("{of}-text-{}", failure.staff);
    let ready = view(Screen::Ready { take_card: false, good: None });
    vec![
        (name("trouble"), View { trouble: Some(failure.clone()), ..ready }),
        (name("not-done"), view(Screen::NotDone(failure.clone()))),
    ]
}

/// Texts of the card component, put together as the station does.
pub(super) fn of_card(fault: firmware::card::Fault) -> Picture {
    let text = fault.text();
    let technician = format!("{}: {} (step certificate, status 6F00)", text.code, text.technician);
    let staff = format!("{}{}", text.staff, text.action);
    let failure = Failure { code: text.code.into(), staff: staff.into(), technician: technician.into() };
    (format!("card-{}", text.code), view(Screen::CardProblem(failure)))
}

/// The screens that show a code.
pub(super) fn of_code(code: Code) -> Vec<Picture> {
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
