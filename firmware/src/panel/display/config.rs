//! Configuration of a display: controller, bus and pins, mounting.
//!
//! Promise: an accepted configuration can be opened, or fails for a reason in the wiring. A value that no Raspberry
//! Pi has is refused with its field and range. Every key has a default, that of the most common module in its most
//! common wiring.

use crate::{
    panel::Format,
    range::{self, optional_whole, whole},
};
use serde::{Deserialize, Deserializer, de::Error};

/// A display, by its controller: in the file, `controller = "ili9341"` and the keys of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "controller", rename_all = "lowercase")]
pub enum DisplayConfig {
    /// 320×240 colour TFT on SPI with an ILI9341 (modules of 2.2 to 3.2 inches).
    Ili9341(TftConfig),
    /// 320×240 colour TFT on SPI with an ST7789 (IPS modules of 2.0 to 2.8 inches).
    St7789(TftConfig),
    /// 128×64 OLED on I2C with an SSD1306 (modules of 0.96 inches; SSD1309 and SSD1315 take the same commands).
    Ssd1306(OledConfig),
    /// 128×64 OLED on I2C with an SH1106 (modules of 1.3 inches).
    Sh1106(OledConfig),
}

/// Orientation of the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rotation {
    /// As most modules are held: landscape, a TFT's connector on one of its short sides.
    #[default]
    Upright,
    /// Turned by 180 degrees.
    UpsideDown,
}

/// Order of the three colours in a TFT's pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ColourOrder {
    /// Red, green, blue.
    Rgb,
    /// Blue, green, red.
    Bgr,
}

/// A TFT on SPI.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, default)]
pub struct TftConfig {
    /// The SPI bus, 0 to 6.
    #[serde(deserialize_with = "whole::<_, _, 0, 6>")]
    pub spi_bus: u8,
    /// The bus's chip select line, 0 to 2; the kernel drives it.
    #[serde(deserialize_with = "whole::<_, _, 0, 2>")]
    pub chip_select: u8,
    /// The clock, hertz. A garbled picture wants a slower one or shorter wires; a whole frame at the default 32 MHz
    /// takes 39 ms.
    #[serde(deserialize_with = "whole::<_, _, 1_000_000, 80_000_000>")]
    pub speed_hz: u32,
    /// The GPIO line (BCM number) of the display's D/C (also A0, RS) pin.
    #[serde(deserialize_with = "whole::<_, _, 0, 27>")]
    pub data_pin: u8,
    /// The GPIO line of its reset pin; without it the display is reset by command, and its pin must be tied high.
    #[serde(deserialize_with = "optional_whole::<_, _, 0, 27>")]
    pub reset_pin: Option<u8>,
    /// Degrees: 0 or 180.
    #[serde(deserialize_with = "rotation")]
    pub rotation: Rotation,
    /// Set it when text reads from right to left: a module whose glass is not mounted as usual.
    pub mirrored: bool,
    /// Inversion of colours by the glass; change it if colours look like a negative. Unset: true for an ST7789, whose
    /// IPS glass usually inverts, false for an ILI9341.
    pub inverted: Option<bool>,
    /// When red and blue are exchanged, say the other one. Unset: `bgr` for an ILI9341, `rgb` for an ST7789.
    pub colour_order: Option<ColourOrder>,
}

impl Default for TftConfig {
    fn default() -> Self {
        Self {
            spi_bus: 0,
            chip_select: 0,
            speed_hz: 32_000_000,
            data_pin: 25,
            reset_pin: None,
            rotation: Rotation::Upright,
            mirrored: false,
            inverted: None,
            colour_order: None,
        }
    }
}

/// An OLED on I2C.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(remote = "Self", deny_unknown_fields, default)]
pub struct OledConfig {
    /// The I2C bus, 0 to 22. The Pi's usual one is 1; its speed is the kernel's (`dtparam=i2c_arm_baudrate=400000`:
    /// a whole frame takes 25 ms then, 98 ms at the 100 kHz that it has otherwise).
    #[serde(deserialize_with = "whole::<_, _, 0, 22>")]
    pub i2c_bus: u8,
    /// Its address: 0x3C or 0x3D (60 or 61). Modules that print 0x78 or 0x7A mean the same.
    #[serde(deserialize_with = "whole::<_, _, 0x3C, 0x3D>")]
    pub address: u8,
    /// The GPIO line of its reset pin, which few modules have.
    #[serde(deserialize_with = "optional_whole::<_, _, 0, 27>")]
    pub reset_pin: Option<u8>,
    /// Degrees: 0 or 180.
    #[serde(deserialize_with = "rotation")]
    pub rotation: Rotation,
    /// Dark on light.
    pub inverted: bool,
}

impl Default for OledConfig {
    fn default() -> Self {
        Self { i2c_bus: 1, address: 0x3C, reset_pin: None, rotation: Rotation::Upright, inverted: false }
    }
}

