//! Codes from a keyboard's keys: characters, then Enter (or Tab).
//!
//! Promises: a code is taken whole or not at all. One that is too long, holds a character that is not printable, or
//! breaks off is dropped and counted, and its characters are wiped.

use super::{
    layout::{ENTERS, LOCKS, OTHER_MODIFIERS, SHIFTS, TAB, character},
    record::Event,
};
use crate::panel::{Scan, pi::config::Layout};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// A scanner's characters follow one another within this time; slower ones (by radio, or set to wait) need 100 ms.
const GAP: Duration = Duration::from_millis(500);
/// Longest code, characters: one more than a [`Scan`] has, so that a longer one is seen to be too long.
const LONGEST: usize = 65;

/// The result of an event.
#[derive(Debug, PartialEq, Eq)]
pub enum Read {
    /// A code.
    Code(Scan),
    /// One that could not be used.
    Dropped,
}

/// A code being read.
pub struct Scanner {
    layout: Layout,
    text: Zeroizing<String>,
    broken: bool,
    shifts: u8,
    others: u8,
    last: Option<Instant>,
}

impl Scanner {
    /// Nothing read yet.
    pub fn new(layout: Layout) -> Self {
        Self { layout, text: empty(), broken: false, shifts: 0, others: 0, last: None }
    }

    /// An event of the device.
    pub fn event(&mut self, event: Event, now: Instant) -> Option<Read> {
        let code = match event {
            Event::Down(code) => code,
            Event::Up(code) => {
                self.modifier(code, false);
                return None;
            }
            Event::Lost => {
                (self.shifts, self.others) = (0, 0);
                self.broken = true;
                return None;
            }
        };
        if self.modifier(code, true) || LOCKS.contains(&code) {
            return None;
        }
        let late = self.overdue(now);
        self.last = Some(now);
        if ENTERS.contains(&code) || code == TAB {
            return late.or_else(|| self.finish());
        }
        match character(self.layout, code, self.shifts != 0).filter(|_| self.others == 0) {
            Some(character) if self.text.len() < LONGEST => self.text.push(character),
            _ => self.broken = true,
        }
        late
    }

    /// Drops an unfinished code.
    pub fn overdue(&mut self, now: Instant) -> Option<Read> {
        let over = self.due().is_some_and(|due| now >= due);
        over.then(|| {
            self.clear();
            Read::Dropped
        })
    }

    /// Time at which an unfinished code counts as broken off.
    pub fn due(&self) -> Option<Instant> {
        let begun = self.broken || !self.text.is_empty();
        self.last.filter(|_| begun).map(|last| last + GAP)
    }

    /// Forgets the characters so far: they belong to no code.
    pub fn forget(&mut self) {
        self.clear();
    }

    /// Remembers shift and the like; whether it was one.
    fn modifier(&mut self, code: u16, down: bool) -> bool {
        let note = |keys: &[u16], held: &mut u8| match keys.iter().position(|key| *key == code) {
            Some(bit) if down => {
                *held |= 1 << bit;
                true
            }
            Some(bit) => {
                *held &= !(1 << bit);
                true
            }
            None => false,
        };
        note(&SHIFTS, &mut self.shifts) || note(&OTHER_MODIFIERS, &mut self.others)
    }

    fn finish(&mut self) -> Option<Read> {
        let read = match Scan::new(&self.text).filter(|_| !self.broken) {
            Some(scan) => Some(Read::Code(scan)),
            // Enter alone is ignored.
            None if self.text.is_empty() && !self.broken => None,
            None => Some(Read::Dropped),
        };
        self.clear();
        read
    }

    fn clear(&mut self) {
        self.text = empty();
        self.broken = false;
    }
}

/// Room for the longest code from the beginning: a text that grows leaves unwiped pieces behind.
fn empty() -> Zeroizing<String> {
    Zeroizing::new(String::with_capacity(LONGEST))
}

#[cfg(test)]
#[path = "scanner_tests.rs"]
mod tests;
