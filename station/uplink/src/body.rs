//! Bodies: JSON, compressed when it pays, and read back within a bound so that neither a huge body nor a small
//! one that unpacks into a huge one can take the memory.

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use std::io::{Read, Write};

/// Below this many bytes compression is not tried.
const WORTH: usize = 256;

/// A body ready to send.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) bytes: Vec<u8>,
    pub(crate) gzip: bool,
}

/// Packs JSON; plain when gzip would save less than a twentieth.
pub(crate) fn pack(json: Vec<u8>) -> Body {
    if json.len() < WORTH {
        return Body { bytes: json, gzip: false };
    }
    match gzip(&json) {
        Ok(packed) if packed.len() * 20 < json.len() * 19 => Body { bytes: packed, gzip: true },
        _ => Body { bytes: json, gzip: false },
    }
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    // The best level costs milliseconds and saves seconds of a narrow line.
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Unpacks gzip to at most `limit` bytes.
///
/// # Errors
/// A static text: not gzip, or too large. Never the content.
pub(crate) fn unpack(bytes: &[u8], limit: usize) -> Result<Vec<u8>, &'static str> {
    let mut out = Vec::new();
    let bound = limit as u64 + 1;
    GzDecoder::new(bytes).take(bound).read_to_end(&mut out).map_err(|_| "the body is not gzip")?;
    if out.len() > limit { Err("the body is too large when unpacked") } else { Ok(out) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_body_is_unpacked() {
        let json = br#"{"a":"bcdefgh"}"#.repeat(100);
        let body = pack(json.clone());
        assert!(body.gzip && body.bytes.len() < json.len() / 10);
        assert_eq!(unpack(&body.bytes, json.len()).unwrap(), json);
    }

    #[test]
    fn a_body_that_does_not_shrink_stays_plain() {
        assert!(!pack(b"{}".to_vec()).gzip);
        let random: Vec<u8> =
            (0..4_000_u32).flat_map(|n| n.wrapping_mul(0x9E37_79B9).to_le_bytes()).collect();
        let noise = gzip(&random).unwrap();
        assert!(!pack(noise).gzip);
    }

    #[test]
    fn invariant_10_a_body_that_unpacks_into_a_huge_one_is_refused() {
        let bomb = gzip(&vec![0; 50_000_000]).unwrap();
        assert_eq!(unpack(&bomb, 1_000), Err("the body is too large when unpacked"));
        assert_eq!(unpack(b"no gzip", 1_000), Err("the body is not gzip"));
        let mut cut = pack(vec![b'a'; 1_000]).bytes;
        cut.truncate(cut.len() - 6);
        assert!(unpack(&cut, 10_000).is_err());
    }
}
