//! Quarantine: checks that must not be sent with the others for a while, rejected ones and ones that the journal could
//! not settle. They stay in the journal all the time; this only remembers when to retry each of them, alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};
use tokio::time::Instant;
use wire::CheckId;

/// Number of invalid responses to one check alone that quarantines it.
const FAILURES: u32 = 3;
/// First stay after that; doubles with each further failure. Mostly the centre is at fault, and the check is sound once
/// the centre is repaired.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// Reason of a quarantine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reason {
    /// The centre does not take the check: a person must look into it.
    Rejected,
    /// A temporary problem; no person is needed.
    RetryLater,
}

/// The quarantined checks.
#[derive(Debug, Clone, Default)]
pub(super) struct Quarantine {
    until: BTreeMap<CheckId, (Instant, Reason)>,
    failures: BTreeMap<CheckId, u32>,
}

impl Quarantine {
    /// Leaves a check out until `now + pause`.
    pub(super) fn add(&mut self, id: CheckId, now: Instant, pause: Duration, reason: Reason) {
        self.until.insert(id, (now + pause, reason));
    }

    /// Counts an invalid response to a check that was sent alone. Gives the stay in quarantine, at most `longest`, once
    /// there were too many.
    pub(super) fn failed_once(&mut self, id: CheckId, longest: Duration) -> Option<Duration> {
        let failures = self.failures.entry(id).or_default();
        *failures = failures.saturating_add(1);
        let further = failures.checked_sub(FAILURES)?;
        Some(retry::step(FIRST_PAUSE, longest, further))
    }

    /// Returns checks with a temporary problem to the batches. True when there were any.
    pub(super) fn release(&mut self, now: Instant) -> bool {
        let before = self.until.len();
        self.until.retain(|_, (until, reason)| *reason == Reason::Rejected || *until > now);
        self.until.len() < before
    }

    /// Forgets a settled check.
    pub(super) fn forget(&mut self, id: CheckId) {
        self.until.remove(&id);
        self.failures.remove(&id);
    }

    /// Checks to leave out of batches.
    pub(super) fn ids(&self) -> impl Iterator<Item = CheckId> {
        self.until.keys().copied()
    }

    /// True when the centre rejected any of them.
    pub(super) fn any_rejected(&self) -> bool {
        self.until.values().any(|(_, reason)| *reason == Reason::Rejected)
    }

    /// The next check that is due and not in flight.
    pub(super) fn due(&self, now: Instant, in_flight: &BTreeSet<CheckId>) -> Option<CheckId> {
        let ready =
            |(id, (until, _)): &(&CheckId, &(Instant, Reason))| *until <= now && !in_flight.contains(id);
        self.until.iter().find(ready).map(|(id, _)| *id)
    }

    /// Time at which the next one becomes due.
    pub(super) fn next(&self, now: Instant) -> Option<Instant> {
        self.until.values().map(|(until, _)| *until).filter(|until| *until > now).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarantined_check_comes_back_and_not_before() {
        let (mut quarantine, id, now) = (Quarantine::default(), CheckId::random(), Instant::now());
        quarantine.add(id, now, Duration::from_secs(10), Reason::Rejected);
        assert_eq!(quarantine.due(now, &BTreeSet::new()), None);
        let later = quarantine.next(now).unwrap();
        assert_eq!(quarantine.due(later, &BTreeSet::new()), Some(id));
        assert_eq!(quarantine.due(later, &BTreeSet::from([id])), None, "it is in flight");
        assert!(quarantine.any_rejected());
        quarantine.forget(id);
        assert!(!quarantine.any_rejected() && quarantine.ids().next().is_none());
    }

    #[test]
    fn a_temporary_problem_returns_to_the_batches() {
        let (mut quarantine, now) = (Quarantine::default(), Instant::now());
        let (later, refused) = (CheckId::random(), CheckId::random());
        quarantine.add(later, now, Duration::from_secs(10), Reason::RetryLater);
        quarantine.add(refused, now, Duration::from_secs(10), Reason::Rejected);
        assert!(!quarantine.release(now));
        assert!(quarantine.release(now + Duration::from_secs(10)));
        assert_eq!(quarantine.ids().collect::<Vec<_>>(), [refused]);
    }

    #[test]
    fn the_third_failure_quarantines_and_each_further_one_lasts_longer() {
        let (mut quarantine, id, longest) =
            (Quarantine::default(), CheckId::random(), Duration::from_secs(100));
        let pauses: Vec<_> =
            (0..6).map(|_| quarantine.failed_once(id, longest).map(|p| p.as_secs())).collect();
        assert_eq!(pauses, [None, None, Some(30), Some(60), Some(100), Some(100)]);
        quarantine.forget(id);
        assert_eq!(quarantine.failed_once(id, longest), None);
    }
}
