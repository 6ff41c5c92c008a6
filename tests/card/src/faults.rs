//! Faults to inject, and counts.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// Faults of a card; the default is a sound card. APDUs are numbered from 1, from each insertion on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Faults {
    /// Every APDU takes this much longer, in milliseconds.
    pub slow_ms: u64,
    /// From this APDU on the card never answers.
    pub mute_at: Option<u64>,
    /// The card is pulled when this APDU arrives, before it answers.
    pub pull_at: Option<u64>,
    /// The first APDU after each power-up answers 6F00, as some cards do.
    pub first_6f00: bool,
    /// READ BINARY gives at most so many bytes at a time.
    pub short_reads: Option<usize>,
    /// Extended APDUs answer 6700.
    pub no_extended: bool,
    /// One APDU answers this status word alone, and is not executed.
    pub status: Option<WrongStatus>,
    /// One APDU is answered with these bytes, whatever they are.
    pub raw: Option<RawAnswer>,
    /// Signatures have one bit wrong.
    pub bad_signature: bool,
    /// Fault of the user-authentication certificate on the card.
    pub certificate: Option<BadCertificate>,
    /// A blocked PIN answers 6983 instead of 6984.
    pub blocked_6983: bool,
}

/// A status word out of place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WrongStatus {
    /// Number of the APDU.
    pub at: u64,
    /// The status word; four hex digits in JSON, such as "6A82".
    #[serde(with = "hex_word")]
    pub word: u16,
}

/// An answer out of place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawAnswer {
    /// Number of the APDU.
    pub at: u64,
    /// The whole answer, may be empty; hex in JSON.
    #[serde(with = "hex_bytes")]
    pub bytes: Vec<u8>,
}

/// Faults of the certificate on a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadCertificate {
    /// Its header promises twice what the file holds.
    Truncated,
    /// The right length, nonsense inside.
    Malformed,
    /// A well-formed header of 60,000 bytes, and as many.
    Huge,
    /// Not DER at all.
    NotDer,
    /// One bit of the issuer's signature is wrong.
    Forged,
    /// Sound, with 300 bytes of FF behind it, as a container file may have.
    Padded,
}

impl BadCertificate {
    pub(crate) fn apply(self, sound: &[u8]) -> Vec<u8> {
        match self {
            Self::Truncated => sound.iter().copied().take(sound.len() / 2).collect(),
            Self::Malformed => sound
                .iter()
                .enumerate()
                .map(|(n, b)| if n < 4 { *b } else { b.rotate_left(3) ^ 0x55 })
                .collect(),
            Self::Huge => {
                [0x30, 0x82, 0xea, 0x60].into_iter().chain(std::iter::repeat_n(0x05, 60_000)).collect()
            }
            Self::NotDer => b"<html>not a certificate</html>".repeat(40),
            Self::Forged => flip_in_last_quarter(sound),
            Self::Padded => [sound, &[0xff; 300]].concat(),
        }
    }
}

/// One bit wrong, near the end, where the signature is.
pub(crate) fn flip_in_last_quarter(bytes: &[u8]) -> Vec<u8> {
    let place = bytes.len().saturating_sub(20);
    bytes.iter().enumerate().map(|(n, b)| if n == place { b ^ 0x10 } else { *b }).collect()
}

/// Counts of a card since it was made or [`crate::VirtualCard::reset_stats`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Command APDUs that reached the card.
    pub apdus: u64,
    /// Bytes of commands.
    pub bytes_in: u64,
    /// Bytes of answers, status words among them.
    pub bytes_out: u64,
    /// Time spent inside the card, waits of `slow_ms` among it.
    pub inside: Duration,
    /// PIN presentations (VERIFY with a body): each may have cost a try.
    pub presentations: u64,
    /// Signatures made.
    pub signatures: u64,
    /// Times the card was put on a reader.
    pub insertions: u64,
    /// Times it was powered up.
    pub power_ups: u64,
    /// Warm resets.
    pub warm_resets: u64,
}

/// Status words as people write them.
mod hex_word {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(word: &u16, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{word:04X}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
        let text = String::deserialize(deserializer)?;
        let word = if text.len() == 4 { u16::from_str_radix(&text, 16).ok() } else { None };
        word.ok_or_else(|| D::Error::custom("four hex digits are expected"))
    }
}

/// Bytes as people write them.
mod hex_bytes {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub(super) fn serialize<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&bytes.iter().map(|b| format!("{b:02X}")).collect::<String>())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
        let text = String::deserialize(deserializer)?;
        let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let whole = text.len() % 2 == 0;
        let bytes: Option<Vec<u8>> = text.as_bytes().chunks(2).map(pair).collect();
        bytes.filter(|_| whole).ok_or_else(|| D::Error::custom("pairs of hex digits are expected"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_are_written_as_people_write_them() {
        let json =
            r#"{"status":{"at":2,"word":"6A82"},"raw":{"at":3,"bytes":"9000"},"certificate":"not_der"}"#;
        let faults: Faults = serde_json::from_str(json).unwrap();
        assert_eq!(faults.status, Some(WrongStatus { at: 2, word: 0x6a82 }));
        assert_eq!(faults.raw, Some(RawAnswer { at: 3, bytes: vec![0x90, 0] }));
        assert_eq!(faults.certificate, Some(BadCertificate::NotDer));
        let again: Faults = serde_json::from_str(&serde_json::to_string(&faults).unwrap()).unwrap();
        assert_eq!(again, faults);
    }

    #[test]
    fn an_unknown_or_malformed_fault_is_refused() {
        for bad in [
            r#"{"slow":1}"#,
            r#"{"status":{"at":1,"word":"6A8"}}"#,
            r#"{"status":{"at":1,"word":27266}}"#,
            r#"{"raw":{"at":1,"bytes":"9"}}"#,
            r#"{"raw":{"at":1,"bytes":"漢字"}}"#,
            r#"{"certificate":"good"}"#,
        ] {
            assert!(serde_json::from_str::<Faults>(bad).is_err(), "{bad}");
        }
    }
}
