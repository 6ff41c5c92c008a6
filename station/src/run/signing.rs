//! PIN checks between the PIN and the capture: the challenge, the moment, and the card's signature.
//!
//! A challenge that was taken for a check stays with it when the PIN was wrong: nothing signed over it has left
//! the station, so the next try may use it.

use super::input::{Inbox, Input, tell};
use desk::Pin;
use jiff::Timestamp;
use journal::Journal;
use wire::{Bytes, Challenge, CheckId, Evidence, StationId};

/// The answer to drawing a challenge for a check.
#[derive(Debug)]
pub struct Drawn {
    /// For which check.
    pub check: CheckId,
    /// The PIN that waits.
    pub pin: Pin,
    /// The challenge; `None` when the book is empty or cannot be read.
    pub challenge: Option<Challenge>,
}

/// The one check that is being signed.
#[derive(Debug)]
pub struct Signing {
    check: CheckId,
    challenge: Challenge,
    /// The instant that is signed, and whether the clock was right then.
    pub at: Timestamp,
    /// Whether the clock was synchronised then.
    pub synchronised: bool,
    signature: Option<Bytes>,
}

impl Signing {
    /// A signature over `challenge` for `check`, at this moment.
    pub fn begin(check: CheckId, challenge: Challenge, at: Timestamp, synchronised: bool) -> Self {
        Self { check, challenge, at, synchronised, signature: None }
    }

    /// The challenge again, when it was drawn for this check and nothing was signed over it.
    pub fn unused_challenge(self, check: CheckId) -> Option<Challenge> {
        (self.check == check && self.signature.is_none()).then_some(self.challenge)
    }

    /// What the card signs.
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

/// Draws a challenge from the book; the answer comes as [`Input::Challenge`].
pub fn draw(journal: Journal, inbox: Inbox, check: CheckId, pin: Pin, now: Timestamp) {
    tokio::spawn(async move {
        let challenge = journal.take_challenge(now).await.unwrap_or_else(|error| {
            tracing::error!(code = error.code(), %error, "no challenge could be taken");
            None
        });
        tell(&inbox, Input::Challenge(Drawn { check, pin, challenge }));
    });
}
