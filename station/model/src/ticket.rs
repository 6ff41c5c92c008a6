//! The text of a scanned ticket: the number of a 受診券 or of the bus's own list. It leads to a person, so it is neither
//! printed nor kept in memory longer than needed; staff see its end only.

use zeroize::{Zeroize, ZeroizeOnDrop};

/// Longest code that is taken, characters. A 受診券整理番号 has 11 digits; a QR of a ticket is longer and is not this.
pub const TICKET_LONGEST: usize = 64;
/// Characters of its end that a ticket shows.
const SHOWN: usize = 4;

/// The text of a barcode: 1 to 64 printable ASCII characters. Wiped when dropped; `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Ticket(String);

impl Ticket {
    /// A ticket, or `None` when the text is empty, longer than 64 characters, or not printable ASCII.
    pub fn new(text: &str) -> Option<Self> {
        let printable = text.bytes().all(|b| b.is_ascii_graphic() || b == b' ');
        (!text.is_empty() && text.len() <= TICKET_LONGEST && printable).then(|| Self(text.to_owned()))
    }

    /// The whole text: personal.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its last four characters, by which staff distinguish tickets; of a ticket shorter than eight the last half.
    pub fn tail(&self) -> String {
        let shown = SHOWN.min(self.0.len().div_ceil(2));
        // ASCII by construction: bytes are characters.
        self.0.get(self.0.len() - shown..).unwrap_or_default().to_owned()
    }
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ticket(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_short_printable_ascii_and_shows_its_end_only() {
        for bad in ["", "受診券", "a\nb", "\u{7f}", &"1".repeat(65)] {
            assert!(Ticket::new(bad).is_none(), "{bad:?}");
        }
        assert!(Ticket::new(&"1".repeat(64)).is_some());
        let tail = |text| Ticket::new(text).unwrap().tail();
        assert_eq!(
            (tail("26512345678"), tail("123456"), tail("1")),
            ("5678".into(), "456".into(), "1".into())
        );
        let printed = format!("{:?}", Ticket::new("26512345678"));
        assert!(!printed.contains("5678"), "{printed}");
    }
}
