//! The status line: the time, the quality of the line, the queue and its age, and warnings.

use super::{Page, STATUS, WIDTH};
use crate::colour::{AMBER, INK, RED, SLATE, WHITE};
use crate::layout::time_of_day;
use crate::scene::{Area, Style};
use crate::shape::Shape;
use crate::texts::{Status, Translate};
use desk::{StatusLine, View};
use wire::LineGrade;

pub(super) fn draw(page: &mut Page, view: &View) {
    let status = &view.status;
    page.scene.fill(STATUS, SLATE);
    let x = time(page, view);
    let (bars, ink) = match status.line {
        LineGrade::Good => (3, WHITE),
        LineGrade::Weak => (1, AMBER),
        LineGrade::Down => (0, AMBER),
    };
    page.scene.sign(Area::new(x, 1, 16, 16), Shape::Bars(bars), ink, SLATE);
    let words = Status::Line(status.line);
    page.words(Area::new(x + 18, 1, 30, 16), &words, Style::new(ink, SLATE, 14, 12));
    let free = badges(page, status);
    if status.waiting > 0 {
        let queue = Status::Queue { waiting: status.waiting, oldest_min: status.oldest_min };
        let left = x + 51;
        page.words(Area::new(left, 1, free - left - 2, 16), &queue, Style::new(WHITE, SLATE, 14, 10));
    }
}

/// The time; a clock that is not known to be right is marked. Gives where the next thing begins.
fn time(page: &mut Page, view: &View) -> i32 {
    let (text, ink, ground) = match time_of_day(view) {
        (text, true) => (text, WHITE, SLATE),
        (text, false) => (text, INK, AMBER),
    };
    let area = Area::new(2, 1, page.fonts.width(&text, 14).ceil() as i32 + 4, 16);
    page.scene.fill(area, ground);
    page.text(area, &text, Style::new(ink, ground, 14, 14).centre().bold());
    area.right() + 4
}

/// Marks from the right; gives where the leftmost begins.
fn badges(page: &mut Page, status: &StatusLine) -> i32 {
    let mut right = WIDTH - 2;
    let (late, limit) = (Status::Late(status.late), Status::BytesMark);
    let marks = [
        (status.late > 0, late.first(page.language), WHITE, RED),
        (status.bytes_limit, limit.first(page.language), INK, AMBER),
    ];
    for (shown, text, ink, ground) in marks {
        if shown {
            let wide = page.fonts.width(&text, 13).ceil() as i32 + 6;
            let area = Area::new(right - wide, 1, wide, 16);
            page.scene.fill(area, ground);
            page.text(area, &text, Style::new(ink, ground, 13, 13).centre().bold());
            right -= wide + 3;
        }
    }
    right
}
