//! The journal's words and the desk's words for the same things. Neither room knows the other.

use desk::{
    Access, Deed, Device, DiagnosisItem, DiagnosisRow, FallbackKind, Find, Language, Prefs, Role, Row,
    RowState, StaffEntry, Ticket, Word,
};
use journal::{By, Reading, What};

/// The line for the access log of what was done at this moment; `None` for what the journal writes itself, together with what it tells.
pub fn access(access: Access, at: Reading) -> Option<journal::Access> {
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

/// A ticket; both rooms take the same 1 to 64 printable characters.
pub fn ticket(ticket: &Ticket) -> Option<journal::Ticket> {
    journal::Ticket::new(ticket.as_str())
}

/// Another proof, for the journal.
pub fn fallback(kind: FallbackKind) -> journal::FallbackKind {
    match kind {
        FallbackKind::MynaPortal => journal::FallbackKind::MynaPortal,
        FallbackKind::Notice => journal::FallbackKind::Notice,
        FallbackKind::Certificate => journal::FallbackKind::Certificate,
        FallbackKind::Later => journal::FallbackKind::Later,
    }
}

/// Another proof, from the journal.
pub fn proof(kind: journal::FallbackKind) -> FallbackKind {
    match kind {
        journal::FallbackKind::MynaPortal => FallbackKind::MynaPortal,
        journal::FallbackKind::Notice => FallbackKind::Notice,
        journal::FallbackKind::Certificate => FallbackKind::Certificate,
        journal::FallbackKind::Later => FallbackKind::Later,
    }
}

/// What is searched; `None` for a ticket that no check can have.
pub fn find(find: Find) -> Option<journal::Find> {
    Some(match find {
        Find::All => journal::Find::All,
        Find::Number(number) => journal::Find::Number(number),
        Find::Ticket(text) => journal::Find::Ticket(ticket(&text)?),
    })
}

/// The verdict's word. One that is not known counts as failed: it is never shown as good.
pub fn verdict(word: &str) -> Word {
    match word {
        "valid" => Word::Valid,
        "not_covered" => Word::NotCovered,
        "invalid" => Word::Invalid,
        "invalid_newer" => Word::InvalidNewer,
        "none" => Word::NoMatch,
        "multiple" => Word::Multiple,
        "refused" => Word::Refused,
        "too_old" => Word::TooOld,
        _ => Word::Failed,
    }
}

/// A row of the list.
pub fn row(row: journal::Row) -> Row {
    Row {
        check: row.check,
        reception: row.reception,
        day: row.day,
        at: row.at,
        clock_synchronised: row.clock_synchronised,
        state: match row.state {
            journal::RowState::Waiting => RowState::Waiting,
            journal::RowState::Unacknowledged(word) => RowState::Unacknowledged(verdict(&word)),
            journal::RowState::Settled(word) => RowState::Settled(verdict(&word)),
        },
        ticket: row.ticket,
        fallback: row.fallback.map(proof),
    }
}

/// A staff member.
pub fn member(entry: journal::StaffEntry) -> StaffEntry {
    let role = match entry.role {
        journal::Role::Staff => Role::Staff,
        journal::Role::Head => Role::Head,
        journal::Role::Technician => Role::Technician,
    };
    StaffEntry { staff: entry.staff, label: entry.label, role, badge: entry.badge }
}

/// A role, for the journal.
pub fn role(role: Role) -> journal::Role {
    match role {
        Role::Staff => journal::Role::Staff,
        Role::Head => journal::Role::Head,
        Role::Technician => journal::Role::Technician,
    }
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

/// Picture and sound, for the journal.
pub fn prefs(prefs: Prefs) -> journal::Prefs {
    let language = match prefs.language {
        Language::Japanese => journal::Language::Japanese,
        Language::English => journal::Language::English,
    };
    journal::Prefs { volume: prefs.volume, brightness: prefs.brightness, language }
}

/// Picture and sound, from the journal.
pub fn kept_prefs(prefs: journal::Prefs) -> Prefs {
    let language = match prefs.language {
        journal::Language::Japanese => Language::Japanese,
        journal::Language::English => Language::English,
    };
    Prefs { volume: prefs.volume, brightness: prefs.brightness, language }
}
