//! State of a user-authentication certificate at a time. The dates are read from the certificate, never
//! computed: certificates end on the fifth birthday, but some ran 11 months.

use crate::time::jst_date;
use jiff::{Span, Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// An expired certificate still serves for eligibility this many months after its expiry.
pub const GRACE_MONTHS: i64 = 3;
/// Staff are warned this many months before expiry.
pub const WARN_MONTHS: i64 = 3;

/// The state of a certificate by its dates alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateState {
    /// In force.
    Current,
    /// In force, ends within [`WARN_MONTHS`].
    EndsSoon,
    /// Expired, still usable for eligibility until [`GRACE_MONTHS`] after its last day.
    Grace,
    /// Expired beyond grace: not usable.
    Expired,
    /// Begins later.
    NotYet,
}

impl CertificateState {
    /// By the certificate's own dates, at `at`. Days are counted in Japan.
    pub fn at(not_before: Timestamp, not_after: Timestamp, at: Timestamp) -> Self {
        let (last, today) = (jst_date(not_after), jst_date(at));
        if at < not_before {
            Self::NotYet
        } else if at <= not_after {
            let warned = today >= shift(last, -WARN_MONTHS);
            if warned { Self::EndsSoon } else { Self::Current }
        } else if today <= shift(last, GRACE_MONTHS) {
            Self::Grace
        } else {
            Self::Expired
        }
    }

    /// True when it may be used to ask for eligibility.
    pub fn usable(self) -> bool {
        matches!(self, Self::Current | Self::EndsSoon | Self::Grace)
    }
}

fn shift(day: Date, months: i64) -> Date {
    day.checked_add(Span::new().months(months)).unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ts(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn the_grace_is_three_months_by_the_calendar_in_japan() {
        let (from, to) = (ts("2021-05-01T00:00:00Z"), ts("2026-05-31T14:59:59Z"));
        let state = |at| CertificateState::at(from, to, ts(at));
        assert_eq!(state("2021-04-30T23:59:59Z"), CertificateState::NotYet);
        assert_eq!(state("2026-02-27T14:59:59Z"), CertificateState::Current);
        assert_eq!(state("2026-02-27T15:00:00Z"), CertificateState::EndsSoon);
        assert_eq!(state("2026-05-31T14:59:59Z"), CertificateState::EndsSoon);
        assert_eq!(state("2026-05-31T15:00:00Z"), CertificateState::Grace);
        assert_eq!(state("2026-08-31T14:59:59Z"), CertificateState::Grace);
        assert_eq!(state("2026-08-31T15:00:00Z"), CertificateState::Expired);
    }
}
