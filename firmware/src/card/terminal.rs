//! PIN-less authentication by the terminal: the interface only.
//!
//! The law lets an approved verifier replace the PIN by a face check. The card then requires a certificate and key
//! issued to the terminal and a protocol (`80 A2 06 C1 …`) that is not published. This project does not invent those
//! bytes: it provides the trait and reports in every respect that it is not available.

use super::dialogue::Transmit;
use super::{CardError, Fault, Step};

/// Opens the key of a card without a PIN, on the strength of the terminal's own credentials.
pub trait TerminalAuthentication {
    /// True if [`TerminalAuthentication::authenticate`] can succeed on this station.
    fn available(&self) -> bool;

    /// Makes the card accept this terminal, so that a signature can be asked for without VERIFY.
    ///
    /// # Errors
    /// [`Fault::NoTerminalAuthentication`] when it is not available, otherwise the card's error status.
    fn authenticate(&self, card: &mut dyn Transmit) -> Result<(), CardError>;
}

/// The only implementation: not available. In visual mode the evidence is the certificate and a statement signed by
/// the station's device-bound key; the card itself proves nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct DeviceBoundStatement;

impl TerminalAuthentication for DeviceBoundStatement {
    fn available(&self) -> bool {
        false
    }

    fn authenticate(&self, _card: &mut dyn Transmit) -> Result<(), CardError> {
        Err(CardError::new(Fault::NoTerminalAuthentication, Step::Sign))
    }
}

#[cfg(test)]
mod tests {
    use super::super::dialogue::Broken;
    use super::*;

    struct Untouched;
    impl Transmit for Untouched {
        fn transmit(&mut self, _: Step, _: &[u8]) -> Result<Vec<u8>, Broken> {
            panic!("no command may be sent");
        }
    }

    #[test]
    fn pin_less_authentication_is_honestly_not_available_and_sends_nothing() {
        assert!(!DeviceBoundStatement.available());
        let error = DeviceBoundStatement.authenticate(&mut Untouched).unwrap_err();
        assert_eq!(error.code(), codes::K160);
    }
}
