//! The display on a Raspberry Pi: a 320×240 colour TFT on SPI, or a 128×64 OLED on I2C.
//!
//! | controller | on   | modules it is on                                      | driven by       |
//! |------------|------|-------------------------------------------------------|-----------------|
//! | ILI9341    | SPI  | 2.2 to 3.2 inch TFT boards, most HATs with a TFT      | `mipidsi`       |
//! | ST7789     | SPI  | 2.0 to 2.8 inch IPS boards of 320×240                 | `mipidsi`       |
//! | SSD1306    | I2C  | 0.96 inch OLED boards (SSD1309, SSD1315 alike)        | our own driver  |
//! | SH1106     | I2C  | 1.3 inch OLED boards                                  | our own driver  |
//!
//! Promises:
//! - After [`Display::show`] has returned `Ok`, the display's memory holds that frame, and only the differences from
//!   the frame before were sent.
//! - A display that is missing, or stops answering, is an error at every frame and is opened and initialised anew
//!   at every frame, until it is there again: nothing has to be restarted when a plug was loose.
//! - A call takes a bounded time: at most a frame's on the bus (39 ms by SPI at 32 MHz, 98 ms by I2C at 100 kHz),
//!   and 300 ms of initialisation more when a display is opened.
//!
//! **Tested against recorded bus traffic only.** The drivers are generic over `embedded-hal` 1.0; tests put a
//! recorder there, compare with transcripts, and decode the traffic into pixels. No real display and no real Pi
//! were tried.

mod config;
mod count;
mod diff;
mod driver;
mod error;
mod oled;
mod pi;
mod tft;

use super::{Format, Frame};
pub use config::{ColourOrder, DisplayConfig, OledConfig, Rotation, TftConfig};
pub use count::BusCount;
use driver::{DisplayDriver, Opener};
use embedded_graphics::prelude::OriginDimensions;
use embedded_hal::{delay::DelayNs, digital::OutputPin, i2c::I2c, spi::SpiBus};
pub use error::DisplayError;
pub use oled::{I2cParts, OledController};
pub use tft::{CHUNK, SpiParts, TftController};

/// A display, present or awaited.
pub struct Display {
    format: Format,
    open: Opener,
    driver: Option<Box<dyn DisplayDriver>>,
    light: u8,
}

impl std::fmt::Debug for Display {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Display({:?}, open: {})", self.format, self.driver.is_some())
    }
}

impl Display {
    /// The display of this Raspberry Pi that the configuration names. Touches nothing yet: it is opened with the
    /// first frame, because it may be plugged in later.
    pub fn new(config: &DisplayConfig) -> Self {
        let on_spi = |controller, c: &TftConfig| {
            let wiring = c.clone();
            Self::on_spi(controller, c, move || pi::spi(&wiring))
        };
        let on_i2c = |controller, c: &OledConfig| {
            let wiring = c.clone();
            Self::on_i2c(controller, c, move || pi::i2c(&wiring))
        };
        match config {
            DisplayConfig::Ili9341(c) => on_spi(TftController::Ili9341, c),
            DisplayConfig::St7789(c) => on_spi(TftController::St7789, c),
            DisplayConfig::Ssd1306(c) => on_i2c(OledController::Ssd1306, c),
            DisplayConfig::Sh1106(c) => on_i2c(OledController::Sh1106, c),
        }
    }

    /// A TFT on any SPI bus. `parts` is called whenever the display is opened.
    pub fn on_spi<S, P, D>(
        controller: TftController,
        config: &TftConfig,
        mut parts: impl FnMut() -> Result<SpiParts<S, P, D>, DisplayError> + Send + 'static,
    ) -> Self
    where
        S: SpiBus + Send + 'static,
        P: OutputPin + Send + 'static,
        D: DelayNs,
    {
        let config = config.clone();
        Self::opened_by(Format::Colour, Box::new(move || tft::open(controller, &config, parts()?)))
    }

    /// An OLED on any I2C bus. `parts` is called whenever the display is opened.
    pub fn on_i2c<I, P, D>(
        controller: OledController,
        config: &OledConfig,
        mut parts: impl FnMut() -> Result<I2cParts<I, P, D>, DisplayError> + Send + 'static,
    ) -> Self
    where
        I: I2c + Send + 'static,
        P: OutputPin + Send + 'static,
        D: DelayNs,
    {
        let config = config.clone();
        Self::opened_by(Format::Mono, Box::new(move || oled::open(controller, &config, parts()?)))
    }

    fn opened_by(format: Format, open: Opener) -> Self {
        Self { format, open, driver: None, light: 100 }
    }

    /// The format that a frame must have.
    pub fn format(&self) -> Format {
        self.format
    }

    /// Shows a frame. One failure on a display that was open may be a loose plug: it is opened anew at once and gets
    /// the whole frame.
    ///
    /// # Errors
    /// When the display is not there or does not take the frame ([`DisplayError`]); the next call tries everything
    /// again. Its content in between is undefined.
    pub fn show(&mut self, frame: &Frame) -> Result<(), DisplayError> {
        let size = frame.size();
        if size != self.format.size() {
            return Err(DisplayError::Size { width: size.width, height: size.height });
        }
        if let Some(mut driver) = self.driver.take() {
            match driver.show(frame) {
                Ok(()) => {
                    self.driver = Some(driver);
                    return Ok(());
                }
                Err(error) => {
                    tracing::warn!(code = error.code().name(), %error, "the display is opened anew")
                }
            }
        }
        let mut driver = (self.open)()?;
        driver.light(self.light)?;
        driver.show(frame)?;
        self.driver = Some(driver);
        Ok(())
    }

    /// Sets the light of an OLED, percent, 0 is dark; it holds until it is set again, whatever happens to the display.
    /// A TFT is lit by a line of the board, so there this does nothing.
    ///
    /// # Errors
    /// When the display does not take it; it is opened anew with the next frame, and has this light then.
    pub fn light(&mut self, percent: u8) -> Result<(), DisplayError> {
        self.light = percent;
        let Some(mut driver) = self.driver.take() else { return Ok(()) };
        driver.light(percent)?;
        self.driver = Some(driver);
        Ok(())
    }
}
