//! 320×240 colour TFTs on SPI: ILI9341 and ST7789, by the crate `mipidsi`.
//!
//! Promises: after [`DisplayDriver::show`] the controller's memory holds the frame, whatever was shown before; only
//! changed windows are sent (CASET, RASET, RAMWR, pixels), in writes of at most [`CHUNK`] bytes.
//!
//! SPI has no acknowledgement: an unplugged display is not noticed, and one that lost its power for a moment stays
//! white until the station restarts.
//!
//! `mipidsi` supplies initialisation and addressing. The access to the bus is [`Wire`] of this module, because that
//! of `mipidsi` borrows a buffer for ever and sends a command without arguments as two writes.
//!
//! Facts: ILI9341 data sheet V1.11 (8.2.20 CASET, 8.2.21 PASET, 8.2.22 RAMWR, 8.2.29 MADCTL, 8.2.33 COLMOD) and
//! ST7789V data sheet V1.0 (the commands of the same names). How common modules are mounted (an ILI9341's glass is
//! mirrored and BGR, an ST7789's IPS glass inverted): MADCTL 0x28 and 0xE8, 0x60 and 0xA0 for landscape in the
//! Arduino libraries Adafruit_ILI9341 and TFT_eSPI. No real display was tried.

use super::{
    ColourOrder, DisplayError, Rotation, TftConfig,
    diff::{Price, Window, changed},
    driver::DisplayDriver,
};
use crate::panel::{Frame, WIDTH};
use embedded_graphics::pixelcolor::{Rgb565, raw::RawU16};
use embedded_hal::{delay::DelayNs, digital::OutputPin, spi::SpiBus};
use mipidsi::{
    Builder, InitError,
    interface::{Interface, InterfaceKind},
    models::{ILI9341Rgb565, Model, ST7789},
    options::{ColorInversion, ColorOrder, Orientation, Rotation as Degrees},
};
use std::fmt::Debug;

/// Bytes of one write: the limit of the kernel's spidev by default (its parameter `bufsiz`).
pub const CHUNK: usize = 4096;

/// A window's price: 11 bytes, and six writes with a pin to set between them, which a Pi does in about 60 µs, the
/// time of 240 bytes at 32 MHz (an estimate; no Pi was tried).
const PRICE: Price = Price { window: 256, cell: 2, rows: usize::MAX };

/// Connections of a TFT. The bus is the display's own: its supplier drives chip select around every write.
pub struct SpiParts<S, P, D> {
    /// The bus, write only.
    pub spi: S,
    /// The D/C line: low for a command, high for data.
    pub data: P,
    /// The reset line, low to reset.
    pub reset: Option<P>,
    /// Delay during initialisation.
    pub delay: D,
}

/// The controllers of a TFT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TftController {
    /// By ILI Technology.
    Ili9341,
    /// By Sitronix.
    St7789,
}

/// Initialises a TFT: about 300 ms, most of it the waiting that the data sheets ask for.
pub(super) fn open<S, P, D>(
    controller: TftController,
    config: &TftConfig,
    parts: SpiParts<S, P, D>,
) -> Result<Box<dyn DisplayDriver>, DisplayError>
where
    S: SpiBus + Send + 'static,
    P: OutputPin + Send + 'static,
    D: DelayNs,
{
    match controller {
        TftController::Ili9341 => {
            start(ILI9341Rgb565, &Mounting::of(config, true, false, ColourOrder::Bgr), parts)
        }
        TftController::St7789 => start(ST7789, &Mounting::of(config, false, true, ColourOrder::Rgb), parts),
    }
}

/// The configuration with the controller's usual values in the places left open.
struct Mounting {
    orientation: Orientation,
    inversion: ColorInversion,
    order: ColorOrder,
}

impl Mounting {
    fn of(config: &TftConfig, mirrored: bool, inverted: bool, order: ColourOrder) -> Self {
        let rotation = match config.rotation {
            Rotation::Upright => Degrees::Deg90,
            Rotation::UpsideDown => Degrees::Deg270,
        };
        let usual = Orientation { rotation, mirrored };
        let inversion = match config.inverted.unwrap_or(inverted) {
            true => ColorInversion::Inverted,
            false => ColorInversion::Normal,
        };
        let order = match config.colour_order.unwrap_or(order) {
            ColourOrder::Rgb => ColorOrder::Rgb,
            ColourOrder::Bgr => ColorOrder::Bgr,
        };
        let orientation = if config.mirrored { usual.flip_horizontal() } else { usual };
        Self { orientation, inversion, order }
    }
}

