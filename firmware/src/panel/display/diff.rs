//! Windows of a picture that must be sent again, so that a clock tick does not cost a whole frame.
//!
//! Promise: every differing cell is in a window; nothing is sent that costs more than the whole picture; the windows
//! are few, because each has a price of its own ([`Price::window`]). Windows may overlap: they are filled from the
//! new picture, so an overlap costs only bytes.

/// A part of the picture, in cells: pixels, or an OLED's columns of eight pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Window {
    pub left: usize,
    pub top: usize,
    /// The first column that is not in it.
    pub right: usize,
    /// The first row that is not in it.
    pub bottom: usize,
}

impl Window {
    fn union(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// How many cells it has.
    fn area(self) -> usize {
        (self.right - self.left) * (self.bottom - self.top)
    }
}

/// Costs on a bus, in bytes' worth of its time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Price {
    /// Naming one window.
    pub window: usize,
    /// One cell.
    pub cell: usize,
    /// Rows that a window may have: an OLED addresses one page at a time.
    pub rows: usize,
}

impl Price {
    fn of(self, window: Window) -> usize {
        self.window + self.cell * window.area()
    }

    /// The two as one, when that is not dearer and possible.
    fn merged(self, a: Window, b: Window) -> Option<Window> {
        let both = a.union(b);
        let fits = both.bottom - both.top <= self.rows;
        (fits && self.of(both) <= self.of(a) + self.of(b)).then_some(both)
    }
}

/// The windows in which `new` differs from `old`; both are rows of `width` cells.
pub(super) fn changed<T: PartialEq>(old: &[T], new: &[T], width: usize, price: Price) -> Vec<Window> {
    if width == 0 || old.len() != new.len() {
        return Vec::new();
    }
    let mut windows: Vec<Window> = Vec::new();
    for (y, (before, after)) in old.chunks_exact(width).zip(new.chunks_exact(width)).enumerate() {
        if before != after {
            spans(before, after, price, |left, right| {
                add(&mut windows, Window { left, top: y, right, bottom: y + 1 }, price);
            });
        }
    }
    let whole = Window { left: 0, top: 0, right: width, bottom: new.len() / width };
    let total = |windows: &[Window]| windows.iter().map(|w| price.of(*w)).sum::<usize>();
    if whole.bottom <= price.rows && total(&windows) >= price.of(whole) {
        return vec![whole];
    }
    gather(windows, price)
}

/// The changed spans of one row; a gap that costs less than another window is sent along.
fn spans<T: PartialEq>(before: &[T], after: &[T], price: Price, mut found: impl FnMut(usize, usize)) {
    /// Cells of a gap that are sent along in any case: wider ones are judged when whole windows are known, because a
    /// gap beside a tall change is paid for once a row.
    const GAP: usize = 8;
    let gap = GAP.min(price.window / price.cell.max(1));
    let mut open: Option<(usize, usize)> = None;
    for (x, (a, b)) in before.iter().zip(after).enumerate() {
        if a == b {
            continue;
        }
        open = match open {
            Some((left, right)) if x - right <= gap => Some((left, x + 1)),
            Some((left, right)) => {
                found(left, right);
                Some((x, x + 1))
            }
            None => Some((x, x + 1)),
        };
    }
    if let Some((left, right)) = open {
        found(left, right);
    }
}

/// Adds a span to a window that ends nearby, or as one of its own.
fn add(windows: &mut Vec<Window>, span: Window, price: Price) {
    /// Rows without a change that a window may bridge: more than the strokes of a character lie apart.
    const REACH: usize = 8;
    /// Windows that are looked at: those a row can have begun, and a few before.
    const LATEST: usize = 64;
    for window in windows.iter_mut().rev().take(LATEST) {
        if window.bottom + REACH >= span.top
            && let Some(both) = price.merged(*window, span)
        {
            *window = both;
            return;
        }
    }
    windows.push(span);
}

/// Merges windows as long as that pays.
fn gather(mut windows: Vec<Window>, price: Price) -> Vec<Window> {
    let mut done: Vec<Window> = Vec::with_capacity(windows.len());
    while let Some(mut window) = windows.pop() {
        // One that has grown may now pay with a window that was passed by before.
        while let Some((at, both)) =
            windows.iter().enumerate().find_map(|(at, other)| Some((at, price.merged(window, *other)?)))
        {
            windows.swap_remove(at);
            window = both;
        }
        done.push(window);
    }
    done
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TFT: Price = Price { window: 256, cell: 2, rows: usize::MAX };
    const PAGES: Price = Price { window: 7, cell: 1, rows: 1 };

    fn marked(width: usize, height: usize, marks: &[(usize, usize)]) -> Vec<u8> {
        let mut cells = vec![0; width * height];
        for (x, y) in marks {
            cells[y * width + x] = 1;
        }
        cells
    }

    #[test]
    fn nothing_changed_nothing_sent() {
        let same = marked(320, 240, &[(5, 5)]);
        assert_eq!(changed(&same, &same, 320, TFT), []);
    }

    #[test]
    fn a_digit_is_one_window_and_a_far_one_another() {
        let digit: Vec<_> = (0..10).flat_map(|x| (0..16).map(move |y| (280 + x, 4 + y))).collect();
        let far: Vec<_> = (0..10).flat_map(|x| (0..16).map(move |y| (10 + x, 200 + y))).collect();
        let all: Vec<_> = digit.iter().chain(&far).copied().collect();
        let found = changed(&marked(320, 240, &[]), &marked(320, 240, &all), 320, TFT);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found.contains(&Window { left: 280, top: 4, right: 290, bottom: 20 }), "{found:?}");
        assert!(found.contains(&Window { left: 10, top: 200, right: 20, bottom: 216 }), "{found:?}");
    }

    #[test]
    fn a_page_display_gets_one_window_a_page() {
        let marks: Vec<_> = (100..106).flat_map(|x| [(x, 0), (x, 1)]).collect();
        let found = changed(&marked(128, 8, &[]), &marked(128, 8, &marks), 128, PAGES);
        assert_eq!(found.len(), 2);
        assert!(found.iter().all(|w| w.bottom == w.top + 1 && (w.left, w.right) == (100, 106)), "{found:?}");
    }

    proptest! {
        #[test]
        fn every_change_is_covered_and_no_update_costs_more_than_a_whole_frame(
            marks in proptest::collection::vec((0usize..40, 0usize..30), 0..300), pages: bool,
        ) {
            let price = if pages { PAGES } else { Price { window: 20, ..TFT } };
            let (old, new) = (marked(40, 30, &[]), marked(40, 30, &marks));
            let found = changed(&old, &new, 40, price);
            for (x, y) in &marks {
                let covered = found.iter().any(|w| (w.left..w.right).contains(x) && (w.top..w.bottom).contains(y));
                prop_assert!(covered, "{x},{y} in {found:?}");
            }
            for w in &found {
                prop_assert!(w.left < w.right && w.right <= 40 && w.top < w.bottom && w.bottom <= 30);
            }
            let whole = if pages { 30 * (7 + 40) } else { 20 + 2 * 1200 };
            prop_assert!(found.iter().map(|w| price.of(*w)).sum::<usize>() <= whole);
        }
    }
}
