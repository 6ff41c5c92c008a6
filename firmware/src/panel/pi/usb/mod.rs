//! USB numeric keypads and barcode scanners. Both are keyboards to the kernel, which reports their keys by
//! `/dev/input/event*`.
//!
//! Promises:
//! - A device is found within a second of plugging in; unplugging is reported, and so is a missing device that the
//!   configuration names. Keys that were down when a keypad went are not down when it returns.
//! - Keypad and scanner are distinguished by the configuration, or else by the device's name. A keyboard that types
//!   faster than hands can is a scanner whatever its name: its input is a code, never keys, so that a barcode cannot
//!   spend the tries of a PIN.
//! - The devices are taken for the station alone (`EVIOCGRAB`): nothing of a PIN reaches a console.
//! - A code that is too long, broken off or not printable is dropped and counted, and never logged.

mod evdev;
mod hub;
mod keypad;
mod kind;
mod layout;
mod record;
mod scanner;

use super::config::{ScannerConfig, UsbConfig};
use crate::panel::KeySender;
use kind::{Identity, Rule};
use std::{
    io,
    os::{fd::AsFd, unix::net::UnixStream},
    thread::JoinHandle,
};

/// The source of input devices.
pub trait Ports: Send {
    /// An opened device.
    type Node: Node;

    /// All present devices.
    fn list(&mut self) -> Vec<Port>;

    /// Opens a device.
    ///
    /// # Errors
    /// When it is gone again, or not (yet) for this user.
    fn open(&mut self, name: &str) -> io::Result<Self::Node>;
}

/// A place where a device is. Names are given anew as soon as they are free, numbers are not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Port {
    /// Its name, to open it by.
    pub name: String,
    /// Number of this use of the name.
    pub number: u64,
}

/// An opened device; its events are read from its file in the kernel's `input_event` layout.
pub trait Node: AsFd + Send {
    /// The identity reported by the device.
    fn identity(&self) -> Identity;

    /// Takes it for the station alone.
    ///
    /// # Errors
    /// When another program has done so.
    fn grab(&mut self) -> io::Result<()>;

    /// Switches its NumLock light on: many keypads give arrows for digits without it. Devices without the light take
    /// no notice.
    fn light_num_lock(&mut self);
}

/// The thread that watches the devices; it ends when this is dropped.
#[derive(Debug)]
pub struct Watch {
    // The other end is readable (end of file) once this one is closed.
    alive: Option<UnixStream>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.alive = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Watches the machine's keypads and scanners.
///
/// # Errors
/// When the operating system gives no thread or socket.
pub fn watch(
    keypad: Option<UsbConfig>,
    scanner: Option<ScannerConfig>,
    keys: KeySender,
) -> io::Result<Watch> {
    watch_on(evdev::InputDevices::default(), Rule::new(keypad, scanner), keys)
}

fn watch_on(ports: impl Ports + 'static, rule: Rule, keys: KeySender) -> io::Result<Watch> {
    let (alive, end) = UnixStream::pair()?;
    let mut hub = hub::Hub::new(ports, rule, keys, std::time::Instant::now());
    let thread = std::thread::Builder::new().name("panel-usb".into()).spawn(move || hub.run(&end))?;
    Ok(Watch { alive: Some(alive), thread: Some(thread) })
}
