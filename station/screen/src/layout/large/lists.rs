//! Lists: a low headline with the place in the list, five rows with their digits, the selected one marked in colour
//! and by an arrow. And the few ways of a question, and facts.

use super::{HINTS, Page, WIDTH, look, ready};
use crate::colour::{AMBER, CREAM, FAINT, GREEN, INK, PALE, RED, Rgb, SLATE, TEAL, WHITE};
use crate::format::Format;
use crate::layout::sheet::{CheckRow, Fact, Head, List, ListRow, Rows, Way};
use crate::layout::when;
use crate::scene::{Area, Style};
use crate::shape::Shape;
use crate::texts::{Day, Translate};

const HEAD: Area = Area::new(0, 18, WIDTH, 32);
const FIRST: i32 = 52;
const ROWS: usize = Format::Colour.rows_a_page();
/// Height of a row, pixels.
const ROW: i32 = 28;

pub(super) fn draw(page: &mut Page, head: &Head, list: &List) {
    headline(page, head, list);
    let row = |n: i32| Area::new(4, FIRST + ROW * n, WIDTH - 8, ROW - 1);
    match &list.rows {
        Rows::Plain(rows) => {
            for ((at, told), n) in rows.iter().enumerate().take(ROWS).zip(0..) {
                plain(page, row(n), told, Some(at) == list.selected);
            }
        }
        Rows::Checks(rows) => {
            for ((at, told), n) in rows.iter().enumerate().take(ROWS).zip(0..) {
                check(page, row(n), told, Some(at) == list.selected);
            }
        }
    }
    if list.place.1 == 0 {
        let none = Day::Empty(list.of);
        page.words(Area::new(8, 90, 304, 40), &none, Style::new(INK, WHITE, 22, 16).bold().centre());
        page.second(Area::new(8, 130, 304, 20), &none, Style::new(FAINT, WHITE, 14, 12).centre());
    }
    if let Some(failure) = list.trouble {
        let top = FIRST + ROW * 5 + 1;
        ready::trouble(page, Area::new(0, top, WIDTH, HINTS.y - top), failure);
    }
}

fn headline(page: &mut Page, head: &Head, list: &List) {
    let (ink, ground) = look(head.kind);
    page.scene.fill(HEAD, ground);
    page.scene.sign(Area::new(6, HEAD.y + 4, 24, 24), head.sign, ink, ground);
    let title = head.title.first(page.language);
    let (text, wide) = match &list.find {
        Some(find) => (format!("{title}  {}", find.first(page.language)), 208),
        None => (title.into_owned(), 128),
    };
    page.text(Area::new(36, HEAD.y, wide, HEAD.h), &text, Style::new(ink, ground, 22, 11).bold());
    if list.find.is_none() {
        let second = Area::new(168, HEAD.y, 76, HEAD.h);
        page.second(second, &head.title, Style::new(ink, ground, 12, 10).lines(2).right());
    }
    let area = Area::new(248, HEAD.y, 68, HEAD.h);
    page.text(area, &list.place(), Style::new(ink, ground, 17, 10).bold().right());
}

/// Ink and ground of a row, and the arrow that marks the selected one.
fn mark(page: &mut Page, area: Area, selected: bool) -> (Rgb, Rgb) {
    let (ink, ground) = if selected { (WHITE, TEAL) } else { (INK, WHITE) };
    page.scene.fill(area, ground);
    if selected {
        let arrow = Area::new(area.x, area.y, 18, area.h);
        page.text(arrow, "▶", Style::new(ink, ground, 14, 14).centre());
    } else {
        page.scene.fill(Area::new(area.x + 18, area.bottom(), area.w - 18, 1), PALE);
    }
    (ink, ground)
}

