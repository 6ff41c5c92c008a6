//! Lines and PWM of a real Raspberry Pi, by rppal. No other file of inputs and outputs touches them.
//!
//! Promise: no decision is made here; this module reads, drives and waits. Dropped lines return to their former state
//! (by rppal).
//!
//! Facts of rppal (0.22): reading and writing a line cannot fail; edges come from `/dev/gpiochip*` and may be refused
//! where lines work; PWM on a plain line is made by a thread that waits busily for the last 0.2 ms of each half, so a
//! backlight on a plain line costs a few per cent of one processor, and a tone one processor while it sounds;
//! hardware PWM is `/sys/class/pwm`, needs `dtoverlay=pwm` and costs nothing.

use super::{
    buttons::Contacts,
    config::{Active, Bcm, ButtonsConfig, MatrixConfig},
    error::{BoardError, PartFault},
    matrix::Grid,
    output::Output,
};
use rppal::{
    gpio::{Gpio, InputPin, IoPin, Level, Mode, OutputPin, Pin, Trigger},
    pwm::{Channel, Polarity, Pwm},
};
use std::{fmt, io, time::Duration};

/// Settling time of a column after its row: the pull-up (50 kΩ) against 100 pF of wire is 5 µs, with a margin.
const FOLLOW: Duration = Duration::from_micros(30);

type Result<T> = std::result::Result<T, BoardError>;

/// The machine's lines.
#[derive(Debug, Clone)]
pub struct Lines(Gpio);

impl Lines {
    /// Opens the lines.
    ///
    /// # Errors
    /// P120 where there are none, or not for this user.
    pub fn open() -> Result<Self> {
        let refused = |error| {
            let hint = "is this a Raspberry Pi, and is this user in the group gpio?";
            BoardError::new(PartFault::Lines, "GPIO", format_args!("{error}; {hint}"))
        };
        Gpio::new().map(Self).map_err(refused)
    }

    fn line(&self, part: &str, pin: Bcm) -> Result<Pin> {
        self.0.get(pin.number()).map_err(|error| BoardError::new(PartFault::Line, part, error))
    }

    /// The four buttons, OK, 戻る, ▲, ▼ in the order of their bits, and true if the kernel reports edges.
    pub fn buttons(&self, config: &ButtonsConfig) -> Result<(PiContacts, bool)> {
        let named = [("ok", config.ok), ("back", config.back), ("up", config.up), ("down", config.down)];
        let mut pins = Vec::new();
        for (name, pin) in named {
            let pin = self.line(&format!("buttons.{name}"), pin)?;
            pins.push(match config.active {
                Active::Low => pin.into_input_pullup(),
                Active::High => pin.into_input_pulldown(),
            });
        }
        let mut edges = true;
        for pin in &mut pins {
            if let Err(error) = pin.set_interrupt(Trigger::Both, None) {
                edges = false;
                let code = PartFault::NoEdges.code().name();
                tracing::info!(code, %error, "the kernel reports no edges: buttons are polled");
                break;
            }
        }
        Ok((PiContacts { gpio: self.0.clone(), pins, pressed: level(config.active, true) }, edges))
    }

    /// A matrix keypad.
    pub fn grid(&self, config: &MatrixConfig) -> Result<PiGrid> {
        let mut rows = Vec::new();
        for (n, pin) in config.rows.iter().enumerate() {
            let mut row = self.line(&format!("matrix.rows[{n}]"), *pin)?.into_io(Mode::Input);
            row.set_low();
            rows.push(row);
        }
        let mut columns = Vec::new();
        for (n, pin) in config.columns.iter().enumerate() {
            columns.push(self.line(&format!("matrix.columns[{n}]"), *pin)?.into_input_pullup());
        }
        Ok(PiGrid { rows, columns })
    }

    /// A line that is on or off; off from the first moment.
    pub fn switch(&self, part: &str, pin: Bcm, active: Active) -> Result<Switch> {
        let pin = self.line(part, pin)?;
        let pin = match active {
            Active::Low => pin.into_output_high(),
            Active::High => pin.into_output_low(),
        };
        Ok(Switch { pin, active })
    }

    /// A line with PWM in software, `hz` periods a second.
    pub fn software_pwm(&self, part: &str, pin: Bcm, hz: u32) -> Result<SoftwarePwm> {
        Ok(SoftwarePwm { pin: self.line(part, pin)?.into_output_low(), hz })
    }
}

