//! The numbers of the day: all checks, by verdict and by other proof, and the queue.

use super::{Page, WIDTH};
use crate::colour::{AMBER, FAINT, INK, PALE, Rgb, WHITE};
use crate::layout::sheet::{Count, Counts};
use crate::scene::{Area, Style};
use crate::texts::Day;

/// Height of a row, and width of a column of three, pixels.
const ROW: i32 = 19;
const COLUMN: i32 = 102;

pub(super) fn draw(page: &mut Page, area: Area, counts: &Counts) {
    let top = Area::new(area.x, area.y, area.w, 24);
    cell(page, Area::new(top.x, top.y, 100, top.h), &counts.checks, WHITE, 20);
    let waiting = Area::new(top.x + 104, top.y, 118, top.h);
    cell(page, waiting, &counts.waiting, ground(&counts.waiting), 16);
    let late = Area::new(top.x + 226, top.y, 78, top.h);
    cell(page, late, &counts.late, ground(&counts.late), 16);
    let mut y = top.bottom() + 2;
    for row in counts.verdicts.chunks(3) {
        line(page, area.x, y, row);
        y += ROW;
    }
    y += 2;
    page.scene.fill(Area::new(0, y, WIDTH, 1), INK);
    y += 2;
    let title = Area::new(area.x, y, area.w, 16);
    page.words(
        title,
        &Day::OtherProofsWithoutCard(counts.without_card.count),
        Style::new(FAINT, WHITE, 13, 11),
    );
    y += 16;
    for row in counts.proofs.chunks(3) {
        line(page, area.x, y, row);
        y += ROW;
    }
}

fn ground(count: &Count) -> Rgb {
    if count.open { AMBER } else { PALE }
}

fn line(page: &mut Page, x: i32, y: i32, row: &[Count]) {
    for (count, n) in row.iter().zip(0..) {
        cell(page, Area::new(x + COLUMN * n, y, COLUMN - 4, ROW), count, WHITE, 15);
    }
}

/// A label and its number at the right; nothing is faint, so that what happened stands out.
fn cell(page: &mut Page, area: Area, count: &Count, ground: Rgb, size: u16) {
    if ground != WHITE {
        page.scene.fill(area, ground);
    }
    let ink = if count.count == 0 && ground == WHITE { FAINT } else { INK };
    let digits = count.count.to_string();
    let wide = page.fonts.width(&digits, size).ceil() as i32 + 4;
    let label = Area::new(area.x + 2, area.y, area.w - wide - 4, area.h);
    page.words(label, &count.label, Style::new(ink, ground, size, 9));
    let number = Area::new(area.right() - wide - 1, area.y, wide, area.h);
    page.text(number, &digits, Style::new(ink, ground, size, size).bold().right());
}
