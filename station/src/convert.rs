//! Conversions between the firmware's vocabulary and the desk's and screen's. The firmware knows no other crate, so this
//! file is the only place for them; every match is exhaustive.

use desk::{AskId, Buzz, Device, Event, Key, Lamp, LampColour};
use firmware::card::{CardContent, PadEnd, ReaderCondition};
use firmware::panel::{self, Colour, Input};
use jiff::Timestamp;
use model::Ticket;
use screen::Format;
use wire::ReaderState;

/// An input of the panel as an event; `None` for a code that no ticket can have.
pub fn event(input: &Input) -> Option<Event> {
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

/// A colour of the self-test.
pub fn colour(colour: LampColour) -> Colour {
    match colour {
        LampColour::Red => Colour::Red,
        LampColour::Amber => Colour::Amber,
        LampColour::Green => Colour::Green,
    }
}

/// Steps of 0 to 5 as percent.
pub fn percent(steps: u8) -> u8 {
    steps.min(5) * 20
}

/// A reading of a card as an event.
pub fn card_read(read: AskId, content: CardContent) -> Event {
    // Dates beyond what a timestamp holds cannot be judged here; the centre judges the certificate anyway.
    let time = |seconds: i64, otherwise| Timestamp::from_second(seconds).unwrap_or(otherwise);
    let content = desk::CardContent {
        certificate: content.certificate.into(),
        not_before: time(content.not_before, Timestamp::MIN),
        not_after: time(content.not_after, Timestamp::MAX),
        tries_left: content.tries_left,
        pin_pad: content.pin_pad,
    };
    Event::CardRead { read, content }
}

/// The end of a dialogue on the reader's keys.
pub fn pad_end(end: PadEnd) -> desk::PadEnd {
    match end {
        PadEnd::TimedOut => desk::PadEnd::TimedOut,
        PadEnd::Cancelled => desk::PadEnd::Cancelled,
        PadEnd::WrongLength => desk::PadEnd::WrongLength,
        PadEnd::Refused => desk::PadEnd::Refused,
    }
}

/// The reader's condition as the office and the panel call it.
pub fn reader_state(condition: &ReaderCondition) -> ReaderState {
    match condition {
        ReaderCondition::Ready { .. } => ReaderState::Ready,
        ReaderCondition::Absent => ReaderState::Absent,
        ReaderCondition::ServiceDown | ReaderCondition::Fault => ReaderState::Fault,
    }
}

/// The layout for a display.
pub fn layout(format: panel::Format) -> Format {
    match format {
        panel::Format::Colour => Format::Colour,
        panel::Format::Mono => Format::Mono,
    }
}

/// The light of a lamp's meaning. Colours differ also for people who do not distinguish red from green: a bad verdict
/// blinks.
pub fn light(lamp: Lamp) -> panel::Lamp {
    let (colour, blink) = match lamp {
        Lamp::Idle => (Colour::White, false),
        Lamp::Busy => (Colour::Blue, true),
        Lamp::Good => (Colour::Green, false),
        Lamp::Bad => (Colour::Red, true),
        Lamp::Unconfirmed => (Colour::Amber, false),
        Lamp::CallStaff => (Colour::Amber, true),
    };
    panel::Lamp { colour, blink }
}

/// The sound of a buzzer's meaning.
pub fn sound(buzz: Buzz) -> panel::Buzz {
    match buzz {
        Buzz::CardDone => panel::Buzz::Short,
        Buzz::Good => panel::Buzz::Double,
        Buzz::Attention => panel::Buzz::Long,
        Buzz::CallStaff => panel::Buzz::Alarm,
    }
}
