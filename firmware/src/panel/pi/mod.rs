//! The panel on a Raspberry Pi: a display, buttons, keypads and a scanner, a lamp, a buzzer, the display's light and
//! a speaker, as the configuration names them.
//!
//! Promises:
//! - every part has a thread of its own: one that fails or hangs at run time does not end or delay another, and no
//!   order to the [`PiBoard`] waits for a rhythm or a sound;
//! - a key counts once however its contact bounces; what is held too long, unplugged or silent is reported as an
//!   [`Input::Device`](crate::panel::Input), and heard again when it is back;
//! - keypads and scanners are taken for the station alone, so that a PIN typed reaches no other program; a scanner
//!   never types digits where a PIN is asked;
//! - nothing of what is typed, scanned or spoken is logged or written to a file.
//!
//! What a Pi cannot tell: wires to buttons, a matrix, lights or a buzzer that are cut. Staff see it in the self-test.
//!
//! What touches hardware is small and stands in `gpio` (lines and pulses, by rppal) and `usb::evdev`; all else
//! is plain code behind the traits [`buttons::Contacts`], [`matrix::Grid`], [`output::Output`] and [`usb::Ports`],
//! tested with fakes. **No real Pi was tried yet**: wiring, levels and rhythms are from data sheets and rppal's
//! documentation. Keypad and scanner were tried on Linux 6.1 in an emulator with its USB keyboard: found, taken, typed
//! on, unplugged in mid-press, plugged in again.

mod board;
mod buttons;
mod config;
mod debounce;
mod error;
mod gpio;
mod key_repeat;
mod matrix;
mod output;
mod rhythm;
mod speaker;
mod usb;

pub use board::PiBoard;
pub use config::{
    Active, BacklightConfig, Bcm, ButtonsConfig, BuzzerConfig, BuzzerKind, LampConfig, Layout, MatrixConfig,
    PiConfig, ScannerConfig, SpeakerConfig, UsbConfig, UsbId,
};
pub use error::{BoardError, PartFault};
