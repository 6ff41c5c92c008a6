//! DER from a card: untrusted input with lengths beyond the buffer, 4 GB announced in six bytes, or a thousand nested
//! sequences.
//!
//! Promise: never panics, never allocates, reads no byte twice and none outside its slice. Work is bounded by the
//! number of bytes given. Only the shape is checked; the meaning of a certificate belongs to `certificate`.

/// Deepest nesting accepted. A user-authentication certificate reaches 9.
pub const MAX_DEPTH: usize = 16;

/// Where a DER value is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TlvError {
    /// The bytes end before the value does.
    #[error("value is cut off")]
    CutOff,
    /// Indefinite or non-minimal length, or one of more than 4 bytes.
    #[error("length is not DER")]
    Length,
    /// Tag numbers above 30 do not occur here; tag 0 is padding; SEQUENCE and SET hold other values.
    #[error("tag is not one of a certificate")]
    Tag,
    /// Deeper than [`MAX_DEPTH`].
    #[error("nested too deeply")]
    Depth,
    /// Not a SEQUENCE with a two-byte length at the beginning of a certificate.
    #[error("does not begin like a certificate")]
    NotACertificate,
}

/// Tag and lengths of one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// The tag byte.
    pub tag: u8,
    /// Bytes of tag and length.
    pub header: usize,
    /// Bytes of the content, as announced: it may be more than there is.
    pub content: usize,
}

impl Header {
    /// Reads the header at the beginning of `bytes`; the content need not be there yet.
    ///
    /// # Errors
    /// Every header that is not minimal DER with a one-byte tag.
    pub fn read(bytes: &[u8]) -> Result<Self, TlvError> {
        let (&tag, rest) = bytes.split_first().ok_or(TlvError::CutOff)?;
        // A SEQUENCE that calls itself primitive (10) would hide its content from a walk, not from a parser.
        if matches!(tag, 0 | 0x10 | 0x11) || tag & 0x1F == 0x1F {
            return Err(TlvError::Tag);
        }
        let (&first, rest) = rest.split_first().ok_or(TlvError::CutOff)?;
        if first < 0x80 {
            return Ok(Self { tag, header: 2, content: usize::from(first) });
        }
        let count = usize::from(first & 0x7F);
        if !(1..=4).contains(&count) {
            return Err(TlvError::Length);
        }
        let digits = rest.get(..count).ok_or(TlvError::CutOff)?;
        let content = digits.iter().fold(0_u64, |sum, &b| sum << 8 | u64::from(b));
        // Minimal encoding: no leading zero, and no long form where the short form suffices.
        if digits.first() == Some(&0) || content < 0x80 {
            return Err(TlvError::Length);
        }
        let content = usize::try_from(content).map_err(|_| TlvError::Length)?;
        Ok(Self { tag, header: 2 + count, content })
    }

    /// True for a value that contains other values.
    pub fn constructed(self) -> bool {
        self.tag & 0x20 != 0
    }

    /// Bytes of the whole value, as announced.
    pub fn total(self) -> usize {
        self.header.saturating_add(self.content)
    }
}

/// Bytes of a certificate by its first four: `30 82 hh ll`. The padding of its file is not counted.
///
/// # Errors
/// [`TlvError::CutOff`] for fewer than four bytes, [`TlvError::NotACertificate`] for any other beginning.
pub fn certificate_len(bytes: &[u8]) -> Result<usize, TlvError> {
    match bytes {
        [0x30, 0x82, high, low, ..] => Ok(usize::from(u16::from_be_bytes([*high, *low])) + 4),
        [_, _, _, _, ..] => Err(TlvError::NotACertificate),
        _ => Err(TlvError::CutOff),
    }
}

