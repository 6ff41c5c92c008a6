//! Late bad verdicts that wait for staff, and which checks are closed, so that an answer that comes again calls
//! nobody.

use crate::LateNotice;
use std::collections::VecDeque;
use wire::CheckId;

/// Checks remembered as closed. More than a full journal.
const CLOSED_KEPT: usize = 4096;

/// Late bad verdicts, each until it is acknowledged.
#[derive(Default)]
pub(crate) struct Calls {
    late: VecDeque<LateNotice>,
    closed: VecDeque<CheckId>,
}

impl Calls {
    /// The one that is shown next.
    pub(crate) fn first(&self) -> Option<&LateNotice> {
        self.late.front()
    }

    /// How many wait.
    pub(crate) fn count(&self) -> u32 {
        u32::try_from(self.late.len()).unwrap_or(u32::MAX)
    }

    /// Takes one more; false when it is known or closed already.
    pub(crate) fn add(&mut self, notice: LateNotice) -> bool {
        let known = self.late.iter().any(|n| n.check == notice.check) || self.closed(notice.check);
        if !known {
            self.late.push_back(notice);
        }
        !known
    }

    /// Takes the first out and closes it.
    pub(crate) fn take_first(&mut self) -> Option<LateNotice> {
        let notice = self.late.pop_front()?;
        self.close(notice.check);
        Some(notice)
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
