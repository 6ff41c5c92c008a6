//! Keys that are held down: their repeats, and the detection of stuck keys.
//!
//! Promises: only ▲ and ▼ repeat, and not for ever. OK, 戻る and digits never repeat, because a repeated OK would
//! answer a question before it was read. A key held for [`STUCK`] is reported as a device that does not answer, and
//! as present again when it is released; it never floods the channel.

use super::{debounce::Change, error::PartFault};
use crate::panel::{Device, Input, Key};
use std::time::{Duration, Instant};

/// Time until a held ▲ or ▼ repeats.
pub const FIRST_REPEAT: Duration = Duration::from_millis(500);
/// Interval of the repeats.
pub const REPEAT: Duration = Duration::from_millis(150);
/// Time until a held key counts as stuck and repeats no more.
pub const STUCK: Duration = Duration::from_secs(20);

/// The keys of one device that are down. Without `Debug`, because they may belong to a PIN.
pub struct HeldKeys {
    device: Device,
    down: Vec<(Key, Instant)>,
    repeat: Option<(Key, Instant)>,
    stuck: bool,
}

impl HeldKeys {
    /// Nothing is down.
    pub fn new(device: Device) -> Self {
        Self { device, down: Vec::new(), repeat: None, stuck: false }
    }

    /// A key went down.
    pub fn press(&mut self, key: Key, now: Instant, out: &mut Vec<Input>) {
        // A release that was missed would otherwise hold the key for ever.
        self.down.retain(|(held, _)| *held != key);
        self.down.push((key, now));
        self.repeat = matches!(key, Key::Up | Key::Down).then_some((key, now + FIRST_REPEAT));
        out.push(Input::Key(key));
    }

    /// A key went up.
    pub fn release(&mut self, key: Key, now: Instant, out: &mut Vec<Input>) {
        self.down.retain(|(held, _)| *held != key);
        self.repeat = self.repeat.take_if(|(repeating, _)| *repeating != key);
        self.judge(now, out);
    }

    /// Contacts closed and opened; `keys` has the key of each, in the order of their bits.
    pub fn follow(
        &mut self,
        change: Change,
        keys: impl IntoIterator<Item = Option<Key>>,
        now: Instant,
        out: &mut Vec<Input>,
    ) {
        for (bit, key) in keys.into_iter().enumerate() {
            match key {
                Some(key) if change.closed >> bit & 1 == 1 => self.press(key, now, out),
                Some(key) if change.opened >> bit & 1 == 1 => self.release(key, now, out),
                _ => {}
            }
        }
        self.tick(now, out);
    }

    /// Forgets all keys: the device is gone, or its state is unknown.
    pub fn release_all(&mut self) {
        *self = Self::new(self.device);
    }

    /// Emits the inputs that are due.
    pub fn tick(&mut self, now: Instant, out: &mut Vec<Input>) {
        self.judge(now, out);
        if let Some((key, due)) = self.repeat
            && now >= due
        {
            // A late tick causes one repeat, not all missed ones.
            self.repeat = Some((key, now + REPEAT));
            out.push(Input::Key(key));
        }
    }

    /// Time of the next due input.
    pub fn due(&self) -> Option<Instant> {
        let first = self.down.iter().map(|(_, since)| *since + STUCK).min().filter(|_| !self.stuck);
        [first, self.repeat.map(|(_, due)| due)].into_iter().flatten().min()
    }

    fn judge(&mut self, now: Instant, out: &mut Vec<Input>) {
        let is_stuck = |(_, since): &(Key, Instant)| now.saturating_duration_since(*since) >= STUCK;
        let stuck = self.down.iter().any(is_stuck);
        if stuck != self.stuck {
            self.stuck = stuck;
            if stuck {
                let code = PartFault::Stuck.code().name();
                tracing::warn!(code, device = ?self.device, "a key is held so long that it must be stuck");
            }
            out.push(Input::Device { device: self.device, present: !stuck });
        }
        if stuck {
            self.repeat = None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Holds a key for some seconds, looking every 10 ms, then releases it.
    fn held(key: Key, seconds: u64) -> Vec<Input> {
        let start = Instant::now();
        let (mut held_keys, mut out) = (HeldKeys::new(Device::Buttons), Vec::new());
        held_keys.press(key, start, &mut out);
        for n in 1..seconds * 100 {
            held_keys.tick(start + Duration::from_millis(n * 10), &mut out);
        }
        held_keys.release(key, start + Duration::from_secs(seconds), &mut out);
        assert_eq!(held_keys.due(), None);
        out
    }

    #[test]
    fn up_and_down_repeat_while_they_are_held_and_nothing_else_does() {
        for key in [Key::Up, Key::Down] {
            // At 0, 500, 650, 800, 950 ms.
            assert_eq!(held(key, 1), vec![Input::Key(key); 5]);
        }
        for key in [Key::Ok, Key::Back, Key::Digit(4)] {
            assert_eq!(held(key, 10), [Input::Key(key)]);
        }
    }

    #[test]
    fn a_stuck_key_is_reported_repeats_no_more_and_is_well_again_when_released() {
        let gone = |present: bool| Input::Device { device: Device::Buttons, present };
        assert_eq!(held(Key::Ok, 3600), [Input::Key(Key::Ok), gone(false), gone(true)]);
        let up = held(Key::Up, 3600);
        assert_eq!(up.len(), 1 + 130 + 2, "repeats end with the report");
        assert_eq!(up[up.len() - 2..], [gone(false), gone(true)]);
    }

    #[test]
    fn the_key_pressed_last_repeats() {
        let start = Instant::now();
        let (mut held_keys, mut out) = (HeldKeys::new(Device::Keypad), Vec::new());
        held_keys.press(Key::Up, start, &mut out);
        held_keys.press(Key::Digit(1), start + Duration::from_millis(100), &mut out);
        held_keys.tick(start + Duration::from_secs(2), &mut out);
        assert_eq!(out, [Input::Key(Key::Up), Input::Key(Key::Digit(1))]);
    }
}
