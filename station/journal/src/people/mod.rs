//! The people at the desk: who they are, how they prove it, and what a wrong try costs.
//!
//! A staff member is known by a reference that the journal gives (`s-01`, `s-02`, …) and never gives again. Label,
//! role, passcode and badge are sealed in one row; the passcode is kept as Argon2id only, the badge as a keyed
//! fingerprint only.

mod passcode;
mod staff;
mod tries;

pub(crate) use passcode::Hasher;
pub(crate) use staff::{Begun, Record, list_all, number, present};
pub(crate) use tries::wrong;

use model::{Passcode, Role, StaffEntry};
use zeroize::Zeroizing;

/// Staff members at the same time, at most.
pub const STAFF_LIMIT: usize = 60;
/// Characters of a label, at most.
pub const LABEL_LIMIT: usize = 20;

/// The number of an NFC card: 4 to 32 bytes. Zeroized when dropped; `Debug` is redacted.
#[derive(Clone, PartialEq, Eq)]
pub struct BadgeNumber(Zeroizing<Vec<u8>>);

impl BadgeNumber {
    /// `None` unless it is 4 to 32 bytes.
    pub fn new(number: &[u8]) -> Option<Self> {
        (4..=32).contains(&number.len()).then(|| Self(Zeroizing::new(number.to_vec())))
    }

    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for BadgeNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BadgeNumber(redacted)")
    }
}

/// A staff member to be added; the journal gives the reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffDraft {
    /// As the list on the panel shows it: 1 to 20 characters, no control characters.
    pub label: String,
    /// Their permissions.
    pub role: Role,
    /// How they log in.
    pub passcode: Passcode,
}

/// A staff member in the technician's list, removed ones among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffLine {
    /// The member.
    pub entry: StaffEntry,
    /// True when removed: the reference stays, so that the access log can be read.
    pub removed: bool,
    /// Wrong tries in a row.
    pub wrong: u32,
}
