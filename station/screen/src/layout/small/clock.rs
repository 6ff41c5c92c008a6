//! The time in digits of seven segments, as small as they can be read.
//!
//! An OLED is sent whole bytes, each a column of eight pixels of a page, so a tick costs what it changes in columns. At
//! the full hour all four digits change: narrow digits in the first page alone, from its first column on, keep also
//! that within two hundredths of a frame.

use super::Page;
use crate::colour::Rgb;
use crate::scene::Area;
use jiff::civil::Time;

/// Pixels from side to side.
pub(super) const WIDE: i32 = 17;
/// Pixels of a digit from top to bottom, and from side to side.
const HIGH: i32 = 7;
const DIGIT: i32 = 3;

/// Draws it at this place.
pub(super) fn draw(page: &mut Page, x: i32, y: i32, time: Time, ink: Rgb) {
    let (hour, minute) = (time.hour(), time.minute());
    let places = [(0, hour / 10), (4, hour % 10), (10, minute / 10), (14, minute % 10)];
    for (left, number) in places {
        digit(page, Area::new(x + left, y, DIGIT, HIGH), number, ink);
    }
    for dot in [2, 4] {
        page.scene.fill(Area::new(x + 8, y + dot, 1, 1), ink);
    }
    page.scene.said(Area::new(x, y, WIDE, HIGH), time.strftime("%H:%M").to_string());
}

fn digit(page: &mut Page, area: Area, number: i8, ink: Rgb) {
    let Area { x, y, w, h } = area;
    let (right, middle, bottom, half) = (x + w - 1, y + h / 2, y + h - 1, h / 2 + 1);
    let segments = [
        ('a', Area::new(x, y, w, 1)),
        ('b', Area::new(right, y, 1, half)),
        ('c', Area::new(right, middle, 1, half)),
        ('d', Area::new(x, bottom, w, 1)),
        ('e', Area::new(x, middle, 1, half)),
        ('f', Area::new(x, y, 1, half)),
        ('g', Area::new(x, middle, w, 1)),
    ];
    let lit = lit(number);
    for (_, segment) in segments.into_iter().filter(|(name, _)| lit.contains(*name)) {
        page.scene.fill(segment, ink);
    }
}

/// The segments of a digit, by their usual names: clockwise from the top, and the middle.
fn lit(number: i8) -> &'static str {
    match number {
        0 => "abcdef",
        1 => "bc",
        2 => "abged",
        3 => "abgcd",
        4 => "fgbc",
        5 => "afgcd",
        6 => "afgedc",
        7 => "abc",
        8 => "abcdefg",
        _ => "abcdfg",
    }
}
