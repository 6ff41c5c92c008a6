//! The access log in the desk's words: who did what with which check. Carries nothing about the examinee.

use model::FallbackKind;
use wire::{CheckId, StaffRef};

/// One line of the access log; the journal adds when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    /// Who: the staff member logged in, or [`crate::Settings::staff`] where nobody logs in.
    pub staff: StaffRef,
    /// What.
    pub deed: Deed,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Passcode and, where there is one, badge were right.
    LoggedIn,
    /// A passcode was wrong, a wait was running, or the badge was another's.
    LoginRefused,
    /// 交代・ロック by key.
    LoggedOut,
    /// Locked because nobody touched the station.
    Locked,
    /// Site, method and purpose were chosen for the day.
    DayChosen,
    /// Evidence was given to the journal as this check.
    Captured(CheckId),
    /// The verdict was shown.
    Shown(CheckId),
    /// The check was shown again.
    Recalled(CheckId),
    /// What was shown was read aloud.
    Spoken(CheckId),
    /// A late bad verdict was acknowledged.
    Acknowledged(CheckId),
    /// Another proof was recorded.
    FallbackRecorded {
        /// For this check; `None` without one.
        check: Option<CheckId>,
        /// Which proof.
        kind: FallbackKind,
    },
    /// A ticket was put to a check, at its capture or afterwards.
    TicketAttached(CheckId),
    /// A staff member was added.
    StaffAdded(StaffRef),
    /// A staff member's badge was enrolled.
    BadgeEnrolled(StaffRef),
    /// The station was switched off at the end of the day.
    DayEnded,
}
