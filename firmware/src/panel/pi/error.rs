//! Faults of the board's parts, each with a code of the catalogue.
//!
//! Promise: an error names a part, a line or a device's kind and what the operating system said. It never carries a
//! key, a code or a sound.

use codes::{Code, Failure};
use std::fmt;

/// Fault of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PartFault {
    /// The machine's lines cannot be reached at all.
    Lines,
    /// One line cannot be had.
    Line,
    /// A hardware PWM channel cannot be had.
    Pwm,
    /// A thread cannot be had.
    Thread,
    /// No edges from the buttons: they are polled.
    NoEdges,
    /// A button or key is held for so long that it must be stuck.
    Stuck,
    /// A keypad or scanner cannot be opened or kept for the station alone.
    Usb,
    /// Codes came broken, too long or without an end.
    Scans,
    /// A light, the buzzer or the backlight does not take an order.
    Output,
    /// The player of speech cannot be started, or ends with an error.
    Player,
    /// A sound is not one the speaker can play.
    Sound,
}

impl PartFault {
    /// Every fault there is.
    pub const ALL: &'static [Self] = &[
        Self::Lines,
        Self::Line,
        Self::Pwm,
        Self::Thread,
        Self::NoEdges,
        Self::Stuck,
        Self::Usb,
        Self::Scans,
        Self::Output,
        Self::Player,
        Self::Sound,
    ];

    /// Its entry in the catalogue.
    pub const fn code(self) -> Code {
        match self {
            Self::Lines => codes::P120,
            Self::Line => codes::P121,
            Self::Pwm => codes::P122,
            Self::Thread => codes::P123,
            Self::NoEdges => codes::P130,
            Self::Stuck => codes::P131,
            Self::Usb => codes::P140,
            Self::Scans => codes::P141,
            Self::Output => codes::P150,
            Self::Player => codes::P160,
            Self::Sound => codes::P161,
        }
    }
}

/// A part of the board does not work.
#[derive(Debug)]
pub struct BoardError {
    /// The fault.
    pub fault: PartFault,
    /// The part, by its name in the configuration, e.g. `buttons.ok`.
    pub part: String,
    /// The driver's own error.
    pub detail: String,
}

impl BoardError {
    pub(super) fn new(fault: PartFault, part: impl Into<String>, detail: impl fmt::Display) -> Self {
        Self { fault, part: part.into(), detail: detail.to_string() }
    }
}

impl From<&BoardError> for Failure {
    fn from(error: &BoardError) -> Self {
        Self::new(error.fault.code()).with(format!("{}: {}", error.part, error.detail))
    }
}

impl fmt::Display for BoardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Failure::from(self).fmt(f)
    }
}

impl std::error::Error for BoardError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_fault_has_a_code_of_its_own_that_staff_can_read() {
        let codes: HashSet<_> = PartFault::ALL.iter().map(|fault| fault.code()).collect();
        assert_eq!(codes.len(), PartFault::ALL.len());
        assert!(codes.iter().all(|code| code.name().starts_with('P') && !code.log_only()));
    }

    #[test]
    fn the_technician_reads_part_and_driver() {
        let error = BoardError::new(PartFault::Line, "buttons.ok", "in use");
        assert_eq!(error.to_string(), "P121 a GPIO line cannot be had: buttons.ok: in use");
    }
}
