//! Limits of the centre for one station.

use jiff::SignedDuration;

/// Limits, all of which a client meets as a documented problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long a challenge serves.
    pub challenge_lifetime: SignedDuration,
    /// Unused, unexpired challenges one station may hold; beyond it C107.
    pub open_challenges: u32,
    /// Bytes of a request body as sent; beyond it C106.
    pub body: usize,
    /// Bytes of a request body after decompression; beyond it C106, whatever it would unpack to.
    pub unpacked: usize,
    /// Seconds in `Retry-After` when nothing else is set.
    pub retry_after_s: u32,
}

impl Default for Limits {
    /// 72 h, 2,000 challenges, 512 KiB, 2 MiB, 5 s.
    fn default() -> Self {
        Self {
            challenge_lifetime: SignedDuration::from_hours(72),
            open_challenges: 2000,
            body: 512 * 1024,
            unpacked: 2 * 1024 * 1024,
            retry_after_s: 5,
        }
    }
}

/// Challenges in one page at most.
pub(crate) const LARGEST_PAGE: u32 = 500;
