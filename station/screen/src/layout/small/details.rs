//! The second screen of a person: insurer, share of cost, symbol, number and branch, to be compared with the 受診券 or
//! written down; for a lost qualification its end and reason. Name and date of birth are on the screen before.

use super::{Page, WIDTH, line};
use crate::kana::narrow;
use crate::layout::person::{ended, reason};
use crate::layout::sheet::{PersonPage, Sheet};
use crate::names;
use crate::scene::{Area, Style};
use crate::texts::{Label, Translate, Words};
use wire::Person;

/// Height of a row, pixels.
const ROW: i32 = 11;
const TEXT: Style = line(11, 10);

pub(super) fn draw(page: &mut Page, sheet: &Sheet, told: &PersonPage) {
    let area = title(page, sheet, told);
    let rows =
        if told.coverage.is_some() { qualification(page, told.person) } else { lost(page, told.person) };
    for ((left, right), n) in rows.into_iter().zip(0..) {
        let wide = page.wide(&right, 10);
        let taken = if wide > 0 { wide + 4 } else { 0 };
        let row = Area::new(2, area.y + ROW * n, WIDTH - 4 - taken, ROW);
        let text = page.shortened(row, &left, TEXT);
        page.text(row, &text, TEXT);
        page.text(Area::new(WIDTH - 2 - wide, row.y, wide, ROW), &right, line(10, 10));
    }
    page.hints(&sheet.keys);
}

/// The texts of a row at the left and at the right.
type Row = (String, String);

fn qualification(page: &Page, person: &Person) -> [Row; 3] {
    let share = person.insured_partial_contribution_ratio.as_deref().and_then(names::share);
    let share =
        share.map(|share| format!("{}{share}", Label::Share.short(page.language))).unwrap_or_default();
    let symbol = labelled(page, Label::Symbol, person.insured_card_symbol.as_deref().unwrap_or_default());
    let number = labelled(page, Label::Number, &person.insured_identification_number);
    let branch = labelled(page, Label::Branch, person.insured_branch_number.as_deref().unwrap_or_default());
    let last = format!("{number} {branch}").trim().to_owned();
    [(person.insurer_name.clone(), String::new()), (symbol, share), (last, String::new())]
}

/// End and reason.
fn lost(page: &Page, person: &Person) -> [Row; 3] {
    let told = |words: Option<Words>| words.map(|words| words.short(page.language).into_owned());
    let rows = [Some(person.insurer_name.clone()), told(ended(person)), told(reason(person))];
    rows.map(|row| (row.unwrap_or_default(), String::new()))
}

/// The insurer's number and the check's; an earlier check says so first of all.
fn title(page: &mut Page, sheet: &Sheet, told: &PersonPage) -> Area {
    let (number, right) = (&told.person.insurer_number, told.judged.reception.to_string());
    let label = Label::InsurerNumber.short(page.language);
    // The day, without the other proof that was recorded.
    let past = sheet.past.as_ref().map(|past| past.short(page.language));
    let ways = match past.as_deref().and_then(|past| past.split("  ").next()) {
        Some(past) => [format!("{past} {label}{number}"), format!("{past} {number}")],
        None => [format!("{label}{number}"), number.clone()],
    };
    let room = WIDTH - page.wide(&right, 10) - 6;
    let left = ways.into_iter().find(|text| page.wide(text, 10) <= room).unwrap_or_else(|| number.clone());
    page.title(&left, &right, true)
}

/// A value after its label, nothing without a value.
fn labelled(page: &Page, label: Label, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{}{}", label.short(page.language), narrow(value)) }
}
