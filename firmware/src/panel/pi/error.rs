//! What can be the matter with the parts of the board: a code, two sentences for staff (Japanese), what happened for
//! the technician (English).
//!
//! Promise: an error names a part, a line or a device's kind and what the operating system said. It never carries a
//! key, a code or a sound.

use std::fmt;

/// What is the matter with a part.
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
    /// Buttons tell of no edges: they are asked in turn.
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

    /// Its code, as people say it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Lines => "P120",
            Self::Line => "P121",
            Self::Pwm => "P122",
            Self::Thread => "P123",
            Self::NoEdges => "P130",
            Self::Stuck => "P131",
            Self::Usb => "P140",
            Self::Scans => "P141",
            Self::Output => "P150",
            Self::Player => "P160",
            Self::Sound => "P161",
        }
    }

    /// For staff: what is the matter and what to do, one short Japanese sentence each.
    pub fn staff(self) -> (&'static str, &'static str) {
        const CALL: &str = "技術担当に連絡してください。";
        match self {
            Self::Lines | Self::Line | Self::Pwm | Self::Thread => ("操作パネルの配線を使えません。", CALL),
            Self::NoEdges => ("ボタンの反応が少し遅くなることがあります。", "そのまま使えます。"),
            Self::Stuck => (
                "ボタンが押されたままです。",
                "はさまった物を取ってください。続くときは技術担当に連絡してください。",
            ),
            Self::Usb => ("テンキーかスキャナーを使えません。", "USBを差し直してください。"),
            Self::Scans => ("バーコードを読み取れませんでした。", "もう一度かざしてください。"),
            Self::Output => ("ランプかブザーが働きません。", "画面を見て続けてください。"),
            Self::Player | Self::Sound => ("読み上げができません。", "画面を見て続けてください。"),
        }
    }

    /// For the technician: what happened. The error itself adds the part and what the driver said.
    pub fn technician(self) -> &'static str {
        match self {
            Self::Lines => {
                "the machine's GPIO lines cannot be reached: no Raspberry Pi, or not for this user"
            }
            Self::Line => "a GPIO line cannot be had",
            Self::Pwm => "a hardware PWM channel cannot be had: no dtoverlay=pwm, or not for this user",
            Self::Thread => "no thread for a part of the board",
            Self::NoEdges => "the kernel tells of no edges on the buttons' lines; they are asked in turn",
            Self::Stuck => "a button or key is held so long that it must be stuck",
            Self::Usb => "a keypad or scanner cannot be opened or taken for the station alone",
            Self::Scans => {
                "scanned codes came too long, broken off or not printable; the count is told, never a code"
            }
            Self::Output => "lamp, buzzer or backlight does not take an order",
            Self::Player => "the player of speech cannot be started, or ends with an error",
            Self::Sound => "a sound that is not 16-bit PCM, or no WAV file",
        }
    }
}

/// A part of the board does not work.
#[derive(Debug)]
pub struct BoardError {
    /// What is the matter.
    pub fault: PartFault,
    /// Which part, as the configuration calls it, e.g. `buttons.ok`.
    pub part: String,
    /// What the driver said.
    pub detail: String,
}

impl BoardError {
    pub(super) fn new(fault: PartFault, part: impl Into<String>, detail: impl fmt::Display) -> Self {
        Self { fault, part: part.into(), detail: detail.to_string() }
    }
}

impl fmt::Display for BoardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} board: {}: {}", self.fault.code(), self.part, self.detail)
    }
}

impl std::error::Error for BoardError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_fault_has_a_code_of_its_own_and_says_in_japanese_what_to_do() {
        let codes: HashSet<_> = PartFault::ALL.iter().map(|fault| fault.code()).collect();
        assert_eq!(codes.len(), PartFault::ALL.len());
        for fault in PartFault::ALL {
            let (matter, action) = fault.staff();
            assert!(matter.ends_with('。') && action.ends_with('。'), "{fault:?}");
            assert!(!matter.is_ascii() && !action.is_ascii(), "{fault:?}");
            assert!(fault.technician().is_ascii() && !fault.technician().is_empty(), "{fault:?}");
        }
    }
}
