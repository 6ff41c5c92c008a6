//! Keys, and the way from whatever has keys to the station.

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;

/// Keys that wait to be handled at most; a stuck key beyond that is dropped, not queued for ever.
const WAITING: usize = 32;

/// A key of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    /// 0 to 9.
    Digit(u8),
    /// Yes, go on.
    Ok,
    /// No, take back.
    Back,
    /// Up.
    Up,
    /// Down.
    Down,
}

impl Key {
    /// The key as one ASCII character: `0`–`9`, `o` OK, `b` back, `u` up, `d` down.
    pub fn to_char(self) -> char {
        match self {
            Self::Digit(digit) => char::from(b'0' + digit.min(9)),
            Self::Ok => 'o',
            Self::Back => 'b',
            Self::Up => 'u',
            Self::Down => 'd',
        }
    }

    /// The key of a character; `None` for any other character.
    pub fn from_char(character: char) -> Option<Self> {
        match character {
            '0'..='9' => character.to_digit(10).and_then(|d| u8::try_from(d).ok()).map(Self::Digit),
            'o' => Some(Self::Ok),
            'b' => Some(Self::Back),
            'u' => Some(Self::Up),
            'd' => Some(Self::Down),
            _ => None,
        }
    }
}

/// The board's end: a driver presses keys here.
#[derive(Debug, Clone)]
pub struct KeySender(mpsc::Sender<Key>);

impl KeySender {
    /// A key went down. Never waits; false when it was dropped because too many wait or nobody listens.
    pub fn press(&self, key: Key) -> bool {
        self.0.try_send(key).is_ok()
    }
}

/// The station's end: keys in the order they were pressed.
#[derive(Debug)]
pub struct Keys(mpsc::Receiver<Key>);

impl Keys {
    /// The next key; `None` when the board is gone. May be dropped while waiting without losing a key.
    pub async fn next(&mut self) -> Option<Key> {
        self.0.recv().await
    }
}

/// A way for keys: the board's end and the station's end.
pub fn keys() -> (KeySender, Keys) {
    let (sender, receiver) = mpsc::channel(WAITING);
    (KeySender(sender), Keys(receiver))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_has_one_character_and_back() {
        let all = (0..=9).map(Key::Digit).chain([Key::Ok, Key::Back, Key::Up, Key::Down]);
        for key in all {
            assert_eq!(Key::from_char(key.to_char()), Some(key));
        }
        assert_eq!(Key::from_char('x'), None);
    }

    #[test]
    fn a_stuck_key_is_dropped_and_never_blocks() {
        let (sender, _keys) = keys();
        let taken = (0..1000).filter(|_| sender.press(Key::Ok)).count();
        assert_eq!(taken, WAITING);
    }
}
