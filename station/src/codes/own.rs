//! The codes of the wiring, the configuration and the fonts, whose texts stand where they happen.

use super::{Entry, OUT_OF_ORDER};
use codes::{Code, Language, S140, S141, S142, S143, S144, S150, S151, S152, S153};

/// Conditions of the machine.
const CONDITIONS: [Code; 9] = [S140, S141, S142, S143, S144, S150, S151, S152, S153];

const STARTS: [(&str, &str); 12] = [
    ("S100", "the station cannot start: …"),
    ("S101", "the configuration: file, line, field and what is wrong"),
    ("S102", "the list of insurers under contract: file, line and what is wrong"),
    ("S103", "[journal] key: no master key"),
    ("S104", "[station] data: the folder cannot be used"),
    ("S105", "[board] socket: cannot be made"),
    ("S106", "a command: the passcode breaks the rule, or was typed in two ways"),
    ("S107", "a command: there is no journal yet"),
    ("S201", "[centre] key: not a PKCS#8 P-256 key"),
    ("S301", "a font cannot be read"),
    ("S302", "a file is no font"),
    ("S303", "no font is configured"),
];

const LOGGED: [(&str, &str); 17] = [
    ("S106", "a passcode is not 4 to 12 digits, or was not typed the same way twice"),
    ("S107", "there is no journal yet"),
    ("S188", "the journal's thread for passcodes ended"),
    ("S189", "lines of the log were dropped: its reader is too slow"),
    ("S190", "a part of the station panicked; it ends and is started afresh"),
    ("S191", "the desk's loop ended"),
    ("S192", "the panel's thread ended"),
    ("S193", "the journal's writer ended"),
    ("S194", "the uplink ended"),
    ("S195", "the reporter ended"),
    ("S196", "a room did not end in time at the stop"),
    ("S197", "a room does not answer"),
    ("S198", "the card room ended"),
    ("S199", "the journal's reader ended"),
    ("S304", "a fall-back font is left out"),
    ("S401", "the panel did not take an order"),
    ("S411", "[power] off: the command failed; the station starts again"),
];

const SHOWN: [(&str, &str, &str); 4] = [
    (
        "S111",
        "読めない受付があります。技術担当に連絡してください。",
        "checks whose seal does not open; they are kept",
    ),
    ("S130", "カードリーダーがつながっていません。USBを差し直してください。", "no card reader"),
    (
        "S131",
        "カードリーダーが応答しません。USBを差し直してください。",
        "the card reader or its service does not answer",
    ),
    (
        "D301",
        "センターの回答が食い違っています。別の方法で確認してください。",
        "the answer contradicts itself; it is never shown as valid",
    ),
];

pub(super) fn entries() -> Vec<Entry> {
    let failures = [crate::run::CLOCK_WRONG, crate::run::SET_ASIDE, crate::run::NO_EVIDENCE];
    let known = failures
        .into_iter()
        .map(|f| Entry::new(&f.code, f.staff, f.technician))
        .chain(CONDITIONS.map(|c| Entry::new(c.name(), c.staff(Language::Japanese), c.technician())));
    let starts = STARTS.iter().map(|(code, text)| Entry::new(code, OUT_OF_ORDER, *text));
    let logged = LOGGED.iter().map(|(code, text)| Entry::new(code, "", *text));
    let shown = SHOWN.iter().map(|(code, staff, text)| Entry::new(code, *staff, *text));
    known.chain(starts).chain(logged).chain(shown).chain(speech()).collect()
}

fn speech() -> Vec<Entry> {
    use ::speech::SpeechError as E;
    let all = [
        E::Missing { what: "…", path: "…".into() },
        E::Failed { program: "…", what: "…".into() },
        E::TooSlow { limit: std::time::Duration::from_secs(15) },
        E::NoSound("…"),
        E::NothingToSay,
        E::TooLong { characters: 601 },
    ];
    let mut entries: Vec<_> =
        all.iter().map(|e| Entry::new(e.code(), e.staff(), without_code(&e.to_string()))).collect();
    entries.push(Entry::new(E::Replaced.code(), "", "reading aloud was replaced or stopped"));
    entries
}

/// A text without the code at its head.
pub(super) fn without_code(text: &str) -> String {
    let rest = text.split_once(' ').map_or(text, |(_, rest)| rest);
    rest.to_owned()
}
