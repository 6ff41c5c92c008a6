//! Staff members: roles, passcodes, and the answer to a login.

use std::time::Duration;
use wire::StaffRef;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Shortest passcode, digits.
pub const PASSCODE_SHORTEST: usize = 4;
/// Longest passcode, digits.
pub const PASSCODE_LONGEST: usize = 12;

/// The permissions of a staff member. The serialised form is on disk.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    serde::Serialize,
    serde::Deserialize,
    strum::Display,
    strum::IntoStaticStr,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum Role {
    /// Reception.
    Staff,
    /// Reception, and adding staff at the station.
    Head,
    /// The same as a head, for the technician.
    Technician,
}

impl Role {
    /// True for the role that adds staff at the station.
    pub fn adds_staff(self) -> bool {
        matches!(self, Self::Head | Self::Technician)
    }

    /// The word for lists and commands.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A staff member who can log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffEntry {
    /// The reference that records carry.
    pub staff: StaffRef,
    /// The label on the panel: a duty or a number such as 受付1, not a name.
    pub label: String,
    /// Their permissions.
    pub role: Role,
    /// Has a badge, which the login asks for after the passcode.
    pub badge: bool,
}

/// A passcode as it was typed: 4 to 12 ASCII digits. Wiped when dropped; `Debug` is redacted.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Passcode(Vec<u8>);

impl Passcode {
    /// A passcode, or `None` when it is not 4 to 12 ASCII digits.
    pub fn new(digits: impl AsRef<[u8]>) -> Option<Self> {
        let digits = digits.as_ref();
        let long_enough = (PASSCODE_SHORTEST..=PASSCODE_LONGEST).contains(&digits.len());
        (long_enough && digits.iter().all(u8::is_ascii_digit)).then(|| Self(digits.to_vec()))
    }

    /// The ASCII digits.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Passcode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passcode(redacted)")
    }
}

/// The answer to a login with a passcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginAnswer {
    /// The passcode is right.
    Accepted {
        /// The staff member; the desk ignores an answer about another one than it asked for.
        staff: StaffRef,
        /// The badge must be shown as well.
        needs_badge: bool,
    },
    /// The passcode is wrong; the try counted.
    Wrong {
        /// Time until the next try is taken; zero when at once.
        wait: Duration,
        /// One more wrong try is followed by a wait.
        next_waits: bool,
    },
    /// A wait from earlier wrong tries is running: nothing was compared and nothing counted.
    MustWait {
        /// The rest of it.
        wait: Duration,
    },
    /// No staff member of this reference can log in.
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passcode_is_4_to_12_digits_and_never_prints_itself() {
        for bad in ["", "123", "1234567890123", "12a4", "１２３４"] {
            assert!(Passcode::new(bad).is_none(), "{bad}");
        }
        let passcode = Passcode::new("9182736455").unwrap();
        assert!(!format!("{passcode:?}").contains("91"));
    }
}
