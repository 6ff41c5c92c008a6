//! Late bad verdicts that wait for staff, late good ones that are shown for a while, and which checks are closed, so
//! that a repeated answer calls no staff.

use crate::{LateGood, LateNotice};
use std::collections::VecDeque;
use std::time::Duration;
use wire::{CheckId, ReceptionNumber};

/// Checks remembered as closed. More than a full journal.
const CLOSED_KEPT: usize = 4096;

/// Time for which late good verdicts are shown after the newest of them, while no card is put down.
const GOOD_SHOWN: Duration = Duration::from_secs(5 * 60);

/// Late bad verdicts, each until it is acknowledged.
#[derive(Default)]
pub(crate) struct LateQueue {
    bad: VecDeque<LateNotice>,
    closed: VecDeque<CheckId>,
    /// The second part: until when they are shown; `None` before they were on the panel.
    good: Option<(LateGood, Option<Duration>)>,
}

impl LateQueue {
    /// The one that is shown next.
    pub(crate) fn first(&self) -> Option<&LateNotice> {
        self.bad.front()
    }

    /// How many wait.
    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.bad.len()).unwrap_or(u32::MAX)
    }

    /// Takes one more; false when it is known or closed already.
    pub(crate) fn add(&mut self, notice: LateNotice) -> bool {
        let known = self.bad.iter().any(|n| n.head.id == notice.head.id) || self.closed(notice.head.id);
        if !known {
            self.bad.push_back(notice);
        }
        !known
    }

    /// Takes that of this check out and closes it; false when there is none.
    pub(crate) fn take(&mut self, check: CheckId) -> bool {
        let known = self.bad.len();
        self.bad.retain(|notice| notice.head.id != check);
        let taken = self.bad.len() < known;
        if taken {
            self.close(check);
        }
        taken
    }

    /// A check that was waited for turned out well.
    pub(crate) fn add_good(&mut self, reception: ReceptionNumber) {
        let more = self.good.map_or(0, |(good, _)| good.more.saturating_add(1));
        self.good = Some((LateGood { reception, more }, None));
    }

    /// They are on the panel.
    pub(crate) fn good_shown(&mut self, mono: Duration) {
        if let Some((_, until)) = &mut self.good {
            until.get_or_insert(mono.saturating_add(GOOD_SHOWN));
        }
    }

    /// The late good verdicts to be shown.
    pub(crate) fn good(&self) -> Option<LateGood> {
        self.good.map(|(good, _)| good)
    }

    /// Monotonic time at which they are not shown any more.
    pub(crate) fn good_until(&self) -> Option<Duration> {
        self.good.and_then(|(_, until)| until)
    }

    /// The next check begins: those that were on the panel are not shown any more.
    pub(crate) fn good_read(&mut self) {
        if self.good_until().is_some() {
            self.forget_good();
        }
    }

    /// They were read.
    pub(crate) fn forget_good(&mut self) {
        self.good = None;
    }

    /// Its answer was seen or acknowledged.
    pub(crate) fn closed(&self, check: CheckId) -> bool {
        self.closed.contains(&check)
    }

    pub(crate) fn close(&mut self, check: CheckId) {
        if self.closed.len() == CLOSED_KEPT {
            self.closed.pop_front();
        }
        self.closed.push_back(check);
    }
}
