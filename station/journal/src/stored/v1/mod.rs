//! The first disk form, written since release 0.1. Frozen: see the golden tests.

mod check;
mod desk;
mod event;
mod settlement;

#[cfg(test)]
mod golden;
#[cfg(test)]
mod release_0_1;

pub(crate) use check::{Check, Draft};
pub(crate) use desk::{DayChoice, Prefs, StaffMember};
pub(crate) use event::Event;
pub(crate) use settlement::Settlement;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Words of the disk form, each with its live counterpart. A live value without a word does not compile.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident = $live:ty { $($variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub(crate) enum $name {
            $(#[serde(rename = $word)] $variant,)*
        }

        impl From<$live> for $name {
            fn from(live: $live) -> Self {
                match live { $(<$live>::$variant => Self::$variant,)* }
            }
        }

        impl From<$name> for $live {
            fn from(stored: $name) -> Self {
                match stored { $($name::$variant => Self::$variant,)* }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// The purpose of a check.
    Purpose = wire::Purpose { HealthCheckup = "health_checkup", HealthGuidance = "health_guidance" }
}

words! {
    /// How the person was authenticated.
    Method = wire::Method { Visual = "visual", Pin = "pin" }
}

/// Bytes as standard base64.
#[derive(PartialEq, Eq)]
pub(crate) struct Base64(Vec<u8>);

impl From<&wire::Bytes> for Base64 {
    fn from(bytes: &wire::Bytes) -> Self {
        Self(bytes.as_slice().to_vec())
    }
}

impl From<Base64> for wire::Bytes {
    fn from(bytes: Base64) -> Self {
        bytes.0.into()
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        // The decoder's message would quote the input.
        STANDARD.decode(text.as_bytes()).map(Self).map_err(|_| D::Error::custom("not standard base64"))
    }
}
