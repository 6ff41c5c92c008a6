//! Inputs of a panel (keys, scanned codes, devices that come and go) and their channel to the station.
//!
//! Promise: a driver never waits for the station; an input beyond the channel's capacity is dropped.

use super::Key;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use zeroize::ZeroizeOnDrop;

/// Capacity of the channel. Inputs of a stuck key beyond it are dropped, not queued for ever.
const WAITING: usize = 32;

/// Longest code that is taken, characters.
const LONGEST_SCAN: usize = 64;

/// One input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key went down.
    Key(Key),
    /// A barcode was scanned.
    Scan(Scan),
    /// A device came or went.
    Device {
        /// The kind of device.
        device: Device,
        /// True while it is present and answers.
        present: bool,
    },
}

/// A kind of input device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Device {
    /// A USB numeric keypad.
    Keypad,
    /// A USB barcode scanner.
    Scanner,
    /// The buttons on GPIO lines.
    Buttons,
    /// A keypad matrix on GPIO lines.
    Matrix,
}

/// A scanned code: 1 to 64 printable ASCII characters. It may lead to a person: wiped when dropped, never printed.
#[derive(Clone, PartialEq, Eq, ZeroizeOnDrop)]
pub struct Scan(String);

impl Scan {
    /// A code; `None` when it is empty, too long or holds anything but printable ASCII.
    pub fn new(text: &str) -> Option<Self> {
        let fits = (1..=LONGEST_SCAN).contains(&text.len());
        let printable = text.bytes().all(|b| b == b' ' || b.is_ascii_graphic());
        (fits && printable).then(|| Self(text.to_owned()))
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Scan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Scan(redacted)")
    }
}

/// The board's end: drivers put inputs in here.
#[derive(Debug, Clone)]
pub struct KeySender(mpsc::Sender<Input>);

impl KeySender {
    /// Sends a key press. Never waits; false when the input was dropped, because the channel is full or closed.
    pub fn press(&self, key: Key) -> bool {
        self.put(Input::Key(key))
    }

    /// Sends any input. Never waits; false when the input was dropped, because the channel is full or closed.
    pub fn put(&self, input: Input) -> bool {
        self.0.try_send(input).is_ok()
    }
}

/// The station's end: inputs in the order in which they came.
#[derive(Debug)]
pub struct Keys(mpsc::Receiver<Input>);

impl Keys {
    /// The next input; `None` when the board is gone. May be dropped while waiting without losing an input.
    pub async fn next(&mut self) -> Option<Input> {
        self.0.recv().await
    }
}

/// A channel for inputs: the board's end and the station's end.
pub fn keys() -> (KeySender, Keys) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (KeySender(sender), Keys(receiver))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stuck_key_is_dropped_and_never_blocks() {
        let (sender, _keys) = keys();
        let taken = (0..1000).filter(|_| sender.press(Key::Ok)).count();
        assert_eq!(taken, WAITING);
    }

    #[test]
    fn a_code_is_printable_not_endless_and_does_not_print_itself() {
        for bad in ["", "12\n", "受診券", &"1".repeat(65)] {
            assert!(Scan::new(bad).is_none(), "{bad:?}");
        }
        let scan = Scan::new("2612345678-90 A").unwrap();
        assert_eq!(scan.as_str(), "2612345678-90 A");
        assert!(!format!("{scan:?}").contains("2612"));
    }
}
