//! Effects of the four keys, along the bottom: 戻る at the left, OK at the right, as large as all fit.

use super::{HINTS, Page, WIDTH};
use crate::colour::{INK, PALE, WHITE};
use crate::layout::sheet::Keys;
use crate::scene::{Area, Style};
use crate::texts::Translate;

/// Between a key and its effect, pixels.
const BESIDE: i32 = 4;
/// Between one key and the next, pixels.
const BETWEEN: i32 = 8;
/// Sizes of the texts, pixels.
const SIZES: std::ops::RangeInclusive<u16> = 10..=16;

/// A key's cap and its effect.
type Hint = (String, String);

pub(super) fn draw(page: &mut Page, keys: &Keys) {
    let hints = keys.hints(page.language, |words, language| words.first(language));
    let Some(size) = SIZES.rev().find(|size| wide(page, &hints, *size) <= WIDTH - 8) else { return };
    let count = i32::try_from(hints.len()).unwrap_or(1);
    let free = WIDTH - 8 - wide(page, &hints, size);
    // A single hint is OK's or 戻る's, at its place.
    let alone_right = count == 1 && keys.back.is_none();
    let spread = if count > 1 { free / (count - 1) } else { 0 };
    let mut x = if alone_right { WIDTH - 4 - wide(page, &hints, size) } else { 4 };
    for hint in &hints {
        x = one(page, x, hint, size) + BETWEEN + spread;
    }
}

fn cap_wide(page: &Page, cap: &str) -> i32 {
    page.fonts.width(cap, 14).ceil() as i32 + 8
}

fn does_wide(page: &Page, does: &str, size: u16) -> i32 {
    let wide = page.fonts.width(does, size).ceil() as i32;
    if wide == 0 { 0 } else { wide + BESIDE }
}

fn wide(page: &Page, hints: &[Hint], size: u16) -> i32 {
    let gaps = BETWEEN * (i32::try_from(hints.len()).unwrap_or(1) - 1).max(0);
    let each = hints.iter().map(|(cap, does)| cap_wide(page, cap) + does_wide(page, does, size));
    each.sum::<i32>() + gaps
}

/// Draws one; gives where it ends.
fn one(page: &mut Page, x: i32, (cap, does): &Hint, size: u16) -> i32 {
    let area = Area::new(x, HINTS.y + 2, cap_wide(page, cap), HINTS.h - 4);
    page.scene.fill(area, INK);
    page.text(area, cap, Style::new(WHITE, INK, 14, 14).bold().centre());
    let wide = does_wide(page, does, size);
    let text = Area::new(area.right() + BESIDE, HINTS.y + 1, wide - BESIDE, HINTS.h - 2);
    if wide > 0 {
        page.text(text, does, Style::new(INK, PALE, size, size));
    }
    area.right() + wide
}
