//! The status line: from the right warnings, the queue and its age, the quality of the line; at the left the time,
//! where it fits.

use super::{Page, STATUS, WIDTH, clock, inverse, line};
use crate::colour::{DARK, LIT};
use crate::layout::content::is_verdict;
use crate::layout::time_of_day;
use crate::scene::Area;
use crate::shape::Shape;
use crate::texts::{Card, Status, Translate};
use desk::View;
use wire::LineGrade;

pub(super) fn draw(page: &mut Page, view: &View) {
    let mut right = badges(page, view);
    if view.status.waiting > 0 {
        let queue = Status::Queue { waiting: view.status.waiting, oldest_min: view.status.oldest_min };
        let wide = page.wide(&queue.short(page.language), 10);
        page.words(Area::new(right - wide, STATUS.y, wide, STATUS.h), &queue, line(10, 10));
        right -= wide + 3;
    }
    let bars = match view.status.line {
        LineGrade::Good => 3,
        LineGrade::Weak => 1,
        LineGrade::Down => 0,
    };
    right -= 10;
    page.scene.sign(Area::new(right, STATUS.y, 10, 10), Shape::Bars(bars), LIT, DARK);
    let free = left(page, view, right);
    ticket(page, view, free, right);
}

/// Draws marks, dark on lit, from the right; returns the left edge of the leftmost.
fn badges(page: &mut Page, view: &View) -> i32 {
    let mut right = WIDTH;
    let marks = [
        (view.status.late > 0, Status::Late(view.status.late)),
        (view.status.bytes_limit, Status::BytesMark),
    ];
    for (_, words) in marks.iter().filter(|(shown, _)| *shown) {
        let wide = page.wide(&words.short(page.language), 10) + 2;
        let area = Area::new(right - wide, STATUS.y, wide, STATUS.h);
        page.scene.fill(area, LIT);
        page.words(area, words, inverse(10, 10).centre());
        right -= wide + 2;
    }
    right
}

/// Draws the time where it fits; dark on lit and with a question mark while the clock is not known to be right. Returns
/// its right edge.
fn left(page: &mut Page, view: &View, right: i32) -> i32 {
    let (text, known) = time_of_day(view);
    let (ink, ground) = if known { (LIT, DARK) } else { (DARK, LIT) };
    let style = if known { line(10, 10) } else { inverse(10, 10) };
    let Some(time) = view.time else {
        let area = Area::new(0, STATUS.y, page.wide(&text, 10) + 2, STATUS.h);
        if area.right() <= right {
            page.scene.fill(area, ground);
            page.text(area, &text, style.centre());
        }
        return area.right();
    };
    let doubt = Area::new(clock::WIDE + 1, STATUS.y, 6, STATUS.h);
    let wide = if known { clock::WIDE } else { doubt.right() };
    if wide + 2 > right {
        return wide;
    }
    page.scene.fill(Area::new(0, STATUS.y, wide, STATUS.h), ground);
    clock::draw(page, 0, STATUS.y + 1, time, ink);
    if !known {
        page.text(doubt, "?", style.centre());
    }
    wide
}

/// Draws the end of the ticket of a verdict where it fits: the rows below are the person's.
fn ticket(page: &mut Page, view: &View, left: i32, right: i32) {
    let Some(tail) = view.ticket.as_deref().filter(|_| is_verdict(&view.screen)) else { return };
    let ticket = Card::Ticket(tail.to_owned());
    let wide = page.wide(&ticket.short(page.language), 10);
    let area = Area::new(left + (right - left - wide) / 2, STATUS.y, wide, STATUS.h);
    if left + 3 <= area.x {
        page.words(area, &ticket, line(10, 10));
    }
}
