//! The morning as a table: person, method, shown verdict, the centre's record, time from card to verdict.

use crate::scene::Record;
use crate::world::KnownCheck;
use centre::ReceiptRecord;
use std::fmt::Write as _;

/// The table as text for a terminal. Steps that captured nothing have no record
/// of the centre.
pub fn text(records: &[Record], checks: &[KnownCheck]) -> String {
    let head = ["", "step", "person", "method", "panel", "受付", "centre's record", "card → verdict"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    rows.extend(records.iter().enumerate().map(|(i, record)| row(i, record, checks)));
    let widths: Vec<usize> = (0..head.len())
        .map(|c| rows.iter().filter_map(|r| r.get(c)).map(|t| width(t)).max().unwrap_or(0))
        .collect();
    let mut out = String::new();
    for cells in &rows {
        let padded = cells.iter().zip(&widths).map(|(t, w)| format!("{t}{}", " ".repeat(w - width(t))));
        let _ = writeln!(out, "{}", padded.collect::<Vec<_>>().join("  ").trim_end());
    }
    out
}

fn row(index: usize, record: &Record, checks: &[KnownCheck]) -> Vec<String> {
    let check = record.reception.and_then(|number| checks.iter().find(|c| c.reception == number));
    let receipt = check.and_then(|c| c.receipt.as_ref());
    vec![
        (index + 1).to_string(),
        record.title.clone(),
        record.person.clone(),
        record.method.clone(),
        record.shown.clone(),
        record.reception.map_or("-".into(), |n| format!("{n:03}")),
        receipt.map_or("-".into(), describe),
        record.took.map_or("-".into(), |t| format!("{:.2} s", t.as_secs_f64())),
    ]
}

fn describe(receipt: &ReceiptRecord) -> String {
    let deferred = if receipt.deferred { ", deferred" } else { "" };
    let again = match receipt.times_seen {
        1 => String::new(),
        times => format!(", sent {times}×"),
    };
    format!("#{} {}, counted {}×{again}{deferred}", receipt.number, receipt.word, receipt.times_counted)
}

/// Columns that a text takes on a terminal: East Asian wide characters take two.
fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

fn columns(c: char) -> usize {
    match u32::from(c) {
        0xFE00..=0xFE0F | 0xE0100..=0xE01EF | 0x0300..=0x036F => 0,
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F => 2,
        0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn columns_line_up_with_japanese_text() {
        let record = |title: &str, shown: &str| Record {
            title: title.into(),
            person: "試験 花子".into(),
            method: "目視".into(),
            shown: shown.into(),
            reception: None,
            took: Some(Duration::from_millis(500)),
        };
        let table = text(&[record("a", "有効"), record("longer", "未確認（送信待ち）")], &[]);
        let ends: Vec<usize> =
            table.lines().skip(1).map(|l| width(l.split("0.50 s").next().unwrap())).collect();
        assert_eq!(ends.len(), 2);
        assert_eq!(ends[0], ends[1], "{table}");
    }
}
