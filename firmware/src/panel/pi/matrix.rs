//! A keypad of rows and columns.
//!
//! Keys are read row by row: one row is pulled low, and the columns that follow it are its pressed keys. When three
//! keys at the corners of a rectangle are held, current makes the fourth seem pressed too, because cheap keypads have
//! no diodes. Promise: while a reading could contain such a ghost, nothing new counts, so that only pressed keys
//! count.

use super::{debounce, debounce::Debounce, key_repeat::HeldKeys};
use crate::panel::{Device, Input, Key, KeySender};
use std::{
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

/// Interval of the readings.
const LOOK: Duration = Duration::from_millis(10);

/// Rows that are driven and columns that are read.
pub trait Grid: Send {
    /// True if any key is down: all rows pulled at once, which is cheap.
    fn any(&mut self) -> bool;

    /// The columns that follow this row, a bit each.
    fn row(&mut self, row: usize) -> u8;
}

/// A matrix between readings.
pub struct Matrix {
    legend: Vec<Option<Key>>,
    rows: usize,
    columns: usize,
    debounce: Debounce,
    held_keys: HeldKeys,
    /// The last reading without a possible ghost.
    seen: u64,
}

impl Matrix {
    /// `legend` has `rows` times `columns` keys, row by row; at most 8 by 8.
    pub fn new(legend: Vec<Option<Key>>, rows: usize, columns: usize) -> Self {
        let held_keys = HeldKeys::new(Device::Matrix);
        Self { legend, rows, columns, debounce: Debounce::default(), held_keys, seen: 0 }
    }

    /// Reads until `stop` is set.
    pub fn run(mut self, mut grid: impl Grid, keys: &KeySender, stop: &AtomicBool) {
        while !stop.load(Ordering::Relaxed) {
            let mut out = Vec::new();
            self.look(&mut grid, Instant::now(), &mut out);
            for input in out {
                keys.put(input);
            }
            std::thread::sleep(if self.debounce.unsettled() { debounce::LOOK } else { LOOK });
        }
    }

    fn look(&mut self, grid: &mut impl Grid, now: Instant, out: &mut Vec<Input>) {
        let rows: Vec<u8> =
            if grid.any() { (0..self.rows).map(|row| grid.row(row)).collect() } else { Vec::new() };
        if !could_be_ghosts(&rows) {
            let bits = |(row, columns): (usize, &u8)| u64::from(*columns) << (row * self.columns);
            self.seen = rows.iter().enumerate().map(bits).fold(0, |all, row| all | row);
        }
        let change = self.debounce.look(self.seen, now);
        self.held_keys.follow(change, self.legend.iter().copied(), now, out);
    }
}

/// Two rows that share two columns are the four corners of a rectangle: one of them may be a ghost.
fn could_be_ghosts(rows: &[u8]) -> bool {
    let shares = |(n, a): (usize, &u8)| rows.iter().skip(n + 1).any(|b| (a & b).count_ones() >= 2);
    rows.iter().enumerate().any(shares)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    /// A keypad without diodes: pressed keys connect their row with their column, in both directions.
    struct Keypad {
        pressed: Vec<(usize, usize)>,
        rows_read: usize,
    }

    impl Keypad {
        /// The columns that a row reaches over pressed keys.
        fn reach(&self, row: usize) -> u8 {
            let (mut rows, mut columns) = (1u8 << row, 0u8);
            for _ in 0..8 {
                for (r, c) in &self.pressed {
                    if rows >> r & 1 == 1 || columns >> c & 1 == 1 {
                        rows |= 1 << r;
                        columns |= 1 << c;
                    }
                }
            }
            columns
        }
    }

    impl Grid for Keypad {
        fn any(&mut self) -> bool {
            !self.pressed.is_empty()
        }

        fn row(&mut self, row: usize) -> u8 {
            self.rows_read += 1;
            self.reach(row)
        }
    }

    fn phone() -> Matrix {
        let legend = "123u456d789.b0o.".chars().map(Key::from_char).collect();
        Matrix::new(legend, 4, 4)
    }

    /// Presses each set of keys (row, column) for 100 ms and returns the inputs.
    fn press(sets: &[&[(usize, usize)]]) -> Vec<Input> {
        let (start, mut matrix, mut out) = (Instant::now(), phone(), Vec::new());
        let mut keypad = Keypad { pressed: Vec::new(), rows_read: 0 };
        for (n, set) in (0..).zip(sets) {
            keypad.pressed = set.to_vec();
            for ms in (0..100).step_by(5) {
                matrix.look(&mut keypad, start + MS * (n * 100 + ms), &mut out);
            }
        }
        out
    }

    fn keys(text: &str) -> Vec<Input> {
        text.chars().map(|c| Input::Key(Key::from_char(c).unwrap())).collect()
    }

    #[test]
    fn every_key_gives_what_is_printed_on_it() {
        for (n, key) in "123u456d789.b0o.".chars().enumerate() {
            let expected = Key::from_char(key).map(Input::Key);
            assert_eq!(press(&[&[(n / 4, n % 4)], &[]]), Vec::from_iter(expected), "{key}");
        }
    }

    #[test]
    fn keys_that_overlap_as_fast_typing_has_it_count_in_order() {
        assert_eq!(press(&[&[(0, 0)], &[(0, 0), (0, 1)], &[(0, 1)], &[(0, 1), (1, 1)], &[]]), keys("125"));
    }

    #[test]
    fn a_ghost_never_counts_and_the_keys_count_when_it_is_gone() {
        // 1 and 2, then 4, which the keypad cannot distinguish from 5.
        let held: &[_] = &[(0, 0), (0, 1)];
        let three: &[_] = &[(0, 0), (0, 1), (1, 0)];
        assert_eq!(press(&[held, three]), keys("12"), "nothing new while it could be a ghost");
        assert_eq!(press(&[held, three, &[(0, 1), (1, 0)]]), keys("124"), "4 is sure as 1 is let go");
        assert_eq!(press(&[three]), [], "nothing is sure");
        assert_eq!(press(&[three, &[], &[(2, 2)]]), keys("9"));
    }

    #[test]
    fn a_held_matrix_key_is_reported_stuck_and_others_still_count() {
        let (start, mut matrix, mut out) = (Instant::now(), phone(), Vec::new());
        let mut keypad = Keypad { pressed: vec![(3, 2)], rows_read: 0 };
        for n in 0..2500 {
            matrix.look(&mut keypad, start + MS * (n * 10), &mut out);
        }
        keypad.pressed.push((0, 0));
        for n in 2500..2510 {
            matrix.look(&mut keypad, start + MS * (n * 10), &mut out);
        }
        let stuck = Input::Device { device: Device::Matrix, present: false };
        assert_eq!(out, [Input::Key(Key::Ok), stuck, Input::Key(Key::Digit(1))]);
    }

    #[test]
    fn an_idle_keypad_costs_one_look_at_all_rows() {
        let (start, mut matrix, mut out) = (Instant::now(), phone(), Vec::new());
        let mut keypad = Keypad { pressed: Vec::new(), rows_read: 0 };
        for n in 0..100 {
            matrix.look(&mut keypad, start + MS * (n * 10), &mut out);
        }
        assert_eq!((keypad.rows_read, out.len()), (0, 0));
    }
}
