//! Logins: whether they are required, badges, and problems with them.

use crate::Failure;

/// Logins of staff.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Login {
    /// No login: [`crate::Settings::staff`] stands for whoever is at the desk.
    #[default]
    Off,
    /// Nothing but the login works before a staff member has logged in.
    Required,
}

/// Purpose of reading a badge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BadgePurpose {
    /// As the second factor of a login.
    Login,
    /// To belong to a staff member from now on.
    Enrol,
}

/// The answer to the question for a badge.
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

/// Problem with the last passcode.
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

/// The passcode that is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PasscodeStep {
    /// To log in.
    Enter,
    /// A new staff member's.
    New,
    /// The same once more.
    Again,
}

/// Problem with the last badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadgeProblem {
    /// Not theirs, or somebody else's already.
    Other,
    /// It could not be read or kept; the texts say what to do.
    Failed(Failure),
}
