//! The section `[board]` with `kind = "pi"`: the parts and their wiring.
//!
//! Promises: everything but the display is optional; numbers are BCM numbers (`GPIO17` is 17, not the position on the
//! header); a number that no header has, an unknown key and a pin used twice are errors that name the fields.

use crate::{
    panel::{Key, display::DisplayConfig},
    range::{self, optional_whole, whole, within},
};
use serde::{Deserialize, Deserializer, de::Error};
use std::collections::BTreeMap;

/// The highest BCM number on the 40-pin header (GPIO0 to GPIO27; raspberrypi.com, "GPIO and the 40-pin header").
const LAST_PIN: u8 = 27;
/// Rows and columns a matrix has at most.
const LARGEST_MATRIX: usize = 8;

/// A line of the header by its BCM number, 0 to 27.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Bcm(u8);

impl Bcm {
    /// A line; `None` when the header has none of this number.
    pub fn new(number: u8) -> Option<Self> {
        (number <= LAST_PIN).then_some(Self(number))
    }

    /// The BCM number.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Bcm {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(d)?;
        let bad = || D::Error::custom(format!("{number} is no BCM number of the header, 0 to {LAST_PIN}"));
        u8::try_from(number).ok().and_then(Self::new).ok_or_else(bad)
    }
}

/// The level of a pressed button or a lit lamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Active {
    /// Low: a button to ground (the Pi's own pull-up is switched on), a lamp that sinks.
    Low,
    /// High: a button to 3.3 V (pull-down), a lamp behind a transistor.
    High,
}

/// The board's parts.
#[derive(Debug, Clone, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct PiConfig {
    /// The display.
    pub display: DisplayConfig,
    /// Four buttons on lines of their own.
    pub buttons: Option<ButtonsConfig>,
    /// A keypad of rows and columns.
    pub matrix: Option<MatrixConfig>,
    /// The USB numeric keypad; left out: any that is plugged in is used, and none is missed.
    pub keypad: Option<UsbConfig>,
    /// The USB barcode scanner; left out: any whose name says that it is one is used, and none is missed.
    pub scanner: Option<ScannerConfig>,
    /// The lamp.
    pub lamp: Option<LampConfig>,
    /// The buzzer.
    pub buzzer: Option<BuzzerConfig>,
    /// The display's light.
    pub backlight: Option<BacklightConfig>,
    /// The speaker.
    pub speaker: Option<SpeakerConfig>,
}

/// `[board.buttons]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ButtonsConfig {
    /// OK.
    pub ok: Bcm,
    /// 戻る.
    pub back: Bcm,
    /// ▲.
    pub up: Bcm,
    /// ▼.
    pub down: Bcm,
    /// The level of a pressed button; default `low`.
    #[serde(default = "low")]
    pub active: Active,
}

/// `[board.matrix]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MatrixConfig {
    /// Lines of the rows, from the top; 1 to 8. Driven low one after the other, never high.
    pub rows: Vec<Bcm>,
    /// Lines of the columns, from the left; 1 to 8. Read, with the Pi's own pull-ups.
    pub columns: Vec<Bcm>,
    /// Meaning of the keys, a text for each row with a character for each column: `0`–`9`, `o` OK, `b` back, `u` up,
    /// `d` down, `.` none.
    pub keys: Vec<String>,
}

/// `[board.keypad]`: with this section a keypad belongs to the bus, and is missed when it is not there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct UsbConfig {
    /// Part of the device's name in `/proc/bus/input/devices`, in any case.
    pub name: Option<String>,
    /// Vendor and product, e.g. `"05e0:1200"` (`lsusb`).
    pub usb: Option<UsbId>,
}

/// `[board.scanner]`: with this section a scanner belongs to the bus, and is missed when it is not there.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScannerConfig {
    /// Part of the device's name, in any case.
    pub name: Option<String>,
    /// Vendor and product.
    pub usb: Option<UsbId>,
    /// The keyboard that the scanner believes it is.
    pub layout: Layout,
}

