//! Effects of the keys, along the bottom, OK at the right: as many words as fit.

use super::{HINTS, Page, WIDTH, inverse, line};
use crate::colour::LIT;
use crate::layout::sheet::Keys;
use crate::scene::Area;
use crate::texts::{Action, Translate, Words};

/// Between a key's cap and its effect, and between one key and the next, pixels.
const BESIDE: i32 = 1;
const BETWEEN: i32 = 2;

/// A key's cap and its effect.
type Hint = (String, String);

impl Page<'_> {
    /// Draws the effects of the keys; returns the area left free at the left.
    pub(super) fn hints(&mut self, keys: &Keys) -> Area {
        let (hints, size) = self.hints_that_fit(keys);
        let left = WIDTH - self.hints_wide(&hints, size);
        let mut x = left;
        for (cap, does) in &hints {
            let wide = self.wide(cap, 10) + 2;
            let area = Area::new(x, HINTS.y, wide, HINTS.h);
            self.scene.fill(area, LIT);
            self.text(area, cap, inverse(10, 10).centre());
            x = area.right() + BETWEEN;
            if !does.is_empty() {
                let text = Area::new(area.right() + BESIDE, HINTS.y, self.wide(does, size), HINTS.h);
                self.text(text, does, line(size, size));
                x = text.right() + BETWEEN;
            }
        }
        beside(left)
    }

    /// The area that would be left free at the left.
    pub(super) fn free_beside(&self, keys: &Keys) -> Area {
        let (hints, size) = self.hints_that_fit(keys);
        beside(WIDTH - self.hints_wide(&hints, size))
    }

    fn hints_that_fit(&self, keys: &Keys) -> (Vec<Hint>, u16) {
        let short = |words: &Words, language| words.short(language);
        let all = keys.hints(self.language, short);
        // The name of 戻る is clear without its effect, so its text goes first.
        let back = keys.back.as_ref().map(|_| Words::from(Action::Only));
        let fewer = Keys { back: back.clone(), ..keys.clone() }.hints(self.language, short);
        // Beside a marked row the effect of arrows is clear.
        let silent = |does: &Words| if keys.digits.is_some() { Action::Only.into() } else { does.clone() };
        let arrows = |does: &Option<Words>| does.as_ref().map(silent);
        let fewest = Keys { up: arrows(&keys.up), down: arrows(&keys.down), back, ..keys.clone() };
        let fewest = fewest.hints(self.language, short);
        let ways = [(all.clone(), 10), (fewer.clone(), 10), (fewest, 10), (all, 8)];
        let fits = ways.into_iter().find(|(hints, size)| self.hints_wide(hints, *size) <= WIDTH);
        fits.unwrap_or((fewer, 8))
    }

    fn hints_wide(&self, hints: &[Hint], size: u16) -> i32 {
        let beside = |does: &str| if does.is_empty() { 0 } else { BESIDE + self.wide(does, size) };
        let each = hints.iter().map(|(cap, does)| self.wide(cap, 10) + 2 + beside(does));
        each.sum::<i32>() + BETWEEN * (i32::try_from(hints.len()).unwrap_or(1) - 1).max(0)
    }
}

fn beside(left: i32) -> Area {
    Area::new(0, HINTS.y, left - 3, HINTS.h)
}
