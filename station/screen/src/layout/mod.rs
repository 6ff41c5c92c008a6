//! From a view to a picture, in two steps: the content of a screen (`content`, the same for both displays), and its
//! places on each display (`large` 320×240 in colour, `small` 128×64 in one bit).

mod content;
#[cfg(test)]
pub(crate) mod gallery;
mod large;
mod person;
mod sheet;
mod small;
#[cfg(test)]
mod tests;

use crate::font::Fonts;
use crate::format::Format;
use crate::scene::Scene;
use crate::texts;
use desk::View;
use model::Language;

/// Composes the picture of a view.
pub(crate) fn compose(fonts: &Fonts, view: &View, format: Format) -> Scene {
    match format {
        Format::Colour => large::compose(fonts, view),
        Format::Mono => small::compose(fonts, view),
    }
}

/// A line feed after each sentence but the last.
fn sentences(text: &str) -> String {
    text.trim().replace('。', "。\n").trim_end().to_owned()
}

/// A text of several lines on one line, joined as its language does.
fn flat(text: &str, language: Language) -> String {
    text.replace('\n', texts::manner(language).line_break)
}

/// The capture of a check: the day of its number, and the time of day in Japan.
fn when(row: &sheet::CheckRow) -> String {
    let doubt = if row.doubtful { "?" } else { "" };
    let time = wire::jst_text(row.at);
    format!("{}/{} {time}{doubt}", row.day.month(), row.day.day())
}

/// The time of day for the status line, and whether it is known to be right; a time with `?` is not.
fn time_of_day(view: &View) -> (String, bool) {
    let known = view.time.filter(|_| view.status.synchronised);
    let time = view.time.map_or("--:--".to_owned(), |time| time.strftime("%H:%M").to_string());
    if known.is_some() { (time, true) } else { (format!("{time}?"), false) }
}
