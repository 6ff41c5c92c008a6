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

/// What the first letter of a code means.
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

/// More technicians' texts than these do not help on a card; `station codes` has them.
const TEXTS: usize = 3;

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

fn row(group: &Group) -> String {
    let mut texts = group.technician.iter().take(TEXTS).map(String::as_str).collect::<Vec<_>>().join("; ");
    if group.technician.len() > TEXTS {
        texts.push_str("; …");
    }
    let (codes, staff) = (group.codes.join(" "), escaped(&group.staff));
    format!("<p><b>{codes}</b> {staff} <i>{}</i></p>\n", escaped(&texts))
}