/// A keyboard's layout: the character of each key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layout {
    /// The layout of the United States, the factory setting of scanners.
    #[default]
    Us,
    /// The Japanese layout (JIS X 6002, OADG 109A).
    Jp,
}

/// Vendor and product of a USB device, four hexadecimal digits each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsbId {
    /// Vendor number.
    pub vendor: u16,
    /// Product number.
    pub product: u16,
}

impl<'de> Deserialize<'de> for UsbId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        let half = |half: &str| {
            let fits = half.len() == 4 && half.bytes().all(|b| b.is_ascii_hexdigit());
            u16::from_str_radix(half, 16).ok().filter(|_| fits)
        };
        text.split_once(':')
            .and_then(|(vendor, product)| Some(Self { vendor: half(vendor)?, product: half(product)? }))
            .ok_or_else(|| D::Error::custom(format!("{text:?} is no vendor:product such as \"05e0:1200\"")))
    }
}

/// `[board.lamp]`: three lights.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LampConfig {
    /// The red light.
    pub red: Bcm,
    /// The amber light.
    pub amber: Bcm,
    /// The green light.
    pub green: Bcm,
    /// The level of a lit light; default `high`.
    #[serde(default = "high")]
    pub active: Active,
}

/// `[board.buzzer]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BuzzerConfig {
    /// Its line.
    pub pin: Option<Bcm>,
    /// Instead of `pin`: a hardware PWM channel, 0 to 3.
    #[serde(default, deserialize_with = "optional_whole::<_, _, 0, 3>")]
    pub pwm: Option<u8>,
    /// Kind of buzzer.
    #[serde(default)]
    pub kind: BuzzerKind,
    /// The tone of a passive buzzer, hertz, 200 to 5000.
    #[serde(default = "default_tone", deserialize_with = "whole::<_, _, 200, 5000>")]
    pub tone_hz: u32,
}

/// Kinds of buzzer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BuzzerKind {
    /// Sounds as its line swings (a piezo disc): has a volume.
    #[default]
    Passive,
    /// Sounds while its line is high: on or off.
    Active,
}

/// `[board.backlight]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BacklightConfig {
    /// Its line.
    pub pin: Option<Bcm>,
    /// Instead of `pin`: a hardware PWM channel, 0 to 3. Needs no processor time.
    #[serde(default, deserialize_with = "optional_whole::<_, _, 0, 3>")]
    pub pwm: Option<u8>,
    /// Pulses in a second, hertz, 60 to 2000 (a pin's pulses are made in software: 60 to 500).
    #[serde(default = "default_flicker")]
    pub hz: u32,
}

/// `[board.speaker]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SpeakerConfig {
    /// The command that plays a WAV file from its standard input.
    pub player: Vec<String>,
}

impl Default for SpeakerConfig {
    fn default() -> Self {
        Self { player: ["aplay", "-q", "-"].map(String::from).into() }
    }
}

fn low() -> Active {
    Active::Low
}

fn high() -> Active {
    Active::High
}

fn default_tone() -> u32 {
    2700
}

fn default_flicker() -> u32 {
    200
}

impl<'de> Deserialize<'de> for PiConfig {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        // The inherent function that `remote = "Self"` derives, then the checks across fields.
        let config = range::named(d, |d| Self::deserialize(d))?;
        config.check().map_err(D::Error::custom)?;
        Ok(config)
    }
}

impl PiConfig {
    /// Checks across fields, with errors that name them.
    fn check(&self) -> Result<(), String> {
        if let Some(matrix) = &self.matrix {
            matrix.check()?;
        }
        if let Some(buzzer) = &self.buzzer {
            either("buzzer", buzzer.pin, buzzer.pwm)?;
            if buzzer.kind == BuzzerKind::Active && buzzer.pwm.is_some() {
                return Err("buzzer.kind = \"active\" makes its tone itself: it needs pin, not pwm".into());
            }
        }
        if let Some(light) = &self.backlight {
            either("backlight", light.pin, light.pwm)?;
            let fastest = if light.pwm.is_some() { 2000 } else { 500 };
            within(light.hz, 60, fastest).map_err(|error| format!("backlight.hz: {error}"))?;
        }
        if self.speaker.as_ref().is_some_and(|speaker| speaker.player.is_empty()) {
            return Err("speaker.player names no command".into());
        }
        self.each_once()
    }