fn start<M, S, P, D>(
    model: M,
    mounting: &Mounting,
    parts: SpiParts<S, P, D>,
) -> Result<Box<dyn DisplayDriver>, DisplayError>
where
    M: Model<ColorFormat = Rgb565> + Send + 'static,
    S: SpiBus + Send + 'static,
    P: OutputPin + Send + 'static,
    D: DelayNs,
{
    let SpiParts { spi, data, reset, mut delay } = parts;
    let wire = Wire { spi, data, buffer: Vec::with_capacity(CHUNK) };
    let builder = Builder::new(model, wire)
        .orientation(mounting.orientation)
        .invert_colors(mounting.inversion)
        .color_order(mounting.order);
    Ok(match reset {
        Some(pin) => Box::new(Tft::of(builder.reset_pin(pin).init(&mut delay).map_err(failed)?)),
        None => Box::new(Tft::of(builder.init(&mut delay).map_err(failed)?)),
    })
}

fn failed<P: Debug>(error: InitError<DisplayError, P>) -> DisplayError {
    match error {
        InitError::Interface(error) => error,
        other => DisplayError::no_answer(other),
    }
}

/// An initialised TFT with its content.
struct Tft<W: Interface<Word = u8, Error = DisplayError>, M: Model<ColorFormat = Rgb565>, R: OutputPin> {
    display: mipidsi::Display<W, M, R>,
    /// Empty until the first frame, because the controller's memory is unknown after power-up.
    shown: Vec<u16>,
}

impl<W, M, R> Tft<W, M, R>
where
    W: Interface<Word = u8, Error = DisplayError>,
    M: Model<ColorFormat = Rgb565>,
    R: OutputPin,
{
    fn of(display: mipidsi::Display<W, M, R>) -> Self {
        Self { display, shown: Vec::new() }
    }

    fn send(&mut self, pixels: &[u16], window: Window) -> Result<(), DisplayError> {
        let width = WIDTH as usize;
        let rows = pixels.chunks_exact(width).skip(window.top).take(window.bottom - window.top);
        let inside = rows.filter_map(|row| row.get(window.left..window.right)).flatten();
        let colours = inside.map(|p| Rgb565::from(RawU16::new(*p)));
        let place = |cells: usize| u16::try_from(cells).unwrap_or(u16::MAX);
        let (left, top) = (place(window.left), place(window.top));
        let (right, bottom) = (place(window.right - 1), place(window.bottom - 1));
        self.display.set_pixels(left, top, right, bottom, colours)
    }
}

impl<W, M, R> DisplayDriver for Tft<W, M, R>
where
    W: Interface<Word = u8, Error = DisplayError> + Send,
    M: Model<ColorFormat = Rgb565> + Send,
    R: OutputPin + Send,
{
    fn show(&mut self, frame: &Frame) -> Result<(), DisplayError> {
        let (pixels, width) = (frame.pixels(), WIDTH as usize);
        let windows = if self.shown.len() == pixels.len() {
            changed(&self.shown, pixels, width, PRICE)
        } else {
            vec![Window { left: 0, top: 0, right: width, bottom: pixels.len() / width }]
        };
        for window in windows {
            self.send(pixels, window)?;
        }
        self.shown.clear();
        self.shown.extend_from_slice(pixels);
        Ok(())
    }

    /// A TFT is lit from behind, by a pin that is not the controller's.
    fn light(&mut self, _percent: u8) -> Result<(), DisplayError> {
        Ok(())
    }
}

/// Commands and pixels as writes to the bus.
struct Wire<S, P> {
    spi: S,
    data: P,
    buffer: Vec<u8>,
}

impl<S: SpiBus, P: OutputPin> Wire<S, P> {
    fn write(&mut self, bytes: &[u8], data: bool) -> Result<(), DisplayError> {
        self.data.set_state(data.into()).map_err(DisplayError::no_answer)?;
        self.spi.write(bytes).and_then(|()| self.spi.flush()).map_err(DisplayError::no_answer)
    }

    fn flush(&mut self) -> Result<(), DisplayError> {
        let buffer = std::mem::take(&mut self.buffer);
        let written = self.write(&buffer, true);
        self.buffer = buffer;
        self.buffer.clear();
        written
    }
}

impl<S: SpiBus, P: OutputPin> Interface for Wire<S, P> {
    type Word = u8;
    type Error = DisplayError;

    const KIND: InterfaceKind = InterfaceKind::Serial4Line;

    fn send_command(&mut self, command: u8, args: &[u8]) -> Result<(), DisplayError> {
        self.write(&[command], false)?;
        if args.is_empty() { Ok(()) } else { self.write(args, true) }
    }

    fn send_pixels<const N: usize>(
        &mut self,
        pixels: impl IntoIterator<Item = [u8; N]>,
    ) -> Result<(), DisplayError> {
        for pixel in pixels {
            if self.buffer.len() + N > CHUNK {
                self.flush()?;
            }
            self.buffer.extend_from_slice(&pixel);
        }
        if self.buffer.is_empty() { Ok(()) } else { self.flush() }
    }

    fn send_repeated_pixel<const N: usize>(
        &mut self,
        pixel: [u8; N],
        count: u32,
    ) -> Result<(), DisplayError> {
        self.send_pixels((0..count).map(|_| pixel))
    }
}
