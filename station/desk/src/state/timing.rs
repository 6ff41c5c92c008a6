//! Times that several states share.

use crate::Now;
use std::time::Duration;

/// Time for another component to answer before the desk stops waiting.
pub(crate) const ANSWER: Duration = Duration::from_secs(10);

/// A card that is lifted off a contactless reader can seem to be put down again for a moment. Where a card put down
/// would end what staff look at, it must lie this long.
pub(crate) const STEADY: Duration = Duration::from_secs(1);

/// A key this soon after the verdict appeared was meant for the screen before.
pub(crate) const UNREAD: Duration = Duration::from_millis(400);

/// Minimum time on the panel before such a key, or the next card, closes it.
pub(crate) const SHORTEST: Duration = Duration::from_secs(2);

/// Seconds until then, rounded up.
pub(crate) fn seconds_left(until: Duration, now: Now) -> u64 {
    let left = until.saturating_sub(now.mono);
    left.as_secs() + u64::from(left.subsec_nanos() > 0)
}

/// When those seconds change.
pub(crate) fn next_second(until: Duration, now: Now) -> Duration {
    until.saturating_sub(Duration::from_secs(seconds_left(until, now).saturating_sub(1)))
}