impl DisplayConfig {
    /// The format that a frame must have.
    pub fn format(&self) -> Format {
        match self {
            Self::Ili9341(_) | Self::St7789(_) => Format::Colour,
            Self::Ssd1306(_) | Self::Sh1106(_) => Format::Mono,
        }
    }

    /// GPIO lines that the display takes, its bus included as far as the header's first buses go: nothing else may
    /// use them.
    pub fn pins(&self) -> Vec<u8> {
        let (own, bus): (Vec<u8>, &[u8]) = match self {
            Self::Ili9341(c) | Self::St7789(c) => {
                let bus: &[u8] = match (c.spi_bus, c.chip_select) {
                    (0, 0) => &[8, 9, 10, 11],
                    (0, _) => &[7, 9, 10, 11],
                    (1, 0) => &[18, 19, 20, 21],
                    (1, 1) => &[17, 19, 20, 21],
                    (1, _) => &[16, 19, 20, 21],
                    _ => &[],
                };
                (std::iter::once(c.data_pin).chain(c.reset_pin).collect(), bus)
            }
            Self::Ssd1306(c) | Self::Sh1106(c) => {
                (c.reset_pin.into_iter().collect(), if c.i2c_bus == 1 { &[2, 3] } else { &[] })
            }
        };
        own.into_iter().chain(bus.iter().copied()).collect()
    }
}

impl<'de> Deserialize<'de> for TftConfig {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        range::named(d, |d| Self::deserialize(d))
    }
}

impl<'de> Deserialize<'de> for OledConfig {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        range::named(d, |d| Self::deserialize(d))
    }
}

fn rotation<'de, D: Deserializer<'de>>(d: D) -> Result<Rotation, D::Error> {
    match i64::deserialize(d)? {
        0 => Ok(Rotation::Upright),
        180 => Ok(Rotation::UpsideDown),
        other => Err(D::Error::custom(format!("{other} is neither 0 nor 180"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(value: Value) -> Result<DisplayConfig, String> {
        serde_json::from_value(value).map_err(|e| e.to_string())
    }

    #[test]
    fn the_controller_alone_is_enough() {
        assert_eq!(
            read(json!({"controller": "st7789"})).unwrap(),
            DisplayConfig::St7789(TftConfig::default())
        );
        assert_eq!(
            read(json!({"controller": "sh1106"})).unwrap(),
            DisplayConfig::Sh1106(OledConfig::default())
        );
    }

    #[test]
    fn every_key_is_taken() {
        let tft =
            read(json!({"controller": "ili9341", "spi_bus": 1, "chip_select": 2, "speed_hz": 10_000_000,
            "data_pin": 22, "reset_pin": 27, "rotation": 180, "mirrored": true, "inverted": true,
            "colour_order": "rgb"}))
            .unwrap();
        let DisplayConfig::Ili9341(c) = &tft else { panic!("{tft:?}") };
        assert_eq!((c.spi_bus, c.chip_select, c.speed_hz, c.data_pin), (1, 2, 10_000_000, 22));
        assert_eq!((c.reset_pin, c.rotation), (Some(27), Rotation::UpsideDown));
        assert_eq!((c.mirrored, c.inverted, c.colour_order), (true, Some(true), Some(ColourOrder::Rgb)));
        assert_eq!(tft.pins(), [22, 27, 16, 19, 20, 21]);
        let oled =
            read(json!({"controller": "ssd1306", "i2c_bus": 3, "address": 61, "inverted": true})).unwrap();
        let DisplayConfig::Ssd1306(c) = &oled else { panic!("{oled:?}") };
        assert_eq!((c.i2c_bus, c.address, c.inverted), (3, 0x3D, true));
    }

    #[test]
    fn what_no_pi_has_is_refused_by_name() {
        for (key, value) in [
            ("spi_bus", json!(7)),
            ("chip_select", json!(-1)),
            ("speed_hz", json!(999)),
            ("data_pin", json!(28)),
            ("reset_pin", json!(40)),
            ("rotation", json!(90)),
        ] {
            let mut all = json!({"controller": "ili9341"});
            all[key] = value;
            let message = read(all).unwrap_err();
            assert!(message.starts_with(key), "{message}");
        }
        let message = read(json!({"controller": "sh1106", "address": 0x78})).unwrap_err();
        assert!(message.contains("60 to 61"), "{message}");
    }

    #[test]
    fn an_unknown_key_or_controller_is_refused_with_what_there_is() {
        let message = read(json!({"controller": "ssd1306", "data_pin": 25})).unwrap_err();
        assert!(message.contains("data_pin") && message.contains("i2c_bus"), "{message}");
        let message = read(json!({"controller": "ili9488"})).unwrap_err();
        assert!(message.contains("ili9488") && message.contains("st7789"), "{message}");
    }
}
