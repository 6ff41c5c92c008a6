//! The book of challenges: single-use random numbers that the centre hands out ahead of time.

use crate::Bytes;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names one challenge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChallengeId(pub Uuid);

/// A challenge: bound to the station it was given to, good for one check, until it expires.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Its name; sent back with the signature.
    pub id: ChallengeId,
    /// 32 random bytes that the card signs among other things.
    pub nonce: Bytes,
    /// After this the centre refuses a signature over it that was captured later.
    pub expires_at: Timestamp,
}

/// `POST /v1/challenges`: how many are wanted (1 to 500).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengeOrder {
    /// Number of challenges.
    pub count: u32,
}

/// The answer to a [`ChallengeOrder`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChallengePage {
    /// New challenges; may be fewer than asked for.
    pub challenges: Vec<Challenge>,
}
