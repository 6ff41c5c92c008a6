//! A bus that counts, to measure the cost of a picture without a display.

use super::{Display, I2cParts, OledConfig, OledController, SpiParts, TftConfig, TftController};
use embedded_hal::{
    delay::DelayNs,
    digital::{self, OutputPin},
    i2c::{self, I2c},
    spi::{self, SpiBus},
};
use std::{
    convert::Infallible,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// Traffic of a counted bus. Clones count together.
#[derive(Debug, Clone, Default)]
pub struct BusCount {
    bytes: Arc<AtomicU64>,
    writes: Arc<AtomicU64>,
}

impl BusCount {
    /// A TFT that accepts everything at once, and the count of its bus traffic.
    pub fn tft(controller: TftController) -> (Display, Self) {
        let count = Self::default();
        let bus = count.clone();
        let parts =
            move || Ok(SpiParts { spi: bus.clone(), data: Nothing, reset: Some(Nothing), delay: Nothing });
        (Display::on_spi(controller, &TftConfig::default(), parts), count)
    }

    /// The same with an OLED.
    pub fn oled(controller: OledController) -> (Display, Self) {
        let count = Self::default();
        let bus = count.clone();
        let parts = move || Ok(I2cParts { i2c: bus.clone(), reset: Some(Nothing), delay: Nothing });
        (Display::on_i2c(controller, &OledConfig::default(), parts), count)
    }

    /// Bytes since the last call: commands, data, and I2C's addresses and control bytes.
    pub fn take_bytes(&self) -> u64 {
        self.bytes.swap(0, Ordering::Relaxed)
    }

    /// Writes (calls of the kernel, on a Pi) since the last call.
    pub fn take_writes(&self) -> u64 {
        self.writes.swap(0, Ordering::Relaxed)
    }

    fn count(&self, bytes: usize) {
        self.bytes.fetch_add(bytes as u64, Ordering::Relaxed);
        self.writes.fetch_add(1, Ordering::Relaxed);
    }
}

impl spi::ErrorType for BusCount {
    type Error = Infallible;
}

impl SpiBus for BusCount {
    fn read(&mut self, words: &mut [u8]) -> Result<(), Infallible> {
        self.count(words.len());
        Ok(())
    }

    fn write(&mut self, words: &[u8]) -> Result<(), Infallible> {
        self.count(words.len());
        Ok(())
    }

    fn transfer(&mut self, _read: &mut [u8], write: &[u8]) -> Result<(), Infallible> {
        self.count(write.len());
        Ok(())
    }

    fn transfer_in_place(&mut self, words: &mut [u8]) -> Result<(), Infallible> {
        self.count(words.len());
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl i2c::ErrorType for BusCount {
    type Error = Infallible;
}

impl I2c for BusCount {
    fn transaction(&mut self, _address: u8, operations: &mut [i2c::Operation<'_>]) -> Result<(), Infallible> {
        for operation in operations {
            match operation {
                // Zeroes as a status: the display is on.
                i2c::Operation::Read(buffer) => {
                    buffer.fill(0);
                    self.count(1 + buffer.len());
                }
                i2c::Operation::Write(bytes) => self.count(1 + bytes.len()),
            }
        }
        Ok(())
    }
}

/// A line without effect, and a delay of no time.
struct Nothing;

impl digital::ErrorType for Nothing {
    type Error = Infallible;
}

impl OutputPin for Nothing {
    fn set_low(&mut self) -> Result<(), Infallible> {
        Ok(())
    }

    fn set_high(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl DelayNs for Nothing {
    fn delay_ns(&mut self, _ns: u32) {}
}