/// A hardware PWM channel, `hz` periods a second; off from the first moment.
///
/// # Errors
/// P122 where the channel does not exist, or not for this user.
pub fn hardware_pwm(part: &str, channel: u8, hz: u32) -> Result<HardwarePwm> {
    let refused = |error: &dyn fmt::Display| {
        let hint =
            "is dtoverlay=pwm (or pwm-2chan) in config.txt, and may this user write to /sys/class/pwm?";
        BoardError::new(PartFault::Pwm, part, format_args!("PWM channel {channel}: {error}; {hint}"))
    };
    let named = match channel {
        0 => Channel::Pwm0,
        1 => Channel::Pwm1,
        2 => Channel::Pwm2,
        3 => Channel::Pwm3,
        _ => return Err(refused(&"no such channel")),
    };
    let opened = Pwm::with_frequency(named, hz.into(), 0.0, Polarity::Normal, true);
    opened.map(HardwarePwm).map_err(|error| refused(&error))
}

fn level(active: Active, on: bool) -> Level {
    Level::from((active == Active::High) == on)
}

fn other(error: impl fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

/// Buttons on lines.
#[derive(Debug)]
pub struct PiContacts {
    gpio: Gpio,
    pins: Vec<InputPin>,
    pressed: Level,
}

impl Contacts for PiContacts {
    fn closed(&mut self) -> u64 {
        let bit = |(n, pin): (usize, &InputPin)| u64::from(pin.read() == self.pressed) << n;
        self.pins.iter().enumerate().map(bit).fold(0, |all, bit| all | bit)
    }

    fn wait(&mut self, within: Duration) -> io::Result<bool> {
        let pins: Vec<&InputPin> = self.pins.iter().collect();
        let edge = self.gpio.poll_interrupts(&pins, false, Some(within)).map_err(other)?;
        Ok(edge.is_some())
    }
}

/// A matrix on lines. A row that is not pulled low is an input, so that two pressed keys never join two outputs.
#[derive(Debug)]
pub struct PiGrid {
    rows: Vec<IoPin>,
    columns: Vec<InputPin>,
}

impl PiGrid {
    fn columns(&self) -> u8 {
        let bit = |(n, pin): (usize, &InputPin)| u8::from(pin.is_low()) << n;
        self.columns.iter().enumerate().map(bit).fold(0, |all, bit| all | bit)
    }
}

impl Grid for PiGrid {
    fn any(&mut self) -> bool {
        self.rows.iter_mut().for_each(pull);
        std::thread::sleep(FOLLOW);
        let columns = self.columns();
        self.rows.iter_mut().for_each(release);
        columns != 0
    }

    fn row(&mut self, row: usize) -> u8 {
        // Columns of the row before rise again first.
        std::thread::sleep(FOLLOW);
        if let Some(row) = self.rows.get_mut(row) {
            pull(row);
        }
        std::thread::sleep(FOLLOW);
        let columns = self.columns();
        if let Some(row) = self.rows.get_mut(row) {
            release(row);
        }
        columns
    }
}

fn pull(row: &mut IoPin) {
    row.set_low();
    row.set_mode(Mode::Output);
}

fn release(row: &mut IoPin) {
    row.set_mode(Mode::Input);
}

/// A line that is on or off.
#[derive(Debug)]
pub struct Switch {
    pin: OutputPin,
    active: Active,
}

impl Output for Switch {
    fn set(&mut self, share: f64) -> io::Result<()> {
        self.pin.write(level(self.active, share > 0.0));
        Ok(())
    }
}

/// A line with PWM in software.
#[derive(Debug)]
pub struct SoftwarePwm {
    pin: OutputPin,
    hz: u32,
}

impl Output for SoftwarePwm {
    fn set(&mut self, share: f64) -> io::Result<()> {
        if share > 0.0 && share < 1.0 {
            return self.pin.set_pwm_frequency(self.hz.into(), share).map_err(other);
        }
        // Steady: no thread, no waiting.
        self.pin.clear_pwm().map_err(other)?;
        self.pin.write(Level::from(share > 0.0));
        Ok(())
    }
}

/// A hardware PWM channel.
#[derive(Debug)]
pub struct HardwarePwm(Pwm);

impl Output for HardwarePwm {
    fn set(&mut self, share: f64) -> io::Result<()> {
        self.0.set_duty_cycle(share).map_err(other)
    }
}
