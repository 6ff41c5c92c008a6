//! The panel's words and the desk's words for the same things. Neither room knows the other.

use desk::{Device, Event, Key, LampColour};
use firmware::panel::{self, Colour, Input};
use model::Ticket;

/// What comes from the panel, in the desk's words; `None` for a code that no ticket can have.
pub(super) fn event(input: &Input) -> Option<Event> {
    Some(match input {
        Input::Key(key) => Event::Key(self::key(*key)),
        Input::Scan(scan) => Event::Scan(Ticket::new(scan.as_str())?),
        Input::Device { device, present } => {
            Event::Device { device: self::device(*device), present: *present }
        }
    })
}

fn key(key: panel::Key) -> Key {
    match key {
        panel::Key::Digit(digit) => Key::Digit(digit),
        panel::Key::Ok => Key::Ok,
        panel::Key::Back => Key::Back,
        panel::Key::Up => Key::Up,
        panel::Key::Down => Key::Down,
    }
}

fn device(device: panel::Device) -> Device {
    match device {
        panel::Device::Keypad => Device::Keypad,
        panel::Device::Scanner => Device::Scanner,
        panel::Device::Buttons => Device::Buttons,
        panel::Device::Matrix => Device::Matrix,
    }
}

/// A lamp colour.
pub(super) fn lamp(colour: LampColour) -> Colour {
    match colour {
        LampColour::Red => Colour::Red,
        LampColour::Amber => Colour::Amber,
        LampColour::Green => Colour::Green,
    }
}

/// Steps of 0 to 5 as percent.
pub(super) fn percent(steps: u8) -> u8 {
    steps.min(5) * 20
}
