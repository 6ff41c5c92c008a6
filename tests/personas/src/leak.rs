//! Needles of the privacy tests: data that must never be found in a log, on MQTT or in a file that is not sealed.

use crate::Persona;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// Parts of names that are ordinary words elsewhere: searching for them alone would find innocent texts.
const WORDS: [&str; 8] = ["試験", "無効", "期限", "複数", "携帯", "失効", "遅延", "施錠"];

impl Persona {
    /// Texts of this persona that must never leave: name, kana, birthdate and identifiers in the spellings that
    /// programs use. Each is long enough to be searched for: a bare four-digit PIN is not among them, its
    /// spellings as bytes are.
    pub fn leak_words(&self) -> Vec<String> {
        let mut words = names(&self.name);
        words.extend(names(&self.kana));
        words.extend(dates(self.birthdate));
        words.extend([self.address.clone(), self.number.clone()]);
        words.extend(pins(&self.card.pin));
        for q in &self.eligibility.qualifications {
            words.extend(q.insured_name.iter().flat_map(|name| names(name)));
            // Shorter ones meet the microseconds of any log by chance; with their symbol they are searched for below.
            words.extend([q.number.clone()].into_iter().filter(|n| n.len() >= 8));
            words.extend(q.symbol.iter().map(|symbol| format!("{symbol}:{}", q.number)));
            words.extend(q.symbol.iter().map(|symbol| format!("{symbol}・{}", q.number)));
        }
        words.sort();
        words.dedup();
        words
    }

    /// The same as bytes, ready for [`find_leak`].
    pub fn leak_needles(&self) -> Vec<Vec<u8>> {
        self.leak_words().into_iter().map(String::into_bytes).collect()
    }
}

/// Where in `haystack` one of `needles` is found: the index of the needle, so that a failing test can say which
/// without printing it.
pub fn find_leak(haystack: &[u8], needles: &[Vec<u8>]) -> Option<usize> {
    // One pass, whatever the number of needles: logs at trace level are megabytes, and needles hundreds.
    let mut by_head: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (index, needle) in needles.iter().enumerate().filter(|(_, needle)| !needle.is_empty()) {
        by_head.entry(needle.get(..HEAD).unwrap_or(needle)).or_default().push(index);
    }
    let lengths: BTreeSet<usize> = by_head.keys().map(|head| head.len()).collect();
    (0..haystack.len()).find_map(|at| {
        let rest = haystack.get(at..)?;
        let heads = lengths.iter().filter_map(|length| by_head.get(rest.get(..*length)?));
        heads.flatten().copied().find(|index| needles.get(*index).is_some_and(|n| rest.starts_with(n)))
    })
}

/// Needles are looked up by so many of their first bytes.
const HEAD: usize = 4;

fn names(name: &str) -> Vec<String> {
    let mut out = vec![name.to_owned(), name.replace(' ', ""), name.replace(' ', "　")];
    let parts = name.split(' ').filter(|part| part.chars().count() >= 2 && !WORDS.contains(part));
    out.extend(parts.map(str::to_owned));
    out.push(hex(name.as_bytes()));
    out
}

fn dates(day: Date) -> Vec<String> {
    let (y, m, d) = (day.year(), day.month(), day.day());
    vec![
        format!("{y:04}-{m:02}-{d:02}"),
        format!("{y:04}{m:02}{d:02}"),
        format!("{y:04}/{m:02}/{d:02}"),
        format!("{y:04}/{m}/{d}"),
        format!("{y}年{m}月{d}日"),
        hex(format!("{y:04}{m:02}{d:02}").as_bytes()),
    ]
}

/// The PIN as bytes are printed: hex in a row and apart, and as a list of decimals, as `{:?}` prints them.
fn pins(pin: &str) -> Vec<String> {
    let apart = |join: &str, each: fn(u8) -> String| pin.bytes().map(each).collect::<Vec<_>>().join(join);
    vec![
        format!("pin={pin}"),
        format!("pin: {pin}"),
        format!("\"{pin}\""),
        format!("04{}", hex(pin.as_bytes())),
        apart(" ", |b| format!("{b:02x}")),
        apart(", ", |b| b.to_string()),
        apart(", ", |b| format!("0x{b:02x}")),
    ]
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// Public key, signature and subject of a certificate, as DER, hex and base64 in all three alignments.
pub(crate) fn certificate_needles(der: &[u8]) -> Vec<Vec<u8>> {
    let Ok((_, certificate)) = x509_parser::parse_x509_certificate(der) else { return Vec::new() };
    let subject = certificate.subject().iter_common_name().filter_map(|cn| cn.as_str().ok());
    let mut needles: Vec<Vec<u8>> = subject.map(|cn| cn.as_bytes().to_vec()).collect();
    // Not from the beginning: the headers there are the same for everybody.
    let key = certificate.public_key().subject_public_key.data.get(20..44);
    let signature = certificate.signature_value.data.get(16..40);
    for piece in [key, signature].into_iter().flatten() {
        needles.push(piece.to_vec());
        needles.push(hex(piece).into_bytes());
        needles.push(hex(piece).to_uppercase().into_bytes());
        needles.extend(
            (0..3).filter_map(|skip| piece.get(skip..skip + 21)).map(|part| base64(part).into_bytes()),
        );
    }
    needles
}

/// Standard base64 of whole groups of three; what is over is left out.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let group = |three: &[u8]| three.iter().fold(0usize, |word, byte| word << 8 | usize::from(*byte));
    let letter = |word: usize, shift: u32| ALPHABET.get(word >> shift & 0x3f).copied().unwrap_or(b'=');
    bytes.chunks_exact(3).map(group).flat_map(|w| [18, 12, 6, 0].map(|s| char::from(letter(w, s)))).collect()
}
