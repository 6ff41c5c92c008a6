//! Errors of the uplink, each with a code of the catalogue. `U1..` identity and TLS, `U2..` the centre, `U3..` this
//! station, `U4..` limits.

use codes::{Code, Failure};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:ident;)*) => {
        /// Kind of a trouble.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum TroubleCode {
            $($(#[$doc])* $name,)*
        }

        impl TroubleCode {
            /// Every code of this version.
            pub const ALL: &'static [TroubleCode] = &[$(TroubleCode::$name),*];

            /// Its entry in the catalogue.
            pub const fn code(self) -> Code {
                match self { $(Self::$name => codes::$code,)* }
            }
        }
    };
}

codes! {
    /// The centre's address is not an `https` URL.
    BadUrl = U101;
    /// The file with the centre's CA cannot be read or holds no certificate.
    CaFile = U102;
    /// The file with the station's certificate cannot be read or holds no certificate.
    CertificateFile = U103;
    /// The file with the station's key cannot be read or holds no key.
    KeyFile = U104;
    /// Key and certificate do not belong together.
    KeyMismatch = U105;
    /// A number in the configuration is out of its range.
    BadSetting = U106;
    /// The centre's certificate has expired (or our clock is far ahead).
    CentreExpired = U111;
    /// The centre's certificate is not valid yet (or our clock is far behind).
    CentreNotYet = U112;
    /// The centre's certificate was not issued by the configured CA.
    CentreUnknown = U113;
    /// The centre's certificate is for another name.
    CentreName = U114;
    /// TLS failed otherwise.
    Tls = U115;
    /// The centre says that our certificate has expired.
    OwnExpired = U121;
    /// The centre does not know the issuer of our certificate, or wants one.
    OwnUnknown = U122;
    /// The centre says that our certificate is revoked.
    OwnRevoked = U123;
    /// The centre answered what the API does not describe.
    Nonsense = U201;
    /// The centre is broken or overloaded.
    Busy = U202;
    /// The centre does not let this station in.
    NotAllowed = U203;
    /// The centre will not take one or more checks; they are kept and tried again slowly.
    Parked = U204;
    /// The centre's address answers, but not with this API.
    WrongApi = U205;
    /// The journal did not do what was asked.
    Journal = U301;
    /// The byte limit with its margin is used up: live checks stop too.
    HardLimit = U402;
}

/// A condition that began, with the technician's text. The text carries no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Its kind.
    pub code: TroubleCode,
    /// Specifics for the technician, in English.
    pub technician: String,
}

impl From<&Trouble> for Failure {
    fn from(trouble: &Trouble) -> Self {
        Self::new(trouble.code.code()).with(trouble.technician.clone())
    }
}

/// Reason why the uplink could not start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UplinkError {
    /// A condition with a code.
    #[error("{}", Failure::from(.0))]
    Trouble(Trouble),
}

impl From<UplinkError> for Failure {
    fn from(error: UplinkError) -> Self {
        let UplinkError::Trouble(trouble) = error;
        Self::from(&trouble)
    }
}

impl UplinkError {
    /// A trouble with its text.
    pub(crate) fn trouble(code: TroubleCode, technician: impl Into<String>) -> Self {
        Self::Trouble(Trouble { code, technician: technician.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_used_once_and_has_a_sentence_for_staff() {
        let codes: BTreeSet<_> = TroubleCode::ALL.iter().map(|c| c.code()).collect();
        assert_eq!(codes.len(), TroubleCode::ALL.len());
        assert!(codes.iter().all(|code| !code.log_only()));
    }
}
