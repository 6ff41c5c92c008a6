//! Names of things: checks, stations, staff, institutions, reception numbers.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A text that is not a valid id of its kind. Says the rule, not the text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind}: {rule}")]
pub struct InvalidId {
    /// Expected form.
    pub kind: &'static str,
    /// The rule it breaks.
    pub rule: &'static str,
}

/// Identifies one check for ever; made at capture, at random (UUID version 4), so that no two stations meet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CheckId(Uuid);

impl CheckId {
    /// A new random id.
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// The 16 bytes, as statements and the journal use them.
    pub fn as_bytes(&self) -> &[u8; 16] {
        self.0.as_bytes()
    }

    /// From the 16 bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(Uuid::from_bytes(bytes))
    }
}

impl std::fmt::Display for CheckId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.hyphenated().fmt(f)
    }
}

impl std::str::FromStr for CheckId {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        Uuid::try_parse(text)
            .map(Self)
            .map_err(|_| InvalidId { kind: "check id", rule: "a UUID is expected" })
    }
}

/// A text newtype with a rule, checked when made and when read from a wire.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $rule:literal, $valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                let valid: fn(&str) -> bool = $valid;
                if valid(&text) { Ok(Self(text)) } else { Err(InvalidId { kind: $kind, rule: $rule }) }
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::try_from(text.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

fn is_name(text: &str, longest: usize) -> bool {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    !text.is_empty() && text.len() <= longest && text.bytes().all(plain) && !text.starts_with('-')
}

text_id!(
    /// One device. The common name of its client certificate and a segment of its MQTT topics.
    StationId, "station id", "1 to 32 of a-z, 0-9 and '-', not beginning with '-'", |t| is_name(t, 32)
);
text_id!(
    /// A staff member by reference, never by name.
    StaffRef, "staff reference", "1 to 16 of a-z, 0-9 and '-', not beginning with '-'", |t| is_name(t, 16)
);
text_id!(
    /// 機関コード: 10 digits, prefecture 2 + division 1 + 7.
    InstitutionCode, "institution code (機関コード)", "10 digits",
    |t| t.len() == 10 && t.bytes().all(|b| b.is_ascii_digit())
);

/// 受付番号: what staff write down for a check; counts from 1 each day (JST) on one station.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReceptionNumber(pub u32);

impl std::fmt::Display for ReceptionNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:03}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_station_id_is_safe_in_a_topic_and_a_file_name() {
        for bad in ["", "-a", "a/b", "A", "a b", "a+", "#", "あ", &"x".repeat(33)] {
            assert!(bad.parse::<StationId>().is_err(), "{bad:?}");
        }
        assert_eq!("bus-01".parse::<StationId>().unwrap().as_str(), "bus-01");
    }

    #[test]
    fn an_error_does_not_quote_what_it_refuses() {
        let error = "1234-secret".parse::<InstitutionCode>().unwrap_err().to_string();
        assert!(!error.contains("secret"));
    }

    #[test]
    fn ids_keep_their_rule_when_read_from_json() {
        assert!(serde_json::from_str::<StationId>("\"UPPER\"").is_err());
        assert!(serde_json::from_str::<CheckId>("\"1\"").is_err());
    }
}
