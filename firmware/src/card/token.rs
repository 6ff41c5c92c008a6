//! The kind of token on the reader, by the label in its token information (file 0006).
//!
//! The ATR is not used, because some readers put a random number into it.

use serde::{Deserialize, Serialize};

/// Bytes of the label at the beginning of the token information.
pub const LABEL_LEN: usize = 32;

/// The kind of token. Labels as read by public code (OpenSC, jpki/myna).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TokenKind {
    /// My Number card.
    Card,
    /// The old resident-register (住基) card; its certificates have all lapsed.
    OldJuki,
    /// Certificate in an Android phone.
    Android,
    /// Certificate in an iPhone.
    Iphone,
    /// Unknown label.
    Unknown,
}

impl TokenKind {
    /// The kind for a label: ASCII, padded with spaces or zeros. Any other label is [`TokenKind::Unknown`].
    pub fn of(label: &[u8]) -> Self {
        let label = label.get(..LABEL_LEN).unwrap_or(label);
        let end = label.iter().rposition(|b| !matches!(b, 0 | b' ' | 0xFF)).map_or(0, |last| last + 1);
        match label.get(..end).unwrap_or_default() {
            b"JPKIAPICCTOKEN2" => Self::Card,
            b"JPKIAPICCTOKEN" => Self::OldJuki,
            b"JPKIAPGPSETOKEN" => Self::Android,
            b"JPKIAPIOSTOKEN" => Self::Iphone,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_label_tells_the_kind_whatever_fills_it_up() {
        let cases = [
            ("JPKIAPICCTOKEN2", TokenKind::Card),
            ("JPKIAPICCTOKEN", TokenKind::OldJuki),
            ("JPKIAPGPSETOKEN", TokenKind::Android),
            ("JPKIAPIOSTOKEN", TokenKind::Iphone),
            ("JPKIAPICCTOKEN3", TokenKind::Unknown),
            ("jpkiapicctoken2", TokenKind::Unknown),
            ("", TokenKind::Unknown),
        ];
        for (text, kind) in cases {
            for fill in [0, b' ', 0xFF] {
                let mut label = text.as_bytes().to_vec();
                label.resize(LABEL_LEN, fill);
                assert_eq!(TokenKind::of(&label), kind, "{text} filled with {fill:02X}");
                label.extend([7; 128]);
                assert_eq!(TokenKind::of(&label), kind, "{text} within the whole file");
            }
            assert_eq!(TokenKind::of(text.as_bytes()), kind, "{text} alone");
        }
    }
}
