//! The panel: display, keys, lamp and buzzer, behind a trait.
//!
//! It exists so that the station need not know its board.
//!
//! Promises: a panel never makes its caller wait for the outside (a display bus takes a bounded time, viewers of a
//! simulated board none). It knows nothing of examinees: it gets pixels, and a [`Caption`] with the same content in
//! words. A caption is as confidential as the display: it is never logged, and its `Debug` shows the screen's name
//! only.
//!
//! Boards: [`simulated::SimulatedBoard`] and, on a Raspberry Pi, [`pi::PiBoard`]. Both implement [`Panel`] and feed
//! [`Keys`].

pub mod display;
mod frame;
mod input;
mod key;
pub mod pi;
pub mod simulated;
mod sound;

use embedded_graphics::prelude::Size;
pub use frame::{Frame, HEIGHT, WIDTH};
pub use input::{Device, Input, KeySender, Keys, Scan, keys};
pub use key::Key;
use serde::{Deserialize, Serialize};
pub use sound::Sound;
use std::sync::Arc;

/// A kind of display; each has a layout of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// 320×240 pixels, 16-bit colour.
    #[default]
    Colour,
    /// 128×64 pixels, each on or off.
    Mono,
}

impl Format {
    /// Width and height, pixels.
    pub const fn size(self) -> Size {
        match self {
            Self::Colour => Size::new(WIDTH, HEIGHT),
            Self::Mono => Size::new(128, 64),
        }
    }
}

/// The content of a display in words, for users of a simulated board (tests, rehearsal, screen readers).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caption {
    /// Name of the screen, for programs.
    pub screen: String,
    /// The headline: the state in words.
    pub title: String,
    /// The texts on it, from top to bottom. May be personal data.
    pub texts: Vec<String>,
}

impl std::fmt::Debug for Caption {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Caption({}, {} texts)", self.screen, self.texts.len())
    }
}

/// The lamp's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// Dark.
    Off,
    /// White.
    White,
    /// Blue.
    Blue,
    /// Green.
    Green,
    /// Amber.
    Amber,
    /// Red.
    Red,
}

/// State of the lamp. Boards with one plain lamp show on, off and blinking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Lamp {
    /// Its colour.
    pub colour: Colour,
    /// Blinking, about twice a second, rather than steady.
    pub blink: bool,
}

impl Lamp {
    /// Dark.
    pub const OFF: Self = Self { colour: Colour::Off, blink: false };
}

/// Sounds of the buzzer; each is played once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Buzz {
    /// One short tone.
    Short,
    /// Two short tones.
    Double,
    /// One long tone.
    Long,
    /// Three long tones.
    Alarm,
}

/// A part of the board failed to carry out an order.
#[derive(Debug, thiserror::Error)]
#[error("panel: {part} does not answer: {source}")]
pub struct PanelError {
    /// `display`, `lamp`, `buzzer`, `backlight` or `speaker`.
    pub part: &'static str,
    /// The driver's error.
    pub source: std::io::Error,
}

/// A display with a lamp, a buzzer and perhaps a speaker.
pub trait Panel: Send {
    /// The kind of display, which a frame must be drawn for.
    fn format(&self) -> Format;

    /// Shows a frame of [`Format::size`]; on a mono display every pixel that is not black is lit. The caption says
    /// the same in words.
    ///
    /// # Errors
    /// When the display does not take it; the station goes on and tries again with the next frame.
    fn show(&mut self, frame: &Frame, caption: &Caption) -> Result<(), PanelError>;

    /// Sets the lamp.
    ///
    /// # Errors
    /// When the lamp's driver fails.
    fn lamp(&mut self, lamp: Lamp) -> Result<(), PanelError>;

    /// Sounds the buzzer; does not wait for the end of the sound.
    ///
    /// # Errors
    /// When the buzzer's driver fails.
    fn buzz(&mut self, buzz: Buzz) -> Result<(), PanelError>;

    /// Sets the display's light, percent; 0 is dark. Displays without one take no notice.
    ///
    /// # Errors
    /// When the light's driver fails.
    fn backlight(&mut self, percent: u8) -> Result<(), PanelError>;

    /// Sets the volume of buzzer and speech, percent; 0 is silent.
    ///
    /// # Errors
    /// When the driver fails.
    fn volume(&mut self, percent: u8) -> Result<(), PanelError>;

    /// Plays a sound instead of the one before, without waiting for its end. An empty sound only ends the one before. A
    /// sound may be personal data and is never kept.
    ///
    /// # Errors
    /// When the board has no speaker, or its player cannot be started.
    fn say(&mut self, sound: &Arc<Sound>) -> Result<(), PanelError>;
}
