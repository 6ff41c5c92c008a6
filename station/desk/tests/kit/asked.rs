//! What the desk asks of other rooms, for a world that answers.

use desk::*;
use wire::CheckId;

/// A question of the desk to another room.
#[derive(Debug, Clone)]
pub enum Asked {
    Passcode(wire::StaffRef),
    Badge(BadgePurpose),
    Staff,
    List(u32),
    Recall(CheckId),
    Numbers,
    Diagnosis,
    Fallback,
}

/// The question in an effect.
pub fn asked(effect: &Effect) -> Option<Asked> {
    Some(match effect {
        Effect::CheckPasscode { staff, .. } => Asked::Passcode(staff.clone()),
        Effect::ReadBadge { purpose, .. } => Asked::Badge(*purpose),
        Effect::AddStaff { .. } => Asked::Staff,
        Effect::List { offset, .. } => Asked::List(*offset),
        Effect::Recall { check } => Asked::Recall(*check),
        Effect::Numbers => Asked::Numbers,
        Effect::Diagnose => Asked::Diagnosis,
        Effect::Fallback { .. } => Asked::Fallback,
        _ => return None,
    })
}