fn plain(page: &mut Page, area: Area, row: &ListRow, selected: bool) {
    let (ink, ground) = mark(page, area, selected);
    if let Some(number) = row.number {
        let cap = Area::new(area.x + 20, area.y + 4, 20, area.h - 8);
        page.scene.fill(cap, SLATE);
        page.text(cap, &number.to_string(), Style::new(WHITE, SLATE, 15, 15).bold().centre());
    }
    let left = area.x + 46;
    let (wide, side) = match (&row.side, row.level) {
        (Some(_), _) => (112, 90),
        (None, _) if row.main.second(page.language).is_empty() => (area.right() - left - 4, 0),
        (None, _) => (166, 92),
    };
    page.words(Area::new(left, area.y, wide, area.h), &row.main, Style::new(ink, ground, 20, 11).bold());
    let right = Area::new(area.right() - side - 4, area.y, side, area.h);
    if let Some(level) = row.level {
        let bars = Area::new(left + wide + 2, area.y + 4, 60, area.h - 8);
        page.scene.sign(bars, Shape::Level(level), ink, ground);
    }
    match &row.side {
        Some(value) => page.words(right, value, Style::new(ink, ground, 18, 12).bold().right()),
        None if side > 0 => {
            let faint = if selected { ink } else { FAINT };
            page.second(right, &row.main, Style::new(faint, ground, 12, 10).lines(2).right());
        }
        None => {}
    }
}

/// Number, when, how it stands, its ticket and the other proof, in columns.
fn check(page: &mut Page, area: Area, row: &CheckRow, selected: bool) {
    let (ink, ground) = mark(page, area, selected);
    let column = |x: i32, w: i32| Area::new(area.x + x, area.y, w, area.h);
    let number = row.reception.to_string();
    page.text(column(20, 48), &number, Style::new(ink, ground, 20, 12).bold());
    let when = when(row);
    page.text(column(72, 62), &when, Style::new(ink, ground, 13, 10).lines(2));
    let state = column(136, 86);
    let (state_ink, state_ground) = if row.open { (INK, AMBER) } else { (ink, ground) };
    if row.open {
        page.scene.fill(Area::new(state.x, state.y + 2, state.w, state.h - 4), AMBER);
    }
    let style = Style::new(state_ink, state_ground, 17, 11).bold();
    page.words(state.inset(3), &row.state, style);
    if let Some(tail) = row.ticket {
        page.text(column(226, 38), &format!("…{tail}"), Style::new(ink, ground, 13, 10));
    }
    if let Some(fallback) = &row.fallback {
        page.words(column(266, 44), fallback, Style::new(ink, ground, 13, 10).right());
    }
}

/// Few ways to go on, each beside the key that takes it.
pub(super) fn ways(page: &mut Page, area: Area, ways: &[Way]) {
    let high = (area.h / 3).min(46);
    for (way, n) in ways.iter().zip(0..) {
        let row = Area::new(area.x, area.y + high * n + 2, area.w, high - 5);
        page.scene.fill(row, PALE);
        let cap = Area::new(row.x + 6, row.y + 6, 40, row.h - 12);
        page.scene.fill(cap, INK);
        page.text(cap, way.key, Style::new(WHITE, INK, 19, 14).bold().centre());
        let text = Area::new(row.x + 56, row.y, row.w - 86, row.h * 2 / 3);
        page.words(text, &way.words, Style::new(INK, PALE, 22, 14).bold());
        let second = Area::new(row.x + 56, text.bottom(), row.w - 86, row.h - text.h);
        page.second(second, &way.words, Style::new(FAINT, PALE, 12, 10));
        if let Some(number) = way.number {
            let digit = Area::new(row.right() - 28, row.y, 22, row.h);
            page.text(digit, &number.to_string(), Style::new(FAINT, PALE, 16, 14).centre());
        }
    }
}

/// A label, its value, and a sign for good or bad: not colour alone.
pub(super) fn facts(page: &mut Page, area: Area, facts: &[Fact]) {
    for (fact, n) in facts.iter().take(ROWS).zip(0..) {
        let row = Area::new(area.x, area.y + ROW * n, area.w, ROW - 1);
        let ground = if fact.ok == Some(false) { CREAM } else { WHITE };
        page.scene.fill(row, ground);
        page.scene.fill(Area::new(row.x, row.bottom(), row.w, 1), PALE);
        let sign = Area::new(row.x + 2, row.y + 4, 18, 18);
        match fact.ok {
            Some(true) => page.scene.sign(sign, Shape::Check, GREEN, ground),
            Some(false) => page.scene.sign(sign, Shape::Cross, RED, ground),
            None => {}
        }
        let label = Area::new(row.x + 26, row.y, 100, row.h);
        page.words(label, &fact.label, Style::new(INK, ground, 16, 11).bold());
        let value = Area::new(row.x + 130, row.y, row.w - 132, row.h);
        page.text(value, &fact.value, Style::new(INK, ground, 15, 10).lines(2));
    }
}
