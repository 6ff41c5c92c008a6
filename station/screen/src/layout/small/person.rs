//! A person on the small display: the data that decide. The verdict, the contract and the number in the headline;
//! the kana with the date of birth, or why it is bad; the name; the insurer's number beside the keys, where it can be
//! compared with the 受診券.

use super::{Page, inverse, line};
use crate::colour::LIT;
use crate::layout::person::note;
use crate::layout::sheet::{Kind, PersonPage, Sheet};
use crate::scene::Area;
use crate::texts::{labels, verdict};
use wire::Person;

pub(super) fn draw(page: &mut Page, sheet: &Sheet, told: &PersonPage) {
    let good = sheet.head.kind == Kind::Good;
    let below = if good { good_banner(page, sheet, told) } else { page.banner(sheet) };
    if sheet.past.is_some() {
        name(page, below, told.person, true);
        page.hints(&sheet.keys);
        return;
    }
    let (upper, lower) = (Area { h: 11, ..below }, Area { y: below.y + 11, h: 13, ..below });
    if !good {
        page.text(upper, &why(page, told), line(12, 10));
        name(page, lower, told.person, true);
        page.hints(&sheet.keys);
        return;
    }
    // A very long name takes both rows; the date of birth is beside the keys then.
    let long = !page.fits(lower, shown(page, told.person), line(14, 10));
    if long {
        name(page, below, told.person, false);
    } else {
        kana_and_birth(page, upper, told.person);
        name(page, lower, told.person, false);
    }
    let free = page.hints(&sheet.keys);
    beside_keys(page, free, told, long);
}

/// The verdict's word, the contract and the number in one line.
fn good_banner(page: &mut Page, sheet: &Sheet, told: &PersonPage) -> Area {
    let (inner, style, below) = page.form(sheet);
    let number = told.judged.reception.to_string();
    let size = if number.len() > 3 { 10 } else { 14 };
    let wide = page.wide(&number, size);
    page.text(Area::new(inner.right() - wide, inner.y, wide, inner.h), &number, style(size, size));
    let title = sheet.head.title.short(page.language).to_owned();
    let title_wide = page.wide(&title, 15).min(40);
    page.text(Area::new(inner.x, inner.y, title_wide, inner.h), &title, style(15, 10));
    if let Some(coverage) = told.coverage {
        let left = inner.x + title_wide + 3;
        let area = Area::new(left, inner.y, inner.right() - wide - 3 - left, inner.h);
        page.words(area, &verdict::coverage(coverage), style(12, 10).centre());
    }
    below
}

fn shown<'a>(page: &Page, person: &'a Person) -> &'a str {
    if person.name.is_empty() { no_name(page) } else { &person.name }
}

fn no_name(page: &Page) -> &'static str {
    match page.language {
        desk::Language::Japanese => "（氏名の回答なし）",
        desk::Language::English => "(no name)",
    }
}

/// The date of birth at the right, and the kana in what is left; very long kana have the row for themselves.
fn kana_and_birth(page: &mut Page, area: Area, person: &Person) {
    let kana = person.name_kana.as_deref().unwrap_or("");
    let born = labels::born(&person.birthdate);
    let born = born.short(page.language);
    let wide = page.wide(born, 10);
    // Two pixels from the edge: the first kana begins at its very first column.
    let left = Area::new(area.x + 2, area.y, area.w - wide - 6, area.h);
    if page.fits(left, kana, line(12, 10)) {
        page.text(left, kana, line(12, 10));
        page.text(Area::new(area.right() - wide, area.y, wide, area.h), born, line(10, 10));
    } else {
        page.text(area, kana, line(10, 8));
    }
}

/// The name; one of katakana that is too long in half width, so that it stays whole. Where there is no room for the
/// kana beside it (`alone`), the kana instead of a name that cannot be shown whole or legibly.
fn name(page: &mut Page, area: Area, person: &Person, alone: bool) {
    let name = shown(page, person);
    let kana = person.name_kana.as_deref().unwrap_or("");
    let lossy = note(page.fonts, person).is_some();
    let narrow = crate::kana::narrow(name);
    let (plain, broken) = (line(14, 10), line(12, 10).lines(2));
    let instead = alone && !kana.is_empty() && (lossy || !page.fits(area, name, plain));
    let ways = [(kana, line(14, 10), instead), (name, plain, true), (&narrow, broken, true)];
    let way = ways.into_iter().find(|(text, style, may)| *may && page.fits(area, text, *style));
    let (text, style, _) = way.unwrap_or((&narrow, line(9, 6).lines(3), true));
    let text = text.to_owned();
    page.text(area, &text, style);
}

/// What is bad, in few words; and the insurer of a person who is not under contract.
fn why(page: &Page, told: &PersonPage) -> String {
    match told.coverage {
        Some(coverage) => {
            let why = verdict::coverage(coverage);
            format!("{} {}", why.short(page.language), told.person.insurer_number)
        }
        None => told.band.0.short(page.language).to_owned(),
    }
}

/// That a character could not be shown, that the card's certificate ends, or else the insurer's number.
fn beside_keys(page: &mut Page, free: Area, told: &PersonPage, birth: bool) {
    if birth {
        let born = labels::born(&told.person.birthdate);
        return page.words(free, &born, line(10, 10));
    }
    let warning = crate::layout::person::certificate(told);
    let words = match (note(page.fonts, told.person), told.judged.certificate.filter(|_| warning.is_some())) {
        (Some(note), _) => note,
        (None, Some(state)) => crate::texts::card::certificate(state).unwrap_or(labels::INSURER_NUMBER),
        (None, None) => {
            let number =
                format!("{}{}", labels::INSURER_NUMBER.short(page.language), told.person.insurer_number);
            let number = if page.fits(free, &number, line(10, 10)) {
                number
            } else {
                told.person.insurer_number.clone()
            };
            return page.text(free, &number, line(10, 10));
        }
    };
    page.scene.fill(free, LIT);
    page.words(free, &words, inverse(10, 10));
}
