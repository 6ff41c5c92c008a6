//! The rows of the error card: every code that staff can meet, those with the same sentence together.

use super::escaped;
use crate::{process, scene::Result};
use serde::Deserialize;
use std::process::Command;

#[derive(Deserialize)]
struct Entry {
    code: String,
    staff: String,
    technician: String,
}

/// Codes with one sentence for staff.
struct Group {
    codes: Vec<String>,
    staff: String,
    technician: Vec<String>,
}

/// Meaning of the first letter of a code.
const ROOMS: [(char, &str); 8] = [
    ('K', "K　カードとリーダー"),
    ('D', "D　受付の操作"),
    ('C', "C　センターの判定"),
    ('U', "U　センターとの通信"),
    ('J', "J　端末の記録"),
    ('S', "S　端末"),
    ('P', "P　画面・キー・音"),
    ('R', "R　本部への通知"),
];

/// All rows as HTML, asked from the station itself.
pub(super) fn rows() -> Result<String> {
    let told = Command::new(process::sibling("station")?).args(["codes", "--json"]).output()?;
    if !told.status.success() {
        return Err(format!("station codes ended with {}", told.status).into());
    }
    let entries: Vec<Entry> = serde_json::from_slice(&told.stdout)?;
    Ok(ROOMS.iter().map(|(letter, title)| room(*letter, title, &entries)).collect())
}

fn room(letter: char, title: &str, entries: &[Entry]) -> String {
    let mut groups: Vec<Group> = Vec::new();
    for entry in entries.iter().filter(|e| !e.staff.is_empty() && e.code.starts_with(letter)) {
        let (code, text) = (entry.code.clone(), entry.technician.clone());
        match groups.iter_mut().find(|group| group.staff == entry.staff) {
            Some(group) => {
                group.codes.push(code);
                if !group.technician.contains(&text) {
                    group.technician.push(text);
                }
            }
            None => {
                groups.push(Group { codes: vec![code], staff: entry.staff.clone(), technician: vec![text] })
            }
        }
    }
    let rows: String = groups.iter().map(row).collect();
    format!("<h2>{title}</h2>\n{rows}")
}

/// The most frequent actions of staff, as a label each: the card can be larger print. The longer sentences first.
const ACTIONS: [(&str, &[&str]); 12] = [
    ("別の方法で確認し、技術担当に連絡してください。", &["別の証明", "技術担当"]),
    ("受付は続け、技術担当に連絡してください。", &["続ける", "技術担当"]),
    ("続くときはほかの資格確認書類で確認してください。", &["だめなら別の証明"]),
    ("続くときは技術担当に連絡してください。", &["だめなら技術担当"]),
    ("ほかの資格確認書類で確認してください。", &["別の証明"]),
    ("別の方法で確認してください。", &["別の証明"]),
    ("技術担当に連絡してください。", &["技術担当"]),
    ("もう一度カードを置いてください。", &["置き直す"]),
    ("カードを置き直してください。", &["置き直す"]),
    ("そのままお待ちください。", &["待つ"]),
    ("受付はそのまま続けられます。", &["続ける"]),
    ("画面を見て続けてください。", &["続ける"]),
];

/// A sentence for staff, with labels for what they do; none but at its end, where what to do stands.
fn labelled(staff: &str) -> String {
    let mut text = escaped(staff);
    let mut labels = String::new();
    while let Some((sentence, names)) = ACTIONS.iter().find(|(sentence, _)| text.ends_with(sentence)) {
        text.truncate(text.len() - sentence.len());
        let these: String = names.iter().map(|name| format!("<em>{name}</em>")).collect();
        labels.insert_str(0, &these);
    }
    format!("{text}{labels}")
}

/// The first clause of a technician's text, without what stands in brackets.
fn clause(text: &str) -> String {
    let whole = text.split(';').next().unwrap_or(text);
    let bracket = |part: &str| part.split_once(')').map_or(String::new(), |(_, rest)| rest.to_owned());
    let mut parts = whole.split(" (");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + &bracket(part))
}

fn row(group: &Group) -> String {
    // More than one text does not help on a card; `station codes` has them all, and whole.
    let more = if group.technician.len() > 1 { "; …" } else { "" };
    // The first that says something by itself.
    let says = |text: &&String| clause(text).chars().filter(char::is_ascii_alphabetic).count() > 12;
    let text = group.technician.iter().find(says).or(group.technician.first());
    let text = text.map(|text| clause(text) + more).unwrap_or_default();
    let (codes, staff) = (group.codes.join(" "), labelled(&group.staff));
    format!("<p><b>{codes}</b> {staff} <i>{}</i></p>\n", escaped(&text))
}
