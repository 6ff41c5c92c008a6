//! Digits that are typed unseen, one place each; the one that is being turned shows its number between the two keys
//! that turn it.

use super::{Page, WIDTH, ready};
use crate::colour::{AMBER, FAINT, INK, RED, TEAL, WHITE};
use crate::layout::sheet::Entry;
use crate::scene::{Area, Style};
use crate::shape::Shape;

pub(super) fn draw(page: &mut Page, entry: &Entry) {
    if let Some(failure) = entry.failure {
        ready::trouble(page, Area::new(0, 72, WIDTH, 50), failure);
    } else {
        let ink = if entry.wrong { RED } else { INK };
        let style = Style::new(ink, WHITE, 25, 16).bold().centre();
        page.words(Area::new(8, 75, 304, 30), &entry.ask, style);
        page.second(Area::new(8, 105, 304, 16), &entry.ask, Style::new(FAINT, WHITE, 13, 11).centre());
    }
    places(page, entry);
    if let Some(note) = &entry.note {
        let (ink, ground) = if entry.alarm { (INK, AMBER) } else { (INK, WHITE) };
        // A warning may be a sentence.
        let wide = if entry.alarm { 304 } else { 180 };
        let area = Area::new((WIDTH - wide) / 2, 190, wide, 25);
        page.scene.fill(area, ground);
        page.words(area, note, Style::new(ink, ground, 20, 14).bold().centre());
    }
}

/// Places of digits in a row, as wide as there are.
fn places(page: &mut Page, entry: &Entry) {
    let count = i32::from(entry.places());
    let step = (304 / count.max(1)).min(56);
    let left = (WIDTH - step * count) / 2;
    let side = (step - 4).min(30);
    for place in 0..count {
        let centre = left + step * place + step / 2;
        if let Some(digit) = entry.wheel.filter(|_| place == i32::from(entry.typed)) {
            wheel(page, centre, digit);
        } else {
            let area = Area::new(centre - side / 2, 156 - side / 2, side, side);
            page.scene.sign(area, Shape::Place(place < i32::from(entry.typed)), INK, WHITE);
        }
    }
}

fn wheel(page: &mut Page, centre: i32, digit: u8) {
    let style = Style::new(TEAL, WHITE, 15, 15).bold().centre();
    page.text(Area::new(centre - 12, 122, 24, 17), "▲", style);
    page.text(Area::new(centre - 12, 172, 24, 17), "▼", style);
    let area = Area::new(centre - 12, 140, 24, 31);
    page.scene.fill(area, TEAL);
    page.text(area, &digit.to_string(), Style::new(WHITE, TEAL, 27, 20).bold().centre());
}
