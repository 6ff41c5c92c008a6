//! A person on the small display: the data that decide. In the headline the verdict, the state of the contract, and
//! the number; below it the person's identity, in two rows; the insurer's number, where it can be compared with
//! the 受診券, beside the name or beside the keys.

use super::identity::{Identity, Left};
use super::{BANNER, BELOW, PAST_BANNER, PAST_BELOW, PAST_LOW, Page, inverse, line};
use crate::colour::LIT;
use crate::layout::content;
use crate::layout::person::{certificate, note};
use crate::layout::sheet::{Keys, PersonPage, Sheet};
use crate::scene::Area;
use crate::texts::{Action, Label, Translate, Words};
use wire::Person;

/// Between the parts of the headline.
const APART: i32 = 2;

pub(super) fn draw(page: &mut Page, sheet: &Sheet, told: &PersonPage) {
    let who = Identity::of(page, told.person);
    if sheet.past.is_some() {
        earlier(page, sheet, told, &who);
    } else {
        fresh(page, sheet, told, &who);
    }
}

fn fresh(page: &mut Page, sheet: &Sheet, told: &PersonPage, who: &Identity) {
    let below = headline(page, sheet, told, (BANNER, BELOW));
    let warning = warning(page, told);
    let keys = with_details(&sheet.keys);
    let free = page.free_beside(&keys);
    // Beside many keys, or a warning, it does not fit.
    let number = told.coverage.is_some().then_some(&*told.person.insurer_number);
    let tight = warning.is_some() || free.w < page.wide(number.unwrap_or_default(), 10);
    let rows = [Area { h: 11, ..below }, Area { y: below.y + 11, h: 13, ..below }];
    let left = who.in_two_rows(page, rows, number.filter(|_| tight), warning.is_some());
    beside_keys(page, &keys, told, &left, warning);
}

/// An earlier check: the band that says so takes the place of a row, unless the name needs it.
fn earlier(page: &mut Page, sheet: &Sheet, told: &PersonPage, who: &Identity) {
    if let Some(row) = who.in_one_row(page, PAST_BELOW) {
        headline(page, sheet, told, (PAST_BANNER, PAST_BELOW));
        row.draw(page, PAST_BELOW);
    } else {
        let below = headline(page, sheet, told, PAST_LOW);
        let rows = [Area { h: 10, ..below }, Area { y: below.y + 10, h: 11, ..below }];
        who.in_two_rows(page, rows, None, false);
    }
    let number = told.coverage.is_some().then_some(&*told.person.insurer_number);
    beside_keys(page, &with_details(&sheet.keys), told, &Left { number, born: None }, None);
}

/// Adds ▼ for the second screen where that key is free; otherwise その他 leads there.
fn with_details(keys: &Keys) -> Keys {
    if keys.down.is_some() { keys.clone() } else { keys.clone().down(Action::Details) }
}

/// Sizes of the verdict's word, of the mark, and of the number, the largest first.
const SIZES: [(u16, u16, u16); 7] =
    [(15, 12, 14), (14, 12, 14), (14, 10, 14), (12, 10, 14), (12, 10, 10), (10, 10, 14), (10, 10, 10)];

/// Draws the verdict's word, the mark, and the number in one line.
fn headline(page: &mut Page, sheet: &Sheet, told: &PersonPage, places: (Area, Area)) -> Area {
    let (inner, style, below) = page.form_at(sheet, places);
    let number = told.judged.reception.to_string();
    let (title, mark) = (sheet.head.title.short(page.language), told.mark.short(page.language));
    let wide = |page: &Page, (a, b, c): (u16, u16, u16)| {
        [page.wide(&title, a), page.wide(&mark, b), page.wide(&number, c)]
    };
    let high = |size: u16| i32::from(size) <= inner.h;
    let fits = |page: &Page, sizes: (u16, u16, u16)| {
        high(sizes.0) && high(sizes.2) && wide(page, sizes).iter().sum::<i32>() + 2 * APART <= inner.w
    };
    let sizes = SIZES.into_iter().find(|sizes| fits(page, *sizes)).unwrap_or((10, 10, 10));
    let [left, _, right] = wide(page, sizes);
    page.text(Area { w: left, ..inner }, &title, style(sizes.0, sizes.0));
    let middle = Area::new(inner.x + left + APART, inner.y, inner.w - left - right - 2 * APART, inner.h);
    page.text(middle, &mark, style(sizes.1, sizes.1).centre());
    page.text(Area::new(inner.right() - right, inner.y, right, inner.h), &number, style(sizes.2, sizes.2));
    below
}

/// That a character could not be shown, or that the card's certificate ends.
fn warning(page: &Page, told: &PersonPage) -> Option<Words> {
    let ends = told.judged.certificate.filter(|_| certificate(told).is_some());
    note(page.fonts, told.person)
        .map(Words::from)
        .or_else(|| ends.and_then(content::certificate).map(Words::from))
}

/// The insurer's number with its label, or alone, or not at all.
fn fitting_number(page: &Page, free: Area, person: &Person) -> String {
    let number = &person.insurer_number;
    let labelled = format!("{}{number}", Label::InsurerNumber.short(page.language));
    let ways = [labelled, number.clone()];
    ways.into_iter().find(|text| page.wide(text, 10) <= free.w).unwrap_or_default()
}

/// Draws the part that did not fit above, else a warning, else the insurer's number; texts of obvious keys make way.
fn beside_keys(page: &mut Page, given: &Keys, told: &PersonPage, left: &Left, warning: Option<Words>) {
    let warned = warning.as_ref().map(|words| words.short(page.language)).unwrap_or_default();
    let needed = left.number.or(left.born).unwrap_or(&warned);
    let wide = page.wide(needed, 10);
    let silent = |keys: &Keys| Keys { ok: keys.ok.as_ref().map(|_| Action::Only.into()), ..keys.clone() };
    let most = Keys { down: given.down.as_ref().map(|_| Action::Only.into()), ..silent(given) };
    let ways = [given.clone(), silent(given), most];
    let fits = ways.iter().find(|keys| page.free_beside(keys).w >= wide);
    let free = page.hints(fits.unwrap_or(given));
    if wide == 0 || fits.is_none() {
        let text = fitting_number(page, free, told.person);
        return page.text(free, &text, line(10, 10));
    }
    let is_warning = left.number.or(left.born).is_none();
    if is_warning {
        page.scene.fill(free, LIT);
    }
    page.text(free, needed, if is_warning { inverse(10, 10) } else { line(10, 10) });
}
