//! The panel on a Raspberry Pi: a display, buttons, keypads and a scanner, a lamp, a buzzer, the display's light and
//! a speaker, as configured.
//!
//! Promises:
//! - Every part has a thread of its own: a part that fails or hangs at run time neither ends nor delays another, and
//!   no order to the [`PiBoard`] waits for a rhythm or a sound.
//! - A key counts once however its contact bounces. A key held too long, or a device unplugged or silent, is reported
//!   as [`Input::Device`](crate::panel::Input), and again when it is back.
//! - Keypads and scanners are taken for the station alone, so that a typed PIN reaches no other program; a scanner
//!   never types digits where a PIN is requested.
//! - No key, code or speech is logged or written to a file.
//!
//! A Pi cannot detect cut wires to buttons, a matrix, lights or a buzzer. Staff see them in the self-test.
//!
//! Code that touches hardware is small: `gpio` (lines and PWM, by rppal) and `usb::evdev`. The rest is plain code
//! behind the traits `buttons::Contacts`, `matrix::Grid`, `output::Output` and `usb::Ports`, tested with
//! fakes. **No real Pi was tried yet**: wiring, levels and rhythms are from data sheets and rppal's documentation.
//! Keypad and scanner were tried on Linux 6.1 in an emulator with its USB keyboard: found, taken, typed on, unplugged
//! during a press, plugged in again.

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
