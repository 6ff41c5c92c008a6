//! From a view to a picture, in two steps: what a screen says (`tell`, the same for both displays), and where that
//! is on each display (`large` 320×240 in colour, `small` 128×64 in one bit).

#[cfg(test)]
pub(crate) mod gallery;
mod large;
mod person;
mod sheet;
mod small;
mod tell;
#[cfg(test)]
mod tests;

use crate::font::Fonts;
use crate::format::Format;
use crate::scene::Scene;
use desk::View;

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

/// A failure's technical text with its code; some rooms' words begin with the code already.
fn technical(failure: &desk::Failure) -> String {
    match failure.technician.strip_prefix(&*failure.code) {
        Some(_) => failure.technician.to_string(),
        None => format!("{}  {}", failure.code, failure.technician),
    }
}

/// On one line what stands on several: Japanese without a gap, other text with one.
fn flat(text: &str) -> String {
    let japanese = text.chars().any(|c| ('ぁ'..='ん').contains(&c));
    text.replace('\n', if japanese { "" } else { " " })
}

/// When a check was captured: the day of its number, and the time of day in Japan.
fn when(row: &sheet::CheckRow) -> String {
    let doubt = if row.doubtful { "?" } else { "" };
    let time = wire::jst_text(row.at);
    format!("{}/{} {time}{doubt}", row.day.month(), row.day.day())
}
