//! DER as a card may give it: walking and reading dates never panic, and agree with each other.
#![no_main]

use firmware::card::certificate::validity;
use firmware::card::tlv::{Header, MAX_DEPTH, certificate_len, walk};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(header) = Header::read(bytes) {
        assert!(header.header <= bytes.len() && header.header >= 2);
    }
    let walked = walk(bytes);
    if let Ok(count) = walked {
        assert!(count >= 1 && count * 2 <= bytes.len());
        // A complete value is not complete one byte shorter.
        assert!(walk(&bytes[..bytes.len() - 1]).is_err());
    }
    if let Ok(dates) = validity(bytes) {
        assert!(walked.is_ok(), "a certificate that is not DER to the end");
        assert!(dates.not_before <= dates.not_after);
        if bytes.len() > 256 {
            assert_eq!(certificate_len(bytes), Ok(bytes.len()));
        }
    }
    // One more level than allowed is refused, whatever is inside.
    let mut deep = bytes[..bytes.len().min(64)].to_vec();
    for _ in 0..=MAX_DEPTH {
        let len = deep.len() as u8;
        let header = if len < 128 { vec![0x30, len] } else { vec![0x30, 0x81, len] };
        deep = [header, deep].concat();
    }
    if !bytes.is_empty() {
        assert!(walk(&deep).is_err());
    }
});
