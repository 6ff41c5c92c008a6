//! Faults between card and desk, each with a code of the catalogue.
//!
//! Promise: an error carries a kind, the step of the exchange and at most a status word. It never carries bytes
//! of the card, a PIN or a command, so it may be shown, logged and sent as it is.

use codes::{Code, Failure};
use std::fmt;

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $code:ident;)*) => {
        /// Why there is no evidence from the card. Codes: K10x reader and contact, K12x kind of card or badge, K13x content,
        /// K14x PIN, K15x refused by the card, K16x PIN-less use.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Fault { $($(#[$doc])* $name,)* }

        impl Fault {
            /// Every fault there is.
            pub const ALL: &'static [Fault] = &[$(Fault::$name),*];

            /// Its entry in the catalogue.
            pub const fn code(self) -> Code {
                match self { $(Self::$name => codes::$code,)* }
            }
        }
    };
}

faults! {
    /// The card left the reader in mid-exchange.
    Pulled = K101;
    /// No answer within the command deadline.
    Mute = K102;
    /// Reader or driver reports an error of its own.
    ReaderFailed = K103;
    /// pcscd went away.
    ServiceDown = K104;
    /// Another program holds the card.
    Held = K105;
    /// The card gives no answer to power-up.
    NoPowerUp = K106;
    /// A request came and there is no card.
    NoCard = K107;
    /// A signature was asked of a card that was not read, or whose session has ended.
    NotRead = K108;
    /// No My Number card application.
    NotJpki = K120;
    /// A 住基 card.
    OldJuki = K121;
    /// A phone.
    Phone = K122;
    /// Token information that this version does not know.
    UnknownToken = K123;
    /// No user-authentication certificate on the card.
    NoCertificate = K124;
    /// A My Number card where a staff badge is wanted.
    BadgeIsMyNumber = K125;
    /// A card whose number is another one each time.
    BadgeChanges = K126;
    /// A card without a number.
    NoBadgeNumber = K127;
    /// Fewer bytes than the header announces.
    Truncated = K130;
    /// Not a certificate.
    BadCertificate = K131;
    /// Announces more than a certificate can have.
    TooLarge = K132;
    /// An answer of the wrong shape.
    BadAnswer = K133;
    /// A signature of the wrong length.
    BadSignature = K134;
    /// Wrong PIN, tries remain.
    PinWrong = K140;
    /// No tries left, or a card whose PIN was never usable.
    PinLocked = K141;
    /// VERIFY was sent and its answer never came.
    PinUncertain = K142;
    /// The card refuses in this state.
    NotAllowed = K150;
    /// A file or key is missing.
    FileMissing = K151;
    /// The card does not take the command or its parameters.
    Unsupported = K152;
    /// 6F00 and the like.
    CardInternal = K153;
    /// A status word that no document names.
    Unexpected = K159;
    /// PIN-less authentication by the terminal.
    NoTerminalAuthentication = K160;
}

/// Where in the exchange something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Step {
    /// Connecting and powering up.
    Connect,
    /// SELECT of the application.
    Select,
    /// Token information.
    Token,
    /// The certificate.
    Certificate,
    /// Asking for the tries left.
    Tries,
    /// Asking the reader what it can do.
    Features,
    /// VERIFY.
    Verify,
    /// The person types on the reader's keys, and VERIFY.
    Pad,
    /// The signature.
    Sign,
    /// The number of a staff badge.
    Badge,
    /// Waiting for the reader, between exchanges.
    Reader,
}

impl Step {
    /// A word for logs.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A fault, where it happened, and the status word when the card gave one. Small and free of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CardError {
    /// The fault.
    pub fault: Fault,
    /// Where.
    pub step: Step,
    /// The card's status word.
    pub status: Option<u16>,
    /// The card service's name for it, when it came from there.
    pub cause: Option<&'static str>,
}

impl CardError {
    /// A fault without a status word.
    pub fn new(fault: Fault, step: Step) -> Self {
        Self { fault, step, status: None, cause: None }
    }

    /// A fault that the card stated by a status word.
    pub fn with_status(fault: Fault, step: Step, status: u16) -> Self {
        Self { fault, step, status: Some(status), cause: None }
    }

    /// The fault's entry in the catalogue.
    pub const fn code(&self) -> Code {
        self.fault.code()
    }
}

impl From<&CardError> for Failure {
    fn from(error: &CardError) -> Self {
        let mut detail = format!("step {}", error.step.word());
        if let Some(status) = error.status {
            detail.push_str(&format!(", status {status:04X}"));
        }
        if let Some(cause) = error.cause {
            detail.push_str(&format!(", {cause}"));
        }
        Self::new(error.code()).with(detail)
    }
}

impl fmt::Display for CardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Failure::from(self).fmt(f)
    }
}

impl std::error::Error for CardError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fault_has_a_code_of_its_own_that_staff_can_read() {
        let codes: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.code()).collect();
        assert_eq!(codes.len(), Fault::ALL.len());
        assert!(codes.iter().all(|code| code.name().starts_with('K') && !code.log_only()));
    }

    #[test]
    fn the_technician_reads_step_status_and_cause() {
        let mut error = CardError::with_status(Fault::NotJpki, Step::Select, 0x6A82);
        assert_eq!(error.to_string(), "K120 the card has no JPKI application: step select, status 6A82");
        error.cause = Some("NotTransacted");
        assert!(error.to_string().ends_with("status 6A82, NotTransacted"));
    }
}
