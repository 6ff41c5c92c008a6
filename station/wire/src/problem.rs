//! Problems as RFC 9457 describes them, with a code of the catalogue. The codes are the project's own range
//! (`C…`); the national list is not public.

use codes::{Failure, Language};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:ident, $status:literal;)*) => {
        /// Reason why the centre did not settle or accept a check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($(#[$doc])* $name,)*
            /// A code of a newer version than this one.
            Unknown,
        }

        impl Code {
            /// Every code of this version.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// Its entry in the catalogue.
            pub const fn code(self) -> codes::Code {
                match self {
                    $(Code::$name => codes::$code,)*
                    Code::Unknown => codes::C999,
                }
            }

            /// HTTP status it travels with as a problem.
            pub const fn status(self) -> u16 {
                match self {
                    $(Code::$name => $status,)*
                    Code::Unknown => 500,
                }
            }
        }
    };
}

codes! {
    /// The request is not what the API describes.
    Malformed = C101, 400;
    /// Station of the certificate and of the check differ, or the station is not registered.
    StationNotAllowed = C102, 403;
    /// No such check of this station.
    NotFound = C103, 404;
    /// Same id, other content.
    Conflict = C104, 409;
    /// The result's time is over.
    Gone = C105, 410;
    /// Body over the limit.
    TooLarge = C106, 413;
    /// Slow down.
    TooMany = C107, 429;
    /// Not JSON or an encoding it does not know.
    Unsupported = C108, 415;
    /// The centre is broken.
    Internal = C150, 500;
    /// The centre is away.
    Unavailable = C151, 503;
    /// The chain does not end at a known issuer, by signature.
    UnknownIssuer = C201, 422;
    /// Beyond the three months of grace.
    CertificateExpired = C202, 422;
    /// Begins later.
    CertificateNotYet = C203, 422;
    /// Revoked.
    CertificateRevoked = C204, 422;
    /// Not a user-authentication certificate, or not a certificate.
    CertificateUnsuitable = C205, 422;
    /// The card's signature does not verify.
    SignatureInvalid = C206, 422;
    /// Not given to this station.
    ChallengeUnknown = C207, 422;
    /// Used by another check.
    ChallengeUsed = C208, 422;
    /// Expired before capture.
    ChallengeExpired = C209, 422;
    /// The terminal's statement does not verify.
    StatementInvalid = C210, 422;
    /// Deferred checks are not taken.
    DeferredRefused = C220, 422;
    /// Captured too long ago.
    TooOld = C221, 422;
}

impl Code {
    /// True when sending the same check again later can help.
    pub fn retryable(self) -> bool {
        matches!(self, Self::TooMany | Self::Internal | Self::Unavailable)
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.code().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Code {
    /// A code that this version does not know is [`Code::Unknown`], so a newer centre can be understood.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<str>::deserialize(deserializer)?;
        Ok(Self::ALL.iter().copied().find(|code| code.code().name() == name).unwrap_or(Self::Unknown))
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::new(code.code())
    }
}

/// An `application/problem+json` body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:junkai:problem:<code>`
    #[serde(rename = "type")]
    pub kind: String,
    /// Short and the same for each code: the technician's text.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// The code.
    pub code: Code,
    /// Staff's text, Japanese.
    pub staff: String,
    /// Where in the request, when that helps (a JSON pointer, a header name). Never a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        let text = code.code();
        Self {
            kind: format!("urn:junkai:problem:{text}"),
            title: text.technician().to_owned(),
            status: code.status(),
            code,
            staff: text.staff(Language::Japanese).to_owned(),
            detail: None,
        }
    }
}
