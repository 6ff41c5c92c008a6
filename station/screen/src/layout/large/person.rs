//! A person and their qualification: the sentence that counts in a band, the name with its kana above as on forms, then
//! the data that are compared with the 受診券.

use super::{FAINT, Page, WIDTH};
use crate::colour::{CREAM, GREEN, INK, PALE, RED, Rgb, WHITE};
use crate::layout::person::{certificate, ended, note, numbers, reason};
use crate::layout::sheet::PersonPage;
use crate::scene::{Area, Style};
use crate::texts::{Label, Translate, Verdict};

/// Rows of a person's data, each this high.
const ROW: i32 = 19;
const DATA: Style = Style::new(INK, WHITE, 17, 10);

pub(super) fn draw(page: &mut Page, area: Area, told: &PersonPage, past: bool) {
    let band = Area::new(0, area.y, WIDTH, area.h - 118);
    let (words, good) = &told.band;
    let (ink, ground): (Rgb, Rgb) = match (good, past) {
        // The colours of a verdict belong to fresh ones.
        (_, true) | (None, _) => (INK, PALE),
        (Some(true), false) => (WHITE, GREEN),
        (Some(false), false) => (WHITE, RED),
    };
    page.strip(band, &words.first(page.language), ink, ground);
    let y = name(page, band.bottom() + 1, told);
    if told.coverage.is_some() { qualification(page, y, told) } else { lost(page, y, told) }
}

/// Kana above the name; gives where the next row begins.
fn name(page: &mut Page, y: i32, told: &PersonPage) -> i32 {
    let person = told.person;
    let kana = person.name_kana.as_deref().unwrap_or("");
    let note = note(page.fonts, person);
    let wide = if note.is_some() { 146 } else { 304 };
    page.text(Area::new(8, y, wide, 15), kana, Style::new(FAINT, WHITE, 14, 10));
    if let Some(note) = note {
        let area = Area::new(156, y, 162, 15);
        page.scene.fill(area, CREAM);
        page.words(area, &note, Style::new(INK, CREAM, 11, 10).centre());
    }
    let none = Verdict::NoName;
    let shown = if person.name.is_empty() { &*none.first(page.language) } else { &person.name };
    page.text(Area::new(8, y + 15, 304, 27), shown, Style::new(INK, WHITE, 24, 11).bold().lines(2));
    y + 42
}

fn row(page: &mut Page, y: i32, text: &str) {
    page.text(Area::new(8, y, 304, ROW), text, DATA);
}

/// Birth date, insurer, share of cost, symbol, number and branch.
fn qualification(page: &mut Page, y: i32, told: &PersonPage) {
    let person = told.person;
    let mut room = 304;
    if let Some(ticket) = &told.ticket {
        room = 196;
        page.words(Area::new(210, y, 102, ROW), ticket, DATA.right());
    }
    if !person.birthdate.is_empty() {
        let born = Label::Born(person.birthdate.clone());
        let area = Area::new(8, y, room, ROW);
        let legible = Style::new(INK, WHITE, 17, 14);
        let whole = crate::scene::fits(page.fonts, area, &born.first(page.language), legible);
        page.text(area, &if whole { born.first(page.language) } else { born.short(page.language) }, DATA);
    }
    row(page, y + ROW, &person.insurer_name);
    let rows = Area::new(8, y + 2 * ROW, 304, 2 * ROW);
    let numbers = numbers(person, page.language);
    page.text(rows, &numbers, DATA.lines(3));
}

/// End and reason, the insurer, and the action in the other language or the warning about the card.
fn lost(page: &mut Page, y: i32, told: &PersonPage) {
    let person = told.person;
    let both =
        [ended(person), reason(person)].map(|words| words.map(|w| w.first(page.language).into_owned()));
    for (text, n) in both.into_iter().flatten().chain([person.insurer_name.clone()]).zip(0..) {
        row(page, y + n * ROW, &text);
    }
    let last = Area::new(0, y + 3 * ROW, WIDTH, ROW);
    match certificate(told) {
        Some(warning) => page.strip(last, &warning.first(page.language), INK, CREAM),
        None => page.second(last.inset(8), &told.band.0, Style::new(FAINT, WHITE, 14, 10)),
    }
}
