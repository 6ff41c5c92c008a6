//! The buses and lines of a Raspberry Pi, by `rppal`.
//!
//! SPI uses `/dev/spidevB.S`, whose chip select the kernel drives around each write; I2C uses `/dev/i2c-B`; lines use
//! `/dev/gpiomem`. They are opened at each initialisation of a display and closed when it fails, so a bus that
//! appears late is found.

use super::{DisplayError, I2cParts, OledConfig, SpiParts, TftConfig};
use embedded_hal::delay::DelayNs;
use rppal::{
    gpio::{Gpio, OutputPin},
    i2c::I2c,
    spi::{Bus, Mode, SlaveSelect, Spi},
};
use std::time::Duration;

/// Milliseconds until the kernel gives a stuck I2C bus up: a frame at 100 kHz takes as long in all.
const I2C_TIMEOUT: u32 = 100;

/// Delay by sleeping: initialisation is long, and the processor has other work.
pub(super) struct Sleep;

impl DelayNs for Sleep {
    fn delay_ns(&mut self, ns: u32) {
        std::thread::sleep(Duration::from_nanos(ns.into()));
    }
}

pub(super) fn spi(config: &TftConfig) -> Result<SpiParts<Spi, OutputPin, Sleep>, DisplayError> {
    let bus = match config.spi_bus {
        0 => Bus::Spi0,
        1 => Bus::Spi1,
        2 => Bus::Spi2,
        3 => Bus::Spi3,
        4 => Bus::Spi4,
        5 => Bus::Spi5,
        _ => Bus::Spi6,
    };
    let select = match config.chip_select {
        0 => SlaveSelect::Ss0,
        1 => SlaveSelect::Ss1,
        _ => SlaveSelect::Ss2,
    };
    let spi = Spi::new(bus, select, config.speed_hz, Mode::Mode0).map_err(|error| DisplayError::Bus {
        bus: format!("SPI{} chip select {}", config.spi_bus, config.chip_select),
        what: error.to_string(),
    })?;
    Ok(SpiParts { spi, data: line(config.data_pin)?, reset: reset(config.reset_pin)?, delay: Sleep })
}

pub(super) fn i2c(config: &OledConfig) -> Result<I2cParts<I2c, OutputPin, Sleep>, DisplayError> {
    let failed = |error: rppal::i2c::Error| DisplayError::Bus {
        bus: format!("I2C{}", config.i2c_bus),
        what: error.to_string(),
    };
    let i2c = I2c::with_bus(config.i2c_bus).map_err(failed)?;
    i2c.set_timeout(I2C_TIMEOUT).map_err(failed)?;
    Ok(I2cParts { i2c, reset: reset(config.reset_pin)?, delay: Sleep })
}

fn reset(pin: Option<u8>) -> Result<Option<OutputPin>, DisplayError> {
    pin.map(line).transpose()
}

fn line(pin: u8) -> Result<OutputPin, DisplayError> {
    let failed = |error: rppal::gpio::Error| DisplayError::Pin { pin, what: error.to_string() };
    Ok(Gpio::new().map_err(failed)?.get(pin).map_err(failed)?.into_output_high())
}