/// Walks one value that fills `bytes` wholly, checks that every value ends within its parent, and returns how
/// many values there are.
///
/// # Errors
/// The first thing that is wrong.
pub fn walk(bytes: &[u8]) -> Result<usize, TlvError> {
    // Ends of the constructed values that are open; the stack is the nesting limit.
    let mut ends = [0_usize; MAX_DEPTH];
    let (mut depth, mut at, mut count) = (0_usize, 0_usize, 0_usize);
    loop {
        let end = if depth == 0 { bytes.len() } else { *ends.get(depth - 1).ok_or(TlvError::Depth)? };
        let header = Header::read(bytes.get(at..end).ok_or(TlvError::CutOff)?)?;
        if header.total() > end - at {
            return Err(TlvError::CutOff);
        }
        count += 1;
        if header.constructed() {
            *ends.get_mut(depth).ok_or(TlvError::Depth)? = at + header.total();
            depth += 1;
            at += header.header;
        } else {
            at += header.total();
        }
        while depth > 0 && ends.get(depth - 1) == Some(&at) {
            depth -= 1;
        }
        if depth == 0 {
            return if at == bytes.len() { Ok(count) } else { Err(TlvError::Length) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn headers_are_minimal_der_or_an_error() {
        let ok = |bytes: &[u8], header, content| {
            assert_eq!(Header::read(bytes), Ok(Header { tag: bytes[0], header, content }), "{bytes:02X?}");
        };
        ok(&[0x30, 0x00], 2, 0);
        ok(&[0x04, 0x7F], 2, 127);
        ok(&[0x30, 0x81, 0x80], 3, 128);
        ok(&[0x30, 0x82, 0x06, 0x40], 4, 1600);
        ok(&[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF], 6, 0xFFFF_FFFF);
        let bad: [(&[u8], TlvError); 12] = [
            (&[0x10, 0x00], TlvError::Tag),
            (&[0x11, 0x00], TlvError::Tag),
            (&[], TlvError::CutOff),
            (&[0x30], TlvError::CutOff),
            (&[0x30, 0x82, 0x06], TlvError::CutOff),
            (&[0x30, 0x80], TlvError::Length),
            (&[0x30, 0x81, 0x7F], TlvError::Length),
            (&[0x30, 0x82, 0x00, 0xFF], TlvError::Length),
            (&[0x30, 0x85, 1, 0, 0, 0, 0], TlvError::Length),
            (&[0x30, 0xFF, 1], TlvError::Length),
            (&[0x00, 0x00], TlvError::Tag),
            (&[0x1F, 0x81, 0x01, 0x00], TlvError::Tag),
        ];
        for (bytes, error) in bad {
            assert_eq!(Header::read(bytes), Err(error), "{bytes:02X?}");
        }
    }

    #[test]
    fn the_length_of_a_certificate_is_in_its_first_four_bytes() {
        assert_eq!(certificate_len(&[0x30, 0x82, 0x06, 0x40, 0x30]), Ok(1604));
        assert_eq!(certificate_len(&[0x30, 0x82, 0xFF, 0xFF]), Ok(65_539));
        assert_eq!(certificate_len(&[0x30, 0x82, 0x06]), Err(TlvError::CutOff));
        assert_eq!(certificate_len(&[0x30, 0x81, 0xF0, 0x30]), Err(TlvError::NotACertificate));
        assert_eq!(certificate_len(&[0xFF; 4]), Err(TlvError::NotACertificate));
    }

    #[test]
    fn a_walk_ends_at_the_first_value_that_does_not_fit() {
        assert_eq!(walk(&[0x30, 0x05, 0x02, 0x01, 0x07, 0x05, 0x00]), Ok(3));
        assert_eq!(walk(&[0x30, 0x00]), Ok(1));
        assert_eq!(walk(&[0x30, 0x03, 0x02, 0x02, 0x07]), Err(TlvError::CutOff), "child beyond its parent");
        assert_eq!(walk(&[0x30, 0x03, 0x02, 0x01, 0x07, 0x00]), Err(TlvError::Length), "padding behind it");
        assert_eq!(walk(&[]), Err(TlvError::CutOff));
    }

    /// `depth` sequences, each within the one before.
    fn nested(depth: usize) -> Vec<u8> {
        (0..depth).fold(Vec::new(), |inner, _| [&[0x30, inner.len() as u8][..], &inner].concat())
    }

    #[test]
    fn invariant_10_nesting_is_limited() {
        assert_eq!(walk(&nested(MAX_DEPTH)), Ok(MAX_DEPTH));
        assert_eq!(walk(&nested(MAX_DEPTH + 1)), Err(TlvError::Depth));
        assert_eq!(walk(&[0x30, 0x80].repeat(30_000)), Err(TlvError::Length));
    }

    proptest! {
        #[test]
        fn no_bytes_make_a_walk_panic_or_count_more_values_than_fit(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            if let Ok(count) = walk(&bytes) {
                prop_assert!(count * 2 <= bytes.len());
            }
            if let Ok(header) = Header::read(&bytes) {
                prop_assert!(header.header <= bytes.len());
            }
        }

        #[test]
        fn whatever_is_well_formed_is_walked_and_every_cut_of_it_is_not(children in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..100), 0..40)) {
            let content: Vec<u8> = children.iter().flat_map(|c| [&[0x04, c.len() as u8][..], c].concat()).collect();
            let length = (content.len() as u16).to_be_bytes();
            let header: Vec<u8> = match content.len() {
                0..=127 => vec![0x30, length[1]],
                128..=255 => vec![0x30, 0x81, length[1]],
                _ => vec![0x30, 0x82, length[0], length[1]],
            };
            let whole = [header, content].concat();
            prop_assert_eq!(walk(&whole), Ok(children.len() + 1));
            for end in 0..whole.len() {
                prop_assert!(walk(&whole[..end]).is_err());
            }
        }
    }
}
