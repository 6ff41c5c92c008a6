//! The journal's words and the desk's words for the same things. Neither room knows the other.

use desk::{Access, Deed, Device, DiagnosisItem, DiagnosisRow};
use journal::{By, ClockReading, What};

/// The line for the access log of what was done at this moment; `None` for what the journal writes itself, together with what it tells.
pub fn access(access: Access, at: ClockReading) -> Option<journal::Access> {
    let (what, check) = match access.deed {
        Deed::LoggedIn => (What::LoggedIn, None),
        Deed::LoggedOut => (What::LoggedOut, None),
        Deed::Locked => (What::Locked, None),
        Deed::Shown(check) => (What::Shown, Some(check)),
        Deed::Spoken(check) => (What::Spoken, Some(check)),
        Deed::DayEnded => (What::DayEnded, None),
        Deed::LoginRefused
        | Deed::DayChosen
        | Deed::Captured(_)
        | Deed::Recalled(_)
        | Deed::Acknowledged(_)
        | Deed::FallbackRecorded { .. }
        | Deed::TicketAttached(_)
        | Deed::StaffAdded(_)
        | Deed::BadgeEnrolled(_) => return None,
    };
    let line = journal::Access::by(By { staff: access.staff, at }, what);
    Some(match check {
        Some(check) => line.to(check),
        None => line,
    })
}

/// A device in the diagnosis.
pub fn device(device: Device, present: bool) -> DiagnosisRow {
    let item = match device {
        Device::Keypad => DiagnosisItem::Keypad,
        Device::Scanner => DiagnosisItem::Scanner,
        // Both are the keys that are soldered to the board.
        Device::Buttons | Device::Matrix => DiagnosisItem::Buttons,
    };
    DiagnosisRow { item, value: if present { "OK" } else { "-" }.into(), ok: Some(present) }
}
