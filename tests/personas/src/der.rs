//! The little DER that certificates of JPKI shape need beyond what rcgen writes.

/// Tag, definite length, content.
pub(crate) fn tlv(tag: u8, content: &[u8]) -> Vec<u8> {
    let length = content.len();
    let mut out = vec![tag];
    match length {
        0..=0x7f => out.push(length as u8),
        0x80..=0xff => out.extend([0x81, length as u8]),
        _ => out.extend([0x82, (length >> 8) as u8, length as u8]),
    }
    out.extend_from_slice(content);
    out
}

/// SEQUENCE of parts.
pub(crate) fn sequence(parts: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x30, &parts.concat())
}

/// OBJECT IDENTIFIER.
pub(crate) fn oid(arcs: &[u64]) -> Vec<u8> {
    let (first, rest) = match arcs {
        [a, b, rest @ ..] => (a * 40 + b, rest),
        _ => (0, arcs),
    };
    let content: Vec<u8> = std::iter::once(&first).chain(rest).flat_map(|arc| base128(*arc)).collect();
    tlv(0x06, &content)
}

fn base128(mut value: u64) -> Vec<u8> {
    let mut out = vec![(value & 0x7f) as u8];
    while value > 0x7f {
        value >>= 7;
        out.insert(0, (value & 0x7f) as u8 | 0x80);
    }
    out
}

/// A directory name of `(last arc of 2.5.4.x, text)`, UTF8String, one attribute a level.
pub(crate) fn name(parts: &[(u64, &str)]) -> Vec<u8> {
    let level = |(kind, text): &(u64, &str)| {
        tlv(0x31, &sequence(&[oid(&[2, 5, 4, *kind]), tlv(0x0c, text.as_bytes())]))
    };
    sequence(&parts.iter().map(level).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_and_arcs_are_encoded_as_x690_says() {
        assert_eq!(tlv(0x04, &[7]), [0x04, 1, 7]);
        assert_eq!(tlv(0x04, &[0; 0x80])[..3], [0x04, 0x81, 0x80]);
        assert_eq!(tlv(0x04, &[0; 0x123])[..4], [0x04, 0x82, 0x01, 0x23]);
        assert_eq!(oid(&[2, 999, 3]), [0x06, 3, 0x88, 0x37, 3]);
        assert_eq!(oid(&[1, 2, 840, 113549]), [0x06, 6, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d]);
    }
}
