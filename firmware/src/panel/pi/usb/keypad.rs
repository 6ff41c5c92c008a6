//! Keys of a numeric keypad, and the guard against scanners mistaken for one.
//!
//! A key is passed on [`HUMAN`] after it was pressed, unless others follow faster: hands manage two or three keys at
//! once, a scanner goes on. From the fourth fast key on, the input is a code: it is reported as one when it ends with
//! Enter, and dropped otherwise. None of its keys count, so a barcode never spends a try of a PIN.

use super::{
    layout::{LOCKS, OTHER_MODIFIERS, SHIFTS, key},
    record::Event,
    scanner::{Read, Scanner},
};
use crate::panel::{
    Device, Input,
    pi::{config::Layout, key_repeat::HeldKeys},
};
use std::time::{Duration, Instant};
use zeroize::Zeroize;

/// Keys that follow one another within this time may be a scanner's (USB scanners need 2 to 20 ms a character).
const HUMAN: Duration = Duration::from_millis(30);
/// More fast keys than a hand types.
const TOO_MANY: usize = 4;

/// A key that may still turn out to be part of a code. It may belong to a PIN: wiped as soon as it is passed on.
#[derive(Zeroize)]
struct Waiting {
    code: u16,
    released: bool,
}

/// A keypad's keys.
pub struct Keypad {
    waiting: Vec<Waiting>,
    /// Reads along, for the case that it is a code.
    code: Scanner,
    /// It is one.
    burst: bool,
    last: Option<Instant>,
    held_keys: HeldKeys,
}

/// The result of an event: inputs, and the number of dropped codes.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Typed {
    /// Keys, codes, a stuck key.
    pub inputs: Vec<Input>,
    /// Codes that could not be used.
    pub dropped: u32,
}

impl Drop for Keypad {
    fn drop(&mut self) {
        self.waiting.zeroize();
    }
}

impl Keypad {
    /// Nothing is down.
    pub fn new(layout: Layout) -> Self {
        let held_keys = HeldKeys::new(Device::Keypad);
        // Room for all from the beginning: a list that grows leaves unwiped pieces behind.
        Self {
            waiting: Vec::with_capacity(TOO_MANY),
            code: Scanner::new(layout),
            burst: false,
            last: None,
            held_keys,
        }
    }

    /// An event of the device.
    pub fn event(&mut self, event: Event, now: Instant, out: &mut Typed) {
        self.tick(now, out);
        match event {
            Event::Down(code) => self.down(code, now),
            Event::Up(code) => self.up(code, now, out),
            Event::Lost => {
                self.waiting.zeroize();
                self.held_keys.release_all();
            }
        }
        let read = self.code.event(event, now).filter(|_| self.burst);
        self.take(read, out);
        // Four Enters make no code, and no fourth OK either.
        self.burst &= self.code.due().is_some();
    }

    /// Emits the inputs that are due.
    pub fn tick(&mut self, now: Instant, out: &mut Typed) {
        if self.burst {
            let read = self.code.overdue(now);
            self.take(read, out);
        } else if self.last.is_some_and(|last| now >= last + HUMAN) {
            self.type_waiting(now, out);
        }
        self.held_keys.tick(now, &mut out.inputs);
    }

    /// When something is due.
    pub fn due(&self) -> Option<Instant> {
        let waiting = self.last.filter(|_| !self.burst && !self.waiting.is_empty()).map(|last| last + HUMAN);
        let code = if self.burst { self.code.due() } else { None };
        [waiting, code, self.held_keys.due()].into_iter().flatten().min()
    }

    fn down(&mut self, code: u16, now: Instant) {
        // Some keypads press NumLock around each digit.
        if LOCKS.contains(&code) || SHIFTS.contains(&code) || OTHER_MODIFIERS.contains(&code) {
            return;
        }
        self.last = Some(now);
        self.waiting.push(Waiting { code, released: false });
        if self.waiting.len() >= TOO_MANY {
            self.burst = true;
            self.waiting.zeroize();
        }
    }

    fn up(&mut self, code: u16, now: Instant, out: &mut Typed) {
        match self.waiting.iter_mut().find(|waiting| waiting.code == code && !waiting.released) {
            Some(waiting) => waiting.released = true,
            None => {
                if let Some(key) = key(code) {
                    self.held_keys.release(key, now, &mut out.inputs);
                }
            }
        }
    }

    /// Passes on the waiting keys as typed by hand.
    fn type_waiting(&mut self, now: Instant, out: &mut Typed) {
        // The characters that the code reader collected from them do not begin a code.
        self.code.forget();
        for Waiting { code, released } in &self.waiting {
            let Some(key) = key(*code) else { continue };
            self.held_keys.press(key, now, &mut out.inputs);
            if *released {
                self.held_keys.release(key, now, &mut out.inputs);
            }
        }
        self.waiting.zeroize();
    }

    fn take(&mut self, read: Option<Read>, out: &mut Typed) {
        match read {
            Some(Read::Code(scan)) => out.inputs.push(Input::Scan(scan)),
            Some(Read::Dropped) => out.dropped += 1,
            None => return,
        }
        self.burst = false;
        self.waiting.zeroize();
    }
}

#[cfg(test)]
#[path = "keypad_tests.rs"]
mod tests;
