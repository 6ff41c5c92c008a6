//! The staff member logged in, the roster, and the time of the last touch.

use crate::{Login, Settings};
use model::StaffEntry;
use std::time::Duration;
use wire::StaffRef;

/// Time without a touch after which the panel counts as not in use.
const RESTS_AFTER: Duration = Duration::from_secs(10);

#[derive(Default)]
pub(crate) struct Session {
    /// `None` until it is known.
    roster: Option<Vec<StaffEntry>>,
    staff: Option<StaffEntry>,
    /// The last key, card or scan.
    active: Duration,
}

impl Session {
    /// The roster; `None` until it is known.
    pub(crate) fn roster(&self) -> Option<&[StaffEntry]> {
        self.roster.as_deref()
    }

    /// The staff member with this reference on the roster.
    pub(crate) fn find(&self, staff: &StaffRef) -> Option<&StaffEntry> {
        self.roster.iter().flatten().find(|entry| entry.staff == *staff)
    }

    /// A new roster. A staff member removed from it is logged out as soon as nothing is under way.
    pub(crate) fn set_roster(&mut self, roster: &[StaffEntry]) {
        self.roster = Some(roster.to_vec());
        if let Some(entry) = self.staff.as_ref().and_then(|staff| self.find(&staff.staff)).cloned() {
            self.staff = Some(entry);
        }
    }

    /// The staff member logged in.
    pub(crate) fn staff(&self) -> Option<&StaffEntry> {
        self.staff.as_ref()
    }

    pub(crate) fn log_in(&mut self, staff: StaffEntry) {
        self.staff = Some(staff);
    }

    pub(crate) fn log_out(&mut self) {
        self.staff = None;
    }

    /// A login is required, and no member of the roster is logged in.
    pub(crate) fn locked(&self, settings: &Settings) -> bool {
        let known = || self.staff.as_ref().is_some_and(|staff| self.find(&staff.staff).is_some());
        settings.login == Login::Required && !known()
    }

    /// Somebody touched the station.
    pub(crate) fn touch(&mut self, mono: Duration) {
        self.active = mono;
    }

    /// Time at which the station locks without a touch; `None` while no staff member is logged in.
    pub(crate) fn locks_at(&self, settings: &Settings) -> Option<Duration> {
        self.staff.as_ref().and_then(|_| self.active.checked_add(settings.idle_lock))
    }

    /// Time at which the panel counts as not in use.
    pub(crate) fn rests_at(&self) -> Option<Duration> {
        self.active.checked_add(RESTS_AFTER)
    }

    /// The reference that records carry.
    pub(crate) fn staff_ref(&self, settings: &Settings) -> StaffRef {
        self.staff.as_ref().map_or(&settings.staff, |entry| &entry.staff).clone()
    }
}
