//! Command APDUs as ISO 7816-4 encodes them, short and extended, and the status words that answer them.

/// A parsed command.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Command<'a> {
    pub(crate) class: u8,
    pub(crate) instruction: u8,
    pub(crate) p1: u8,
    pub(crate) p2: u8,
    pub(crate) data: &'a [u8],
    /// How many bytes are expected at most (Ne); `None` when the command does not ask for any.
    pub(crate) expected: Option<usize>,
    /// Encoded with extended lengths.
    pub(crate) extended: bool,
}

/// A status word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Status(pub(crate) u16);

impl Status {
    pub(crate) const DONE: Self = Self(0x9000);
    pub(crate) const WRONG_LENGTH: Self = Self(0x6700);
    pub(crate) const NOT_VERIFIED: Self = Self(0x6982);
    pub(crate) const BLOCKED: Self = Self(0x6984);
    pub(crate) const BLOCKED_ISO: Self = Self(0x6983);
    pub(crate) const CONDITIONS: Self = Self(0x6985);
    pub(crate) const NOT_ALLOWED: Self = Self(0x6986);
    pub(crate) const NOT_FOUND: Self = Self(0x6a82);
    pub(crate) const NOT_SUPPORTED: Self = Self(0x6a81);
    pub(crate) const WRONG_P1P2: Self = Self(0x6a86);
    pub(crate) const OFFSET_OUTSIDE: Self = Self(0x6b00);
    pub(crate) const UNKNOWN_INSTRUCTION: Self = Self(0x6d00);
    pub(crate) const UNKNOWN_CLASS: Self = Self(0x6e00);
    pub(crate) const INTERNAL: Self = Self(0x6f00);

    /// 63Cx: so many tries left.
    pub(crate) fn tries(left: u8) -> Self {
        Self(0x63c0 | u16::from(left.min(15)))
    }
}

impl<'a> Command<'a> {
    /// Parses; [`Status::WRONG_LENGTH`] when the lengths do not fit together.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, Status> {
        let (header, body) = bytes.split_first_chunk::<4>().ok_or(Status::WRONG_LENGTH)?;
        let [class, instruction, p1, p2] = *header;
        let (data, expected, extended) = body_of(body).ok_or(Status::WRONG_LENGTH)?;
        Ok(Self { class, instruction, p1, p2, data, expected, extended })
    }
}

/// Data, Ne, and whether the lengths are extended.
fn body_of(body: &[u8]) -> Option<(&[u8], Option<usize>, bool)> {
    match body {
        [] => Some((&[], None, false)),
        [le] => Some((&[], Some(short(*le)), false)),
        [0, high, low] => Some((&[], Some(long(*high, *low)), true)),
        [0, high, low, rest @ ..] => {
            let (data, le) = rest.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?;
            match le {
                _ if data.is_empty() => None,
                [] => Some((data, None, true)),
                [high, low] => Some((data, Some(long(*high, *low)), true)),
                _ => None,
            }
        }
        [0, _] => None,
        [lc, rest @ ..] => {
            let (data, le) = rest.split_at_checked(usize::from(*lc))?;
            match le {
                [] => Some((data, None, false)),
                [le] => Some((data, Some(short(*le)), false)),
                _ => None,
            }
        }
    }
}

fn short(le: u8) -> usize {
    if le == 0 { 256 } else { usize::from(le) }
}

fn long(high: u8, low: u8) -> usize {
    match u16::from_be_bytes([high, low]) {
        0 => 65_536,
        n => usize::from(n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes, then data length, Ne and extended of the seven cases of ISO 7816-3.
    type Case = (&'static [u8], usize, Option<usize>, bool);

    const CASES: [Case; 9] = [
        (&[0, 0x20, 0, 0x80], 0, None, false),
        (&[0, 0xb0, 0, 0, 0], 0, Some(256), false),
        (&[0, 0xb0, 0, 0, 7], 0, Some(7), false),
        (&[0, 0xa4, 2, 0x0c, 2, 0, 6], 2, None, false),
        (&[0x80, 0x2a, 0, 0x80, 1, 9, 0], 1, Some(256), false),
        (&[0, 0xb0, 0x8a, 0, 0, 0, 0], 0, Some(65_536), true),
        (&[0, 0xb0, 0x8a, 0, 0, 1, 0], 0, Some(256), true),
        (&[0, 0xa4, 2, 0x0c, 0, 0, 2, 0, 6], 2, None, true),
        (&[0x80, 0x2a, 0, 0x80, 0, 0, 1, 9, 1, 0], 1, Some(256), true),
    ];

    #[test]
    fn every_case_of_the_standard_is_read() {
        for (bytes, data, expected, extended) in CASES {
            let command = Command::parse(bytes).unwrap();
            assert_eq!((command.data.len(), command.expected, command.extended), (data, expected, extended));
        }
    }

    #[test]
    fn lengths_that_do_not_fit_are_refused_and_nothing_panics() {
        let bad: [&[u8]; 7] = [
            &[],
            &[0, 0xa4, 0],
            &[0, 0xa4, 0, 0, 0, 0],
            &[0, 0xa4, 0, 0, 3, 1, 2],
            &[0, 0xa4, 0, 0, 1, 1, 1, 1],
            &[0, 0xa4, 0, 0, 0, 0, 0, 1],
            &[0, 0xa4, 0, 0, 0, 0, 1, 1, 1],
        ];
        for bytes in bad {
            assert_eq!(Command::parse(bytes).err(), Some(Status::WRONG_LENGTH), "{bytes:02x?}");
        }
    }
}
