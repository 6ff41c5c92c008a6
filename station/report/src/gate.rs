//! Schedule of the status. The office needs a changed condition at once, changed counts soon, and an unchanged status
//! now and then; the line is paid by the byte.
//!
//! Promises: only the newest status is ever sent; a status that the station has not renewed is not sent again as if it
//! were new (except after a reconnect, when the broker may have lost it); a condition that flaps cannot flood the line;
//! once the day's bytes are used up, changes are still sent, but an unchanged status only hourly: the rest of the line is
//! for live checks.

use std::time::Duration;
use tokio::time::Instant;
use wire::Status;

/// Least time between two reports of changed conditions.
const AT_ONCE: Duration = Duration::from_secs(2);
/// Least time between two reports of new counts, and of a condition that flaps.
const SOON: Duration = Duration::from_secs(30);
/// Reports of conditions that may follow each other before flapping is assumed; one is earned each [`SOON`].
const BURST: u32 = 5;

/// Time between two unchanged reports once the day's bytes are used up.
const SPARING: Duration = Duration::from_secs(3_600);

/// Difference of a status from the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Condition,
    Counts,
    Nothing,
}

fn change(old: &Status, new: &Status) -> Change {
    let condition = |s: &Status| {
        let (none_wait, no_book) = (s.queue.waiting == 0, s.book == 0);
        (s.line, s.reader, s.queue.unacknowledged, s.clock.synchronised, none_wait, no_book, used_up(s))
    };
    if condition(old) != condition(new) || old.boot != new.boot || old.software != new.software {
        Change::Condition
    } else if old.queue.waiting != new.queue.waiting || old.today != new.today {
        Change::Counts
    } else {
        Change::Nothing
    }
}

/// True when the day's bytes are used up.
fn used_up(status: &Status) -> bool {
    status.bytes_limit.is_some_and(|limit| status.bytes_today >= limit)
}

/// The newest status and the time at which it may be sent.
#[derive(Debug)]
pub(crate) struct Gate {
    every: Duration,
    newest: Option<Status>,
    /// True when `newest` has not been sent yet.
    fresh: bool,
    /// True when it is sent regardless of the schedule.
    must: bool,
    sent: Option<(Status, Instant)>,
    sequence: u64,
    credit: u32,
    earned: Instant,
}

impl Gate {
    /// Repeats an unchanged (but renewed) status at intervals of `every`.
    pub(crate) fn new(every: Duration, now: Instant) -> Self {
        let (newest, sent) = (None, None);
        Self { every, newest, fresh: false, must: true, sent, sequence: 0, credit: BURST, earned: now }
    }

    /// Takes a newer status.
    pub(crate) fn offer(&mut self, status: Status) {
        self.newest = Some(status);
        self.fresh = true;
    }

    /// Makes the newest status due: the broker may have lost what was sent.
    pub(crate) fn reconnected(&mut self) {
        self.must = true;
    }

    /// Time at which the newest status may be sent; `None` when there is nothing to send.
    pub(crate) fn due(&mut self, now: Instant) -> Option<Instant> {
        let newest = self.newest.as_ref()?;
        let Some((sent, at)) = self.sent.as_ref().filter(|_| !self.must) else { return Some(now) };
        if !self.fresh {
            return None;
        }
        let gap = match change(sent, newest) {
            Change::Condition if self.credit > 0 || now >= self.earned + SOON => AT_ONCE.min(self.every),
            Change::Condition | Change::Counts => SOON.min(self.every),
            Change::Nothing if used_up(newest) => SPARING.max(self.every),
            Change::Nothing => self.every,
        };
        Some(*at + gap)
    }

    /// The status to send now, with its sequence number, when one is due.
    pub(crate) fn take(&mut self, now: Instant) -> Option<Status> {
        if self.due(now)? > now {
            return None;
        }
        self.pay(now);
        let mut status = self.newest.clone()?;
        self.sequence += 1;
        status.sequence = self.sequence;
        (self.fresh, self.must) = (false, false);
        self.sent = Some((status.clone(), now));
        Some(status)
    }

    /// Every report costs one credit; one is earned each [`SOON`].
    fn pay(&mut self, now: Instant) {
        let parts = now.saturating_duration_since(self.earned).as_secs() / SOON.as_secs();
        if parts > 0 {
            self.credit = self.credit.saturating_add(u32::try_from(parts).unwrap_or(BURST)).min(BURST);
            self.earned = now;
        }
        self.credit = self.credit.saturating_sub(1);
    }
}

#[cfg(test)]
#[path = "gate_tests.rs"]
mod tests;