    /// Every line and PWM channel has one job.
    fn each_once(&self) -> Result<(), String> {
        let mut jobs: BTreeMap<String, String> = BTreeMap::new();
        let pwm =
            |part: &str, channel: Option<u8>| channel.map(|c| (part.to_owned(), format!("PWM channel {c}")));
        let pins = self.pins().into_iter().map(|(field, pin)| (field, format!("GPIO{pin}")));
        let channels = [
            pwm("buzzer.pwm", self.buzzer.as_ref().and_then(|b| b.pwm)),
            pwm("backlight.pwm", self.backlight.as_ref().and_then(|b| b.pwm)),
        ];
        for (field, line) in pins.chain(channels.into_iter().flatten()) {
            if let Some(other) = jobs.get(&line) {
                return Err(format!("{line} is used twice: {other} and {field}"));
            }
            jobs.insert(line, field);
        }
        Ok(())
    }

    /// Every used line, with its field.
    fn pins(&self) -> Vec<(String, u8)> {
        let mut pins: Vec<_> =
            self.display.pins().into_iter().map(|pin| ("display".to_owned(), pin)).collect();
        let mut add = |field: String, pin: Option<Bcm>| pins.extend(pin.map(|pin| (field, pin.number())));
        if let Some(b) = &self.buttons {
            for (name, pin) in [("ok", b.ok), ("back", b.back), ("up", b.up), ("down", b.down)] {
                add(format!("buttons.{name}"), Some(pin));
            }
        }
        if let Some(matrix) = &self.matrix {
            for (name, lines) in [("rows", &matrix.rows), ("columns", &matrix.columns)] {
                for (n, pin) in lines.iter().enumerate() {
                    add(format!("matrix.{name}[{n}]"), Some(*pin));
                }
            }
        }
        if let Some(lamp) = &self.lamp {
            for (name, pin) in [("red", lamp.red), ("amber", lamp.amber), ("green", lamp.green)] {
                add(format!("lamp.{name}"), Some(pin));
            }
        }
        add("buzzer.pin".into(), self.buzzer.as_ref().and_then(|b| b.pin));
        add("backlight.pin".into(), self.backlight.as_ref().and_then(|b| b.pin));
        pins
    }
}

impl MatrixConfig {
    /// The keys row by row; `None` where there is none.
    pub(super) fn legend(&self) -> Vec<Option<Key>> {
        self.keys.iter().flat_map(|row| row.chars().map(Key::from_char)).collect()
    }

    fn check(&self) -> Result<(), String> {
        for (name, lines) in [("rows", &self.rows), ("columns", &self.columns)] {
            if !(1..=LARGEST_MATRIX).contains(&lines.len()) {
                return Err(format!("matrix.{name} must be 1 to {LARGEST_MATRIX} lines"));
            }
        }
        if self.keys.len() != self.rows.len() {
            return Err(format!("matrix.keys has {} texts for {} rows", self.keys.len(), self.rows.len()));
        }
        for (n, row) in self.keys.iter().enumerate() {
            if row.chars().count() != self.columns.len() {
                return Err(format!("matrix.keys[{n}] must have {} characters", self.columns.len()));
            }
            if let Some(c) = row.chars().find(|c| *c != '.' && Key::from_char(*c).is_none()) {
                return Err(format!("matrix.keys[{n}]: {c:?} is no key; 0-9, o, b, u, d and . are"));
            }
        }
        Ok(())
    }
}

fn either(part: &str, pin: Option<Bcm>, pwm: Option<u8>) -> Result<(), String> {
    match (pin, pwm) {
        (Some(_), None) | (None, Some(_)) => Ok(()),
        _ => Err(format!("{part} needs either pin or pwm")),
    }
}

#[cfg(test)]
#[path = "config_tests.rs"]
mod tests;
