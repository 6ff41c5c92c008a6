//! The machine's own input devices, by the crate `evdev`. No other file opens them.

use super::{Node, Port, Ports, kind::Identity, layout::types};
use crate::panel::pi::config::UsbId;
use evdev::{BusType, EventType, InputEvent, KeyCode, LedCode, raw_stream::RawDevice};
use std::{
    fs, io,
    os::{
        fd::{AsFd, BorrowedFd},
        unix::fs::DirEntryExt,
    },
    path::PathBuf,
};

/// `/dev/input`.
#[derive(Debug)]
pub struct InputDevices(PathBuf);

impl Default for InputDevices {
    fn default() -> Self {
        Self("/dev/input".into())
    }
}

impl Ports for InputDevices {
    type Node = InputDevice;

    fn list(&mut self) -> Vec<Port> {
        // The folder comes with the first device and goes with the last.
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        let named = |entry: fs::DirEntry| {
            let name = entry.file_name().into_string().ok().filter(|name| name.starts_with("event"))?;
            Some(Port { name, number: entry.ino() })
        };
        entries.filter_map(named).collect()
    }

    fn open(&mut self, name: &str) -> io::Result<InputDevice> {
        RawDevice::open(self.0.join(name)).map(InputDevice)
    }
}

/// `/dev/input/event*`.
#[derive(Debug)]
pub struct InputDevice(RawDevice);

impl AsFd for InputDevice {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl Node for InputDevice {
    fn identity(&self) -> Identity {
        let id = self.0.input_id();
        let has = |code| self.0.supported_keys().is_some_and(|keys| keys.contains(KeyCode::new(code)));
        Identity {
            name: self.0.name().unwrap_or_default().to_owned(),
            usb: UsbId { vendor: id.vendor(), product: id.product() },
            // A built-in device (a tablet's keyboard, a remote control by HDMI) does not belong to the bus.
            types: matches!(id.bus_type(), BusType::BUS_USB | BusType::BUS_BLUETOOTH) && types(has),
        }
    }

    fn grab(&mut self) -> io::Result<()> {
        self.0.grab()
    }

    fn light_num_lock(&mut self) {
        if self.0.supported_leds().is_some_and(|leds| leds.contains(LedCode::LED_NUML)) {
            // Only a light: without it digits still come, as far as the keypad goes by the host.
            let _ = self.0.send_events(&[InputEvent::new(EventType::LED.0, LedCode::LED_NUML.0, 1)]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_event_devices_are_listed_and_a_missing_folder_is_an_empty_one() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["event0", "event12", "mouse0", "mice", "by-id"] {
            fs::write(dir.path().join(name), b"").unwrap();
        }
        let names = |path| {
            let mut ports = InputDevices(path).list();
            ports.sort();
            ports.into_iter().map(|port| port.name).collect::<Vec<_>>()
        };
        assert_eq!(names(dir.path().to_owned()), ["event0", "event12"]);
        assert_eq!(names(dir.path().join("none")), Vec::<String>::new());
    }

    #[test]
    fn a_file_that_is_no_input_device_is_an_error() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("event0"), b"").unwrap();
        let mut devices = InputDevices(dir.path().to_owned());
        assert!(devices.open("event0").is_err());
        assert!(devices.open("event1").is_err());
    }
}
