//! Lists, ways, facts and numbers on the small display: a line that names the screen, and three rows.

use super::{Page, WIDTH, inverse, line};
use crate::colour::{DARK, LIT};
use crate::format::Format;
use crate::layout::sheet::{CheckRow, Count, Counts, Fact, List, ListRow, Rows, Sheet, Way};
use crate::layout::when;
use crate::scene::{Area, Style};
use crate::shape::Shape;
use crate::texts::{Day, Translate};

const ROWS: usize = Format::Mono.rows_a_page();
/// Height of a row, pixels.
const ROW: i32 = 11;
/// Counts that fit, in three columns.
const MOST_COUNTS: usize = 9;

fn row(area: Area, n: i32) -> Area {
    Area::new(0, area.y + ROW * n, WIDTH, ROW)
}

pub(super) fn draw(page: &mut Page, sheet: &Sheet, list: &List) {
    let title = sheet.head.title.short(page.language);
    let title = list.find.as_ref().map_or(title, |find| find.short(page.language));
    let area = page.title(&title, &list.place(), false);
    match &list.rows {
        Rows::Plain(rows) => {
            for ((at, told), n) in rows.iter().enumerate().take(ROWS).zip(0..) {
                plain(page, row(area, n), told, Some(at) == list.selected);
            }
        }
        Rows::Checks(rows) => {
            for ((at, told), n) in rows.iter().enumerate().take(ROWS).zip(0..) {
                check(page, row(area, n), told, Some(at) == list.selected);
            }
        }
    }
    if list.place.1 == 0 {
        page.words(area, &Day::Empty(list.of), line(14, 10).centre());
    }
    page.hints(&sheet.keys);
}

/// The style of a row: the selected one is dark on lit, with an arrow.
fn mark(page: &mut Page, area: Area, selected: bool) -> fn(u16, u16) -> Style {
    if !selected {
        return line;
    }
    page.scene.fill(area, LIT);
    inverse
}

fn plain(page: &mut Page, area: Area, told: &ListRow, selected: bool) {
    let style = mark(page, area, selected);
    if let Some(number) = told.number {
        page.text(Area::new(2, area.y, 7, area.h), &number.to_string(), style(11, 11));
    }
    let value = told.side.as_ref().map(|side| side.short(page.language)).unwrap_or_default();
    let wide = page.wide(&value, 11);
    page.text(Area::new(WIDTH - wide - 2, area.y, wide, area.h), &value, style(11, 11));
    let place = Area::new(12, area.y, WIDTH - wide - 18, area.h);
    let main = page.shortened(place, &told.main.short(page.language), style(11, 10));
    page.text(place, &main, style(11, 10));
}

fn check(page: &mut Page, area: Area, told: &CheckRow, selected: bool) {
    let style = mark(page, area, selected);
    let part = |x: i32, w: i32| Area::new(x, area.y, w, area.h);
    let number = told.reception.to_string();
    let left = page.wide(&number, 10) + 2;
    page.text(part(1, left - 1), &number, style(10, 10));
    let right = WIDTH - 1 - page.wide(&told.state.short(page.language), 10);
    page.words(part(right, WIDTH - 1 - right), &told.state, style(10, 10));
    let (between, when) = (part(left + 3, right - left - 6), when(told));
    // The day finds a check where the time does not fit.
    let day = when.split(' ').next().unwrap_or_default().to_owned();
    let fits = page.fits(between, &when, style(10, 10));
    page.text(between, if fits { &when } else { &day }, style(10, 10));
}

/// Few ways to go on, each beside the key that takes it.
pub(super) fn ways(page: &mut Page, sheet: &Sheet, ways: &[Way]) {
    let number = sheet.head.reception.map(|number| number.to_string()).unwrap_or_default();
    let area = page.title(&sheet.head.title.short(page.language), &number, true);
    for (way, n) in ways.iter().zip(0..) {
        let row = row(area, n);
        let cap = Area::new(0, row.y, 14, row.h - 1);
        page.scene.fill(cap, LIT);
        page.text(cap, way.key, inverse(10, 10).centre());
        page.words(Area::new(18, row.y, 96, row.h), &way.words, line(11, 10));
        if let Some(number) = way.number {
            page.text(Area::new(118, row.y, 8, row.h), &number.to_string(), line(10, 10));
        }
    }
    page.hints(&sheet.keys);
}

/// A label, its value, and a sign for good or bad.
pub(super) fn facts(page: &mut Page, sheet: &Sheet, facts: &[Fact]) {
    let under = sheet.head.under.as_ref().map(|under| under.short(page.language));
    let area = page.title(&sheet.head.title.short(page.language), &under.unwrap_or_default(), true);
    for (fact, n) in facts.iter().take(ROWS).zip(0..) {
        let row = row(area, n);
        match fact.ok {
            Some(true) => page.scene.sign(Area::new(0, row.y, 10, 10), Shape::Check, LIT, DARK),
            Some(false) => page.scene.sign(Area::new(0, row.y, 10, 10), Shape::Cross, LIT, DARK),
            None => {}
        }
        let label = fact.label.short(page.language);
        let wide = page.wide(&label, 10);
        // Below those with a sign, unless a long value needs the space.
        let long = fact.ok.is_none() && wide + page.wide(&fact.value, 10) > WIDTH - 15;
        let left = if long { 0 } else { 12 };
        page.text(Area::new(left, row.y, wide, row.h), &label, line(10, 10));
        let value = Area::new(left + wide + 3, row.y, WIDTH - left - wide - 3, row.h);
        let text = page.shortened(value, &fact.value, line(10, 10));
        page.text(value, &text, line(10, 10));
    }
    page.hints(&sheet.keys);
}

/// The numbers of the day: only counts that are not 0, so that they can be large.
pub(super) fn counts(page: &mut Page, sheet: &Sheet, counts: &Counts) {
    let sum = sheet.head.under.as_ref().map(|sum| sum.short(page.language)).unwrap_or_default();
    let area = page.title(&sheet.head.title.short(page.language), &sum, true);
    // The other proofs in one sum: which they were is on the large display and in the record.
    let sum = counts.proofs.iter().map(|proof| proof.count).sum();
    let proofs = Count { label: Day::OtherProofs.into(), count: sum, open: false };
    let all = |verdicts: &[Count]| -> Vec<Count> {
        let (first, last) = ([&counts.waiting, &counts.late], [&proofs, &counts.without_card]);
        let all = first.into_iter().chain(verdicts).chain(last);
        all.filter(|count| count.count > 0).cloned().collect()
    };
    // Usually there are few, which fit with their words.
    let few = all(&counts.few_verdicts);
    let told = if few.len() <= MOST_COUNTS { few } else { all(&counts.fewest_verdicts) };
    let columns = if told.len() <= 6 { 2 } else { 3 };
    let wide = WIDTH / columns;
    for (count, n) in told.iter().zip(0..) {
        let cell = Area::new(wide * (n % columns), area.y + ROW * (n / columns), wide - 2, ROW);
        let digits = count.count.to_string();
        let right = page.wide(&digits, 10);
        page.text(Area::new(cell.right() - right, cell.y, right, cell.h), &digits, line(10, 10));
        let label = Area::new(cell.x, cell.y, cell.w - right, cell.h);
        page.words(label, &count.label, line(10, 6));
    }
    if told.is_empty() {
        page.words(area, &Day::NothingWaits, line(12, 9).centre());
    }
    page.hints(&sheet.keys);
}
