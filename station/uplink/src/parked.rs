//! Checks that must not go with the others for a while: refused ones, and ones the journal could not settle.
//! They stay in the journal all the time; this only remembers when to try each again, alone.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};
use tokio::time::Instant;
use wire::CheckId;

/// Nonsense for one check alone this many times parks it.
const STRIKES: u32 = 3;
/// For this long at first, then twice as long with each further nonsense: mostly it is the centre that is ill, and
/// the check is sound once that is over.
const FIRST_PAUSE: Duration = Duration::from_secs(30);

/// Why a check is parked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Why {
    /// The centre will not take it: somebody must look.
    Refused,
    /// Not now; it goes on by itself.
    Later,
}

/// The parked checks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Parked {
    until: BTreeMap<CheckId, (Instant, Why)>,
    strikes: BTreeMap<CheckId, u32>,
}

impl Parked {
    /// Leaves a check out until `now + pause`.
    pub(crate) fn park(&mut self, id: CheckId, now: Instant, pause: Duration, why: Why) {
        self.until.insert(id, (now + pause, why));
    }

    /// A check alone was answered with nonsense. Tells for how long it should be parked, at most `longest`, when that
    /// was once too often.
    pub(crate) fn strike(&mut self, id: CheckId, longest: Duration) -> Option<Duration> {
        let strikes = self.strikes.entry(id).or_default();
        *strikes = strikes.saturating_add(1);
        let further = strikes.checked_sub(STRIKES)?;
        Some(FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(further)).min(longest))
    }

    /// Lets those go with the others again whose problem was to pass by itself. True when there were any.
    pub(crate) fn release(&mut self, now: Instant) -> bool {
        let before = self.until.len();
        self.until.retain(|_, (until, why)| *why == Why::Refused || *until > now);
        self.until.len() < before
    }

    /// It is settled.
    pub(crate) fn forget(&mut self, id: CheckId) {
        self.until.remove(&id);
        self.strikes.remove(&id);
    }

    /// The checks to leave out of batches.
    pub(crate) fn ids(&self) -> impl Iterator<Item = CheckId> {
        self.until.keys().copied()
    }

    /// Whether any is parked because it was refused.
    pub(crate) fn any_refused(&self) -> bool {
        self.until.values().any(|(_, why)| *why == Why::Refused)
    }

    /// The next check that is due and not aloft.
    pub(crate) fn due(&self, now: Instant, aloft: &BTreeSet<CheckId>) -> Option<CheckId> {
        let ready = |(id, (until, _)): &(&CheckId, &(Instant, Why))| *until <= now && !aloft.contains(id);
        self.until.iter().find(ready).map(|(id, _)| *id)
    }

    /// When the next one becomes due.
    pub(crate) fn next(&self, now: Instant) -> Option<Instant> {
        self.until.values().map(|(until, _)| *until).filter(|until| *until > now).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parked_check_comes_back_and_not_before() {
        let (mut parked, id, now) = (Parked::default(), CheckId::random(), Instant::now());
        parked.park(id, now, Duration::from_secs(10), Why::Refused);
        assert_eq!(parked.due(now, &BTreeSet::new()), None);
        let later = parked.next(now).unwrap();
        assert_eq!(parked.due(later, &BTreeSet::new()), Some(id));
        assert_eq!(parked.due(later, &BTreeSet::from([id])), None, "it is on its way");
        assert!(parked.any_refused());
        parked.forget(id);
        assert!(!parked.any_refused() && parked.ids().next().is_none());
    }

    #[test]
    fn what_was_only_put_off_goes_with_the_others_again() {
        let (mut parked, now) = (Parked::default(), Instant::now());
        let (later, refused) = (CheckId::random(), CheckId::random());
        parked.park(later, now, Duration::from_secs(10), Why::Later);
        parked.park(refused, now, Duration::from_secs(10), Why::Refused);
        assert!(!parked.release(now));
        assert!(parked.release(now + Duration::from_secs(10)));
        assert_eq!(parked.ids().collect::<Vec<_>>(), [refused]);
    }

    #[test]
    fn the_third_strike_is_one_too_many_and_each_further_one_lasts_longer() {
        let (mut parked, id, longest) = (Parked::default(), CheckId::random(), Duration::from_secs(100));
        let pauses: Vec<_> = (0..6).map(|_| parked.strike(id, longest).map(|p| p.as_secs())).collect();
        assert_eq!(pauses, [None, None, Some(30), Some(60), Some(100), Some(100)]);
        parked.forget(id);
        assert_eq!(parked.strike(id, longest), None);
    }
}
