//! The line that is always there: how the line is, what waits, and what is not as it should be.

use super::{Page, STATUS, WIDTH};
use crate::colour::{AMBER, INK, RED, Rgb, SLATE, WHITE};
use crate::scene::{Area, Style};
use crate::shape::Shape;
use crate::texts;
use desk::StatusLine;
use wire::LineGrade;

pub(super) fn draw(page: &mut Page, status: &StatusLine) {
    page.scene.fill(STATUS, SLATE);
    let (bars, word, ink) = match status.line {
        LineGrade::Good => (3, texts::LINE_GOOD, WHITE),
        LineGrade::Weak => (1, texts::LINE_WEAK, AMBER),
        LineGrade::Down => (0, texts::LINE_DOWN, AMBER),
    };
    page.scene.sign(Area::new(3, 1, 16, 16), Shape::Bars(bars), ink, SLATE);
    page.text(Area::new(22, 1, 30, 16), word, Style::new(ink, SLATE, 14, 12));
    let free = badges(page, status);
    if status.waiting > 0 {
        let style = Style::new(WHITE, SLATE, 14, 10);
        page.text(Area::new(58, 1, free - 60, 16), &queue(status), style);
    }
}

fn queue(status: &StatusLine) -> String {
    let oldest = status.oldest_min.map_or(String::new(), |minutes| match minutes {
        0..60 => format!("・{minutes}分"),
        60..2880 => format!("・{}時間", minutes / 60),
        _ => format!("・{}日", minutes / 1440),
    });
    format!("{}{}{}{oldest}", texts::QUEUE, status.waiting, texts::ITEMS)
}

/// Marks from the right; gives where the leftmost begins.
fn badges(page: &mut Page, status: &StatusLine) -> i32 {
    let mut right = WIDTH - 2;
    let late = format!("{}{}", texts::LATE_MARK, status.late);
    let marks: [(bool, &str, Rgb, Rgb); 3] = [
        (status.late > 0, &late, WHITE, RED),
        (!status.synchronised, texts::CLOCK_MARK, INK, AMBER),
        (status.bytes_limit, texts::BYTES_MARK, INK, AMBER),
    ];
    for (shown, text, ink, ground) in marks {
        if shown {
            let wide = page.fonts.width(text, 13).ceil() as i32 + 6;
            let area = Area::new(right - wide, 1, wide, 16);
            page.scene.fill(area, ground);
            page.text(area, text, Style::new(ink, ground, 13, 13).centre().bold());
            right -= wide + 3;
        }
    }
    right
}
