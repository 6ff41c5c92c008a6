//! The signature of one PIN check, from the request to the card to the evidence.
//!
//! The desk decides when a PIN goes to the card, and with which challenge: it asks for the challenge itself and keeps the
//! PIN until the answer.

use jiff::Timestamp;
use wire::{Bytes, Challenge, CheckId, Evidence, StationId};

/// The one check that is being signed.
#[derive(Debug)]
pub struct Signing {
    check: CheckId,
    challenge: Challenge,
    /// The instant that is signed.
    pub at: Timestamp,
    /// The clock was synchronised then.
    pub synchronised: bool,
    signature: Option<Bytes>,
}

impl Signing {
    /// A signature over `challenge` for `check`, at this moment.
    pub fn begin(check: CheckId, challenge: Challenge, at: Timestamp, synchronised: bool) -> Self {
        Self { check, challenge, at, synchronised, signature: None }
    }

    /// The digest that the card signs.
    pub fn digest(&self, station: &StationId) -> [u8; 32] {
        wire::pin_digest(self.challenge.nonce.as_slice(), self.check, station, self.at)
    }

    /// Keeps the card's signature; false when it is for another check.
    pub fn signed(&mut self, check: CheckId, signature: Vec<u8>) -> bool {
        let mine = self.check == check;
        if mine {
            self.signature = Some(signature.into());
        }
        mine
    }

    /// The evidence, once signed.
    pub fn evidence(self, check: CheckId, certificate: Bytes) -> Option<Evidence> {
        let signature = self.signature.filter(|_| self.check == check)?;
        Some(Evidence::Pin { certificate, challenge: self.challenge.id, signature })
    }
}
