//! Who is at the desk: the roster, passcodes, badges, and the answers to a login.

use crate::Failure;
use crate::digits::Digits;
use std::time::Duration;
use wire::StaffRef;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// Shortest passcode, digits.
pub const PASSCODE_SHORTEST: usize = 4;
/// Longest passcode, digits.
pub const PASSCODE_LONGEST: usize = 12;

/// Whether staff log in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Login {
    /// No login: [`crate::Settings::staff`] stands for whoever is at the desk.
    #[default]
    Off,
    /// Nothing but the login works before a staff member has logged in.
    Required,
}

/// What a staff member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Reception.
    Staff,
    /// Reception, and adding staff at the station.
    Head,
    /// The same as a head, for the technician.
    Technician,
}

impl Role {
    /// Whether this role adds staff at the station.
    pub fn adds_staff(self) -> bool {
        matches!(self, Self::Head | Self::Technician)
    }
}

/// A staff member who can log in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffEntry {
    /// The reference that records carry.
    pub staff: StaffRef,
    /// What the panel calls them: a duty or a number such as 受付1, not a name.
    pub label: String,
    /// What they may do.
    pub role: Role,
    /// Whether they have a badge, which the login asks for then.
    pub badge: bool,
}

/// A passcode on its way to the journal: 4 to 12 ASCII digits, wiped when dropped, never printed.
#[derive(PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub struct Passcode(Vec<u8>);

impl Passcode {
    /// A passcode, or `None` when it is not 4 to 12 ASCII digits.
    pub fn new(digits: &[u8]) -> Option<Self> {
        let long_enough = (PASSCODE_SHORTEST..=PASSCODE_LONGEST).contains(&digits.len());
        (long_enough && digits.iter().all(u8::is_ascii_digit)).then(|| Self(digits.to_vec()))
    }

    /// Takes what was typed and leaves nothing behind; `None`, and nothing is taken, while it is too short.
    pub(crate) fn take(typed: &mut Digits<PASSCODE_LONGEST>) -> Option<Self> {
        let passcode = Self::new(typed.typed());
        if passcode.is_some() {
            typed.zeroize();
        }
        passcode
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

/// The answer to [`crate::Effect::CheckPasscode`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginAnswer {
    /// Right.
    Accepted {
        /// Whose passcode it was; an answer about anybody but the one who is asked is ignored.
        staff: StaffRef,
        /// A badge must be tapped too.
        needs_badge: bool,
    },
    /// Wrong.
    Wrong {
        /// How long nobody may try now; zero when at once.
        wait: Duration,
        /// One more wrong one is followed by a wait.
        next_waits: bool,
    },
    /// Not looked at: a wait is running.
    MustWait {
        /// How long it still runs.
        wait: Duration,
    },
    /// Nobody of this reference (any more).
    Unknown,
    /// It could not be checked.
    Failed(Failure),
}

/// What a badge is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BadgePurpose {
    /// As the second factor of a login.
    Login,
    /// To belong to a staff member from now on.
    Enrol,
}

/// The answer to [`crate::Effect::ReadBadge`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadgeAnswer {
    /// It is the staff member's own.
    Matched,
    /// It is not theirs; when enrolling: it is somebody else's already.
    Other,
    /// It is theirs from now on.
    Enrolled,
    /// It could not be read or kept.
    Failed(Failure),
}

/// What was wrong with the last passcode.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LoginProblem {
    /// It was wrong.
    Wrong,
    /// It was wrong, and one more wrong one is followed by a wait.
    WrongBeforeWait,
    /// The second time another one was typed than the first time.
    Mismatch,
    /// The technician has removed this staff member.
    Unknown,
    /// It could not be checked, or not be kept.
    Failed(Failure),
}

/// Which passcode is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PasscodeStep {
    /// To log in.
    Enter,
    /// A new staff member's.
    New,
    /// The same once more.
    Again,
}

/// What was wrong with the last badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadgeProblem {
    /// Not theirs, or somebody else's already.
    Other,
    /// It could not be read or kept; the texts say what to do.
    Failed(Failure),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passcode_is_4_to_12_digits_and_never_prints_itself() {
        for bad in ["", "123", "1234567890123", "12a4", "１２３４"] {
            assert!(Passcode::new(bad.as_bytes()).is_none(), "{bad}");
        }
        let passcode = Passcode::new(b"9182736455").unwrap();
        assert!(!format!("{passcode:?}").contains("91"));
    }

    #[test]
    fn a_passcode_that_is_too_short_stays_to_be_typed_on() {
        let mut typed = Digits::default();
        (1..=3).for_each(|d| typed.push(d));
        assert!(Passcode::take(&mut typed).is_none());
        typed.push(4);
        assert_eq!(Passcode::take(&mut typed).unwrap().as_bytes(), b"1234");
        assert_eq!(typed.count(), 0);
    }
}
