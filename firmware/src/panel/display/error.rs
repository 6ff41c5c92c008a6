//! Errors between the station and a display.
//!
//! Promise: an error names bus, pin and what the driver said; never anything of what was to be shown.

use crate::panel::PanelError;
use codes::{Code, Failure};

/// The display did not show the frame. Codes P110 to P113. A display may be missing or come back at any time, so
/// this is never the end: the next frame is tried anew, from initialisation on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", Failure::from(self))]
pub enum DisplayError {
    /// The bus itself is not there, or not for us.
    Bus {
        /// `SPI0 chip select 0` or `I2C1`.
        bus: String,
        /// The driver's own error.
        what: String,
    },
    /// A GPIO line cannot be had.
    Pin {
        /// BCM number.
        pin: u8,
        /// The driver's own error.
        what: String,
    },
    /// The display does not take what is sent.
    NoAnswer {
        /// The driver's own error.
        what: String,
    },
    /// A frame of another size: the screen was drawn for another display.
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

    /// Its entry in the catalogue.
    pub const fn code(&self) -> Code {
        match self {
            Self::Bus { .. } => codes::P110,
            Self::Pin { .. } => codes::P111,
            Self::NoAnswer { .. } => codes::P112,
            Self::Size { .. } => codes::P113,
        }
    }
}

impl From<&DisplayError> for Failure {
    fn from(error: &DisplayError) -> Self {
        Self::new(error.code()).with(match error {
            DisplayError::Bus { bus, what } => format!("display: {bus} ({what})"),
            DisplayError::Pin { pin, what } => format!("display: GPIO {pin} ({what})"),
            DisplayError::NoAnswer { what } => format!("display: {what}"),
            DisplayError::Size { width, height } => format!("display: {width}x{height} pixels"),
        })
    }
}

impl From<DisplayError> for PanelError {
    fn from(error: DisplayError) -> Self {
        Self { part: "display", source: std::io::Error::other(error) }
    }
}
