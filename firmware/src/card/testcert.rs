//! An invented certificate for tests: the shape of X.509 in any size, issued to no person.

/// 1 January 2024, 00:00:00 UTC.
pub const NOT_BEFORE: i64 = 1_704_067_200;
/// 31 December 2028, 23:59:59 UTC.
pub const NOT_AFTER: i64 = 1_861_919_999;

fn value(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let [high, low] = (content.len() as u16).to_be_bytes();
    let header = match content.len() {
        0..=127 => vec![tag, low],
        128..=255 => vec![tag, 0x81, low],
        _ => vec![tag, 0x82, high, low],
    };
    [header, content].concat()
}

/// A certificate of at least `size` bytes (600 or more).
pub fn certificate(size: usize) -> Vec<u8> {
    dated(size, b"240101000000Z", b"281231235959Z")
}

/// The same with dates as UTCTime has them.
pub fn dated(size: usize, from: &[u8], to: &[u8]) -> Vec<u8> {
    let oid_sha256_rsa = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x0B];
    let oid_rsa = [0x06, 0x09, 0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x01, 0x01];
    let null = [0x05, 0x00];
    let algorithm = value(0x30, &[&oid_sha256_rsa, &null]);
    let name = |text: &[u8]| {
        let pair = value(0x30, &[&[0x06, 0x03, 0x55, 0x04, 0x03], &value(0x0C, &[text])]);
        value(0x30, &[&value(0x31, &[&pair])])
    };
    let key = value(0x30, &[&value(0x02, &[&[0x01; 257]]), &value(0x02, &[&[1, 0, 1]])]);
    let spki = value(0x30, &[&value(0x30, &[&oid_rsa, &null]), &value(0x03, &[&[0], &key])]);
    let filling = value(0x04, &[&vec![0x5A; size.saturating_sub(520)]]);
    let extension = value(0x30, &[&[0x06, 0x03, 0x55, 0x1D, 0x0E], &value(0x04, &[&filling])]);
    let tbs = value(
        0x30,
        &[
            &[0xA0, 0x03, 0x02, 0x01, 0x02, 0x02, 0x01, 0x07],
            &algorithm,
            &name(b"INVENTED CA"),
            &value(0x30, &[&value(0x17, &[from]), &value(0x17, &[to])]),
            &name(b"NOBODY"),
            &spki,
            &value(0xA3, &[&value(0x30, &[&extension])]),
        ],
    );
    value(0x30, &[&tbs, &algorithm, &value(0x03, &[&[0], &[0x5A; 256]])])
}
