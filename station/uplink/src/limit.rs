//! The day's bytes and their limit. Below the limit everything goes; from it on the backlog and the idle
//! filling of the book wait; from a tenth (at least 64 KiB) above it nothing goes. Pure.

/// The margin for live checks is at least this many bytes: some twenty checks with their answers.
const LEAST_MARGIN: u64 = 64 * 1_024;

/// Requests that may be sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Allowed {
    /// Everything.
    #[default]
    All,
    /// Live checks, a book that is low, and look-ups.
    LiveOnly,
    /// Nothing.
    Nothing,
}

/// Bytes of today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Used {
    /// Sum in the journal at the last reading.
    pub(crate) kept: u64,
    /// Counted since and not given to the journal yet: up and down.
    pub(crate) pending: (u64, u64),
}

impl Used {
    /// Sum of both.
    pub(crate) fn total(&self) -> u64 {
        self.kept.saturating_add(self.pending.0).saturating_add(self.pending.1)
    }

    /// Requests that `limit` allows now.
    pub(crate) fn allowed(&self, limit: Option<u64>) -> Allowed {
        match limit {
            Some(limit) if self.total() >= limit.saturating_add(LEAST_MARGIN.max(limit / 10)) => {
                Allowed::Nothing
            }
            Some(limit) if self.total() >= limit => Allowed::LiveOnly,
            _ => Allowed::All,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_backlog_stops_at_the_limit_and_live_checks_a_margin_above() {
        let allowed = |kept, limit| Used { kept, pending: (1, 1) }.allowed(limit);
        assert_eq!(allowed(u64::MAX, None), Allowed::All);
        assert_eq!(allowed(999_997, Some(1_000_000)), Allowed::All);
        assert_eq!(allowed(999_998, Some(1_000_000)), Allowed::LiveOnly);
        assert_eq!(allowed(1_099_997, Some(1_000_000)), Allowed::LiveOnly);
        assert_eq!(allowed(1_099_998, Some(1_000_000)), Allowed::Nothing);
        assert_eq!(allowed(LEAST_MARGIN, Some(10)), Allowed::LiveOnly, "a small limit has the least margin");
        assert_eq!(allowed(0, Some(0)), Allowed::LiveOnly);
    }
}
