//! What can go wrong between the station and a display.
//!
//! Promise: an error names bus, pin and what the driver said; never anything of what was to be shown.

use crate::panel::PanelError;

/// The display did not show the frame. Codes P110 to P113. A display may be missing or come back at any time, so
/// this is never the end: the next frame is tried anew, from initialisation on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DisplayError {
    /// The bus itself is not there, or not for us.
    #[error(
        "P110 display: {bus} cannot be opened ({what}); is it enabled in config.txt, and may this user use it?"
    )]
    Bus {
        /// `SPI0 chip select 0` or `I2C1`.
        bus: String,
        /// What the driver said.
        what: String,
    },
    /// A GPIO line cannot be had.
    #[error("P111 display: GPIO {pin} cannot be used ({what})")]
    Pin {
        /// BCM number.
        pin: u8,
        /// What the driver said.
        what: String,
    },
    /// The display does not take what is sent.
    #[error("P112 display: no answer ({what}); check its plug, its supply and its address")]
    NoAnswer {
        /// What the driver said.
        what: String,
    },
    /// A frame of another size: the screen was drawn for another display.
    #[error("P113 display: a frame of {width}x{height} pixels does not fit")]
    Size {
        /// The frame's width.
        width: u32,
        /// The frame's height.
        height: u32,
    },
}

impl DisplayError {
    pub(super) fn no_answer(what: impl std::fmt::Debug) -> Self {
        Self::NoAnswer { what: format!("{what:?}") }
    }

    /// The code, as people say it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Bus { .. } => "P110",
            Self::Pin { .. } => "P111",
            Self::NoAnswer { .. } => "P112",
            Self::Size { .. } => "P113",
        }
    }

    /// What staff are told, wherever else they can be told: what is the matter and what to do.
    pub fn staff(&self) -> &'static str {
        match self {
            Self::NoAnswer { .. } => {
                "表示器が応答しません。差し込みを確かめ、続くときは技術担当に連絡してください。"
            }
            _ => "表示器が使えません。技術担当に連絡してください。",
        }
    }
}

impl From<DisplayError> for PanelError {
    fn from(error: DisplayError) -> Self {
        Self { part: "display", source: std::io::Error::other(error) }
    }
}
