//! Orders of the page, and refusals.

use crate::world::Part;
use axum::{
    Json,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use card::Faults;
use firmware::panel::{Device, Format};
use line::Preset;
use serde::{Deserialize, Serialize};

/// One thing to do; the body of `POST /do`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Order {
    /// Press keys, one character each (see [`firmware::panel::Key`]).
    Key {
        /// The characters.
        keys: String,
    },
    /// Hold a code under the scanner.
    Scan {
        /// Content of the code.
        text: String,
    },
    /// Plug a device in, or unplug it.
    Device {
        /// Which.
        device: Device,
        /// True if it is there.
        present: bool,
    },
    /// Put this card on the reader; one that lies there is taken off first.
    Put {
        /// Key of the persona.
        persona: String,
        /// How the card behaves.
        #[serde(default)]
        manner: Manner,
    },
    /// Take the card off the reader.
    Pull {},
    /// Type a PIN on the reader's own keys and confirm; without digits: press its cancel key.
    Pin {
        /// Digits.
        digits: Option<String>,
    },
    /// Have the card issued anew: PIN tries and everything else as delivered.
    Renew {
        /// Key of the persona.
        persona: String,
    },
    /// Make the line so.
    Line {
        /// How.
        preset: Preset,
    },
    /// Switch a part off or on.
    Switch {
        /// Which.
        part: Part,
        /// On.
        on: bool,
    },
    /// Give the station another display.
    Format {
        /// Which.
        format: Format,
    },
    /// Play the scripted morning, or end it in the middle.
    Morning {
        /// Play.
        play: bool,
    },
}

/// How a card behaves on the reader.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    /// As it should.
    #[default]
    Sound,
    /// The examinee takes it away while it is being read.
    PulledEarly,
    /// Each answer takes half a second longer.
    Slow,
    /// It stops answering.
    Mute,
    /// Its certificate is damaged.
    Damaged,
}

impl Manner {
    /// The faults that make a card behave so.
    pub fn faults(self) -> Faults {
        let sound = Faults::default();
        match self {
            Self::Sound => sound,
            Self::PulledEarly => Faults { pull_at: Some(2), ..sound },
            Self::Slow => Faults { slow_ms: 500, ..sound },
            Self::Mute => Faults { mute_at: Some(3), ..sound },
            Self::Damaged => Faults { certificate: Some(card::BadCertificate::Malformed), ..sound },
        }
    }
}

/// Why something was not done, for whoever sits at the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// In Japanese, what to do.
    pub ja: &'static str,
    /// In English, what happened.
    pub en: String,
}

impl Refusal {
    /// With these words.
    pub fn new(ja: &'static str, en: impl Into<String>) -> Self {
        Self { ja, en: en.into() }
    }

    /// The station is switched off.
    pub fn dark() -> Self {
        Self::new("電源が切れています。電源を入れてください。", "the power is off: switch it on")
    }

    /// The morning is being played.
    pub fn busy() -> Self {
        Self::new(
            "「朝の上演」の最中です。終わるまで待つか、中止してください。",
            "the morning is being played: wait, or end it",
        )
    }

    /// A part of the world said no.
    pub fn world(error: &(dyn std::error::Error + Send + Sync)) -> Self {
        Self::new("できませんでした。下の英文をご覧ください。", error.to_string())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (StatusCode::CONFLICT, Json(self)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_order_is_understood_or_refused_but_never_guessed() {
        let good = [
            r#"{"do":"put","persona":"valid-hanako","manner":"pulled_early"}"#,
            r#"{"do":"line","preset":"black-hole"}"#,
            r#"{"do":"switch","part":"power","on":false}"#,
            r#"{"do":"device","device":"scanner","present":false}"#,
            r#"{"do":"pin","digits":"0000"}"#,
            r#"{"do":"pin"}"#,
        ];
        for text in good {
            assert!(serde_json::from_str::<Order>(text).is_ok(), "{text}");
        }
        for text in [r#"{"do":"explode"}"#, r#"{"do":"pull","card":1}"#, r#"{"do":"line","preset":"lame"}"#] {
            assert!(serde_json::from_str::<Order>(text).is_err(), "{text}");
        }
    }
}
