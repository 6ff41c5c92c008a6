//! What the keys do, along the bottom, OK at the right: as many words as there is room for.

use super::{HINTS, Page, WIDTH, inverse, line};
use crate::colour::LIT;
use crate::layout::sheet::Keys;
use crate::scene::Area;
use crate::texts::{Words, keys};

/// Between a key's cap and what it does, and between one key and the next, pixels.
const BESIDE: i32 = 1;
const BETWEEN: i32 = 2;

/// A key's cap and what it does.
type Hint = (String, String);

impl Page<'_> {
    /// Draws what the keys do; gives what is left free at the left.
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

    /// What would be left free at the left.
    pub(super) fn room_beside(&self, keys: &Keys) -> Area {
        let (hints, size) = self.hints_that_fit(keys);
        beside(WIDTH - self.hints_wide(&hints, size))
    }

    fn hints_that_fit(&self, keys: &Keys) -> (Vec<Hint>, u16) {
        let short = |words: &Words, language| words.short(language).to_owned();
        let all = keys.hints(self.language, short);
        // 戻る says by its name what it does, so its text goes first.
        let back = keys.back.as_ref().map(|_| keys::ONLY);
        let fewer = Keys { back: back.clone(), ..keys.clone() }.hints(self.language, short);
        // That arrows choose goes without saying beside a marked row.
        let silent = |does: &Words| if keys.digits.is_some() { keys::ONLY } else { does.clone() };
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
