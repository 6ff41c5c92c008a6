//! The keys of a panel, and their letters on the simulated board's socket.

use serde::{Deserialize, Serialize};

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
}
