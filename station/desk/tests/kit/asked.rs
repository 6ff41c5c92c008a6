//! Questions of the desk to other components, for a world that answers.

use desk::*;
use model::*;
use std::time::Duration;
use wire::CheckId;

/// A question of the desk to another component.
#[derive(Debug, Clone)]
pub enum Asked {
    Passcode(wire::StaffRef),
    Badge(BadgePurpose),
    Staff,
    List,
    Recall(CheckId),
    Numbers,
    Challenge(CheckId),
    Day,
    Prefs,
    Diagnosis,
    Fallback,
}

/// The diagnosis has no name: all its answers are alike.
pub const NO_ASK: AskId = AskId(0);

/// The question in an effect, and its name.
pub fn asked(effect: &Effect) -> Option<(AskId, Asked)> {
    let Effect::Ask { ask, question } = effect else {
        return (*effect == Effect::Diagnose).then_some((NO_ASK, Asked::Diagnosis));
    };
    let asked = match question {
        Question::Passcode { staff, .. } => Asked::Passcode(staff.clone()),
        Question::Badge { purpose, .. } => Asked::Badge(*purpose),
        Question::AddStaff { .. } => Asked::Staff,
        Question::List { .. } => Asked::List,
        Question::Recall { check } => Asked::Recall(*check),
        Question::Numbers => Asked::Numbers,
        Question::Challenge { check } => Asked::Challenge(*check),
        Question::Day => Asked::Day,
        Question::Prefs => Asked::Prefs,
        Question::Fallback { .. } => Asked::Fallback,
    };
    Some((*ask, asked))
}

/// A wrong passcode, and a wait.
pub fn wrong_passcode(wait: u64) -> Reply {
    Reply::Login(Ok(LoginAnswer::Wrong { wait: Duration::from_secs(wait), next_waits: wait > 0 }))
}
