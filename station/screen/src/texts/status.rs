//! The status line.

use super::{Words, brief, words};
use desk::View;
use wire::LineGrade;

/// Where a text does not fit its code does, and there is a card of codes.
pub(crate) const SEE_CODE: Words = words("コード表", "See card of codes:");
pub(crate) const BYTES_MARK: Words = brief("上限", "Limit", "上限", "Lim");

pub(crate) fn line(grade: LineGrade) -> Words {
    match grade {
        LineGrade::Good => words("良好", "Good"),
        LineGrade::Weak => words("弱い", "Weak"),
        LineGrade::Down => words("圏外", "None"),
    }
}

/// Late bad verdicts that nobody has acknowledged.
pub(crate) fn late(count: u32) -> Words {
    Words::new(format!("要対応{count}"), format!("Call {count}"))
        .or_brief(format!("要{count}"), format!("!{count}"))
}

/// An age in minutes, in the largest unit that says enough.
pub(crate) fn age(minutes: u64) -> Words {
    let (count, ja, en) = match minutes {
        0..60 => (minutes, "分", "m"),
        60..2880 => (minutes / 60, "時間", "h"),
        _ => (minutes / 1440, "日", "d"),
    };
    Words::new(format!("{count}{ja}"), format!("{count}{en}"))
}

/// How many checks wait and since when, in minutes.
pub(crate) fn queue(waiting: u32, oldest_min: Option<u64>) -> Words {
    let count = Words::new(format!("送信待ち{waiting}件"), format!("Queue {waiting}"))
        .or_brief(format!("待{waiting}"), format!("Q{waiting}"));
    oldest_min.map_or(count.clone(), |minutes| count.then(" ", &age(minutes)))
}

/// The time of day as the status line has it, and whether it is known to be right; `?` says that it is not.
pub(crate) fn time(view: &View) -> (String, bool) {
    let known = view.time.filter(|_| view.status.synchronised);
    let time = view.time.map_or("--:--".to_owned(), |time| time.strftime("%H:%M").to_string());
    if known.is_some() { (time, true) } else { (format!("{time}?"), false) }
}
