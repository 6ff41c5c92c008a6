//! The actions of the access log.

use wire::{CheckId, StaffRef};

/// An action in the access log.
///
/// The journal writes those marked *itself*, in the same transaction as the change they record. The desk reports the
/// others ([`AccessNote`]), except [`Self::Started`] and [`Self::Exported`], which the wiring and the command line write.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum AccessAction {
    /// The station started.
    Started,
    /// A staff member began to work.
    LoggedIn,
    /// 交代・ロック by key.
    LoggedOut,
    /// The panel locked itself because it was not touched.
    Locked,
    /// A wrong passcode. *Itself*, before the answer is given.
    LoginRefused,
    /// Another badge than that of the staff member. *Itself.*
    BadgeRefused,
    /// A check was saved. *Itself*; the detail is its reception number.
    Captured,
    /// A verdict was on the screen.
    Shown,
    /// A check was looked back at. *Itself*; the detail is the source.
    Recalled,
    /// A result was read aloud.
    Spoken,
    /// Staff acknowledged a late bad verdict. *Itself.*
    Acknowledged,
    /// Another proof was recorded. *Itself*; the detail is its kind.
    FallbackRecorded,
    /// A ticket was put to a check. *Itself.*
    TicketAttached,
    /// A staff member was added. *Itself*; the detail is the new reference, as in the next four.
    StaffAdded,
    /// A staff member was removed. *Itself.*
    StaffRemoved,
    /// A passcode was changed. *Itself.*
    PasscodeChanged,
    /// A badge was given to a staff member. *Itself.*
    BadgeEnrolled,
    /// And taken from them. *Itself.*
    BadgeForgotten,
    /// Site, method and purpose of the day were chosen. *Itself.*
    DayChosen,
    /// The day was ended at the panel: its numbers were counted and confirmed.
    DayEnded,
    /// 機器の点検 was opened at the panel.
    Diagnosed,
    /// The access log was exported.
    Exported,
    /// The station was switched off at the panel.
    PowerOff,
    /// Lines of months that are over left the log. *Itself*; the detail says which.
    LinesLeft,
    /// The journal was damaged and replaced. *Itself*; the detail says which lines were lost.
    Rescued,
    /// The end of the log was cut off while the station was not running, or its mark was gone. *Itself*; the detail
    /// says which lines.
    Broken,
}

impl AccessAction {
    /// The word in the log: on disk and in exports.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A line of the access log that only the desk can report; the journal adds the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessNote {
    /// The staff member logged in, or the configured reference where the station has no logins.
    pub staff: StaffRef,
    /// The action.
    pub action: AccessAction,
    /// The check concerned.
    pub check: Option<CheckId>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use strum::VariantArray;

    #[test]
    fn the_words_of_the_access_log_are_those_on_disk() {
        let words: Vec<_> = AccessAction::VARIANTS.iter().map(|action| action.word()).collect();
        let on_disk = "started logged_in logged_out locked login_refused badge_refused captured shown recalled spoken \
            acknowledged fallback_recorded ticket_attached staff_added staff_removed passcode_changed badge_enrolled \
            badge_forgotten day_chosen day_ended diagnosed exported power_off lines_left rescued broken";
        assert_eq!(words, on_disk.split_whitespace().collect::<Vec<_>>());
        for action in AccessAction::VARIANTS {
            assert_eq!(action.word().parse(), Ok(*action));
        }
    }
}
