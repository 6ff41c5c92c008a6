//! 128×64 OLEDs on I2C: SSD1306 and SH1106, by a driver of this crate.
//!
//! It is not a published crate because both controllers are addressed page by page in the same way, so forty lines
//! drive both. The crate `ssd1306` drives one, hides the bus error, and brings unmaintained macro crates; `sh1106` is
//! for embedded-hal 0.2.
//!
//! Promises: after [`DisplayDriver::show`] the display's memory holds the frame; only changed columns are sent, eight
//! pixels a byte, and addresses only where the controller does not know them. A short loss of power is noticed before
//! anything is sent, if the module answers reads at all: its status then says "off", and the call fails, so that the
//! display is opened again.
//!
//! Facts: SSD1306 data sheet rev. 1.1 (8.1.5 I2C, 8.7 memory, 10 commands, application note in the appendix) and
//! SH1106 data sheet V2.3 (memory of 132 columns of which a module's glass shows 2 to 129; DC-DC AD 8B). Status byte:
//! bit 6 is set while the display is off (both). No real display was tried.

use super::{
    DisplayError, OledConfig, Rotation,
    diff::{Price, Window, changed},
    driver::DisplayDriver,
};
use crate::panel::Frame;
use embedded_hal::{delay::DelayNs, digital::OutputPin, i2c::I2c};

const COLUMNS: usize = 128;
const PAGES: usize = 8;

/// A window's price at most: two messages with their addresses and control bytes, and three commands.
const PRICE: Price = Price { window: 7, cell: 1, rows: 1 };

/// Control bytes: the rest of the message is commands, or data.
const COMMANDS: u8 = 0x00;
const DATA: u8 = 0x40;

const DISPLAY_OFF: u8 = 0xAE;
const DISPLAY_ON: u8 = 0xAF;
const CONTRAST: u8 = 0x81;

/// Bit of the status byte: the display is switched off.
const IS_OFF: u8 = 0x40;

/// Connections of an OLED.
pub struct I2cParts<I, P, D> {
    /// The bus; others may be on it.
    pub i2c: I,
    /// The reset line, low to reset.
    pub reset: Option<P>,
    /// Delay during the reset.
    pub delay: D,
}

/// The controllers of an OLED.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OledController {
    /// By Solomon Systech.
    Ssd1306,
    /// By Sino Wealth.
    Sh1106,
}

impl OledController {
    /// The memory's column that is the glass's leftmost.
    fn first_column(self) -> usize {
        match self {
            Self::Ssd1306 => 0,
            Self::Sh1106 => 2,
        }
    }

    /// Initialisation except switching on, so that random memory is never visible.
    fn initialisation(self, config: &OledConfig) -> Vec<u8> {
        let mut all = vec![COMMANDS, DISPLAY_OFF];
        all.extend([0xD5, 0x80]); // clock: no divider, oscillator as after reset
        all.extend([0xA8, 0x3F]); // 64 rows
        all.extend([0xD3, 0x00, 0x40]); // no offset, first line 0
        match self {
            // Charge pump on; addressed by pages; deselect level as after reset; no scrolling.
            Self::Ssd1306 => all.extend([0x8D, 0x14, 0x20, 0x02, 0xDB, 0x20, 0x2E]),
            // DC-DC converter on; knows pages only; deselect level as after reset.
            Self::Sh1106 => all.extend([0xAD, 0x8B, 0xDB, 0x35]),
        }
        all.extend(match config.rotation {
            Rotation::Upright => [0xA1, 0xC8],
            Rotation::UpsideDown => [0xA0, 0xC0],
        });
        all.extend([0xDA, 0x12]); // rows wired alternately, as on every 128×64 module
        all.extend([0xD9, 0xF1]); // precharge for a supply made on the module
        all.extend([0xA4, if config.inverted { 0xA7 } else { 0xA6 }]); // show the memory
        all
    }
}

/// Initialises an OLED; it stays dark until its first frame.
pub(super) fn open<I, P, D>(
    controller: OledController,
    config: &OledConfig,
    parts: I2cParts<I, P, D>,
) -> Result<Box<dyn DisplayDriver>, DisplayError>
where
    I: I2c + Send + 'static,
    P: OutputPin + Send + 'static,
    D: DelayNs,
{
    let I2cParts { mut i2c, mut reset, mut delay } = parts;
    if let Some(pin) = &mut reset {
        pulse(pin, &mut delay).map_err(DisplayError::no_answer)?;
    }
    i2c.write(config.address, &controller.initialisation(config)).map_err(DisplayError::no_answer)?;
    let shown = Vec::new();
    Ok(Box::new(Oled {
        i2c,
        _reset: reset,
        controller,
        address: config.address,
        shown,
        pointer: Pointer::default(),
        light: 100,
        status: Status::Unknown,
    }))
}

/// Resets: low for at least 3 µs (SSD1306, 8.9) or 10 µs (SH1106), then 2 µs of rest, with a margin for slow edges.
fn pulse<P: OutputPin>(pin: &mut P, delay: &mut impl DelayNs) -> Result<(), P::Error> {
    pin.set_low()?;
    delay.delay_us(20);
    pin.set_high()?;
    delay.delay_us(20);
    Ok(())
}

/// Reliability of the module's status byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// Not tried yet.
    Unknown,
    /// It said "on" when the display was on: believed from then on.
    Tells,
    /// It cannot be read, or says nonsense, as some copies of the controllers do.
    Silent,
}

/// Where the controller writes next, as far as that is beyond doubt.
#[derive(Debug, Clone, Copy, Default)]
struct Pointer {
    /// Page and column.
    place: Option<(usize, usize)>,
    page: Option<usize>,
    /// The column's high four bits. A command sets its low four bits alone, and the data sheets leave open which high
    /// ones they join: those named last, or those that writing has reached. So they are known where both are the same.
    high: Option<usize>,
}

impl Pointer {
    /// Where it is after so many bytes from a column on; at the end of a page the controllers differ.
    fn after(page: usize, column: usize, bytes: usize) -> Self {
        let reached = column + bytes;
        let place = (reached < COLUMNS).then_some((page, reached));
        Self { place, page: Some(page), high: Some(column >> 4).filter(|named| *named == reached >> 4) }
    }

    /// The commands that lead from here to a column of a page: at most 8 pages and 132 columns.
    fn way_to(self, page: usize, column: usize) -> Vec<u8> {
        if self.place == Some((page, column)) {
            return Vec::new();
        }
        let mut way = vec![COMMANDS];
        if self.page != Some(page) {
            way.push(0xB0 | page as u8);
        }
        way.push((column & 0x0F) as u8);
        if self.high != Some(column >> 4) {
            way.push(0x10 | (column >> 4) as u8);
        }
        way
    }
}

/// An initialised OLED with its content.
struct Oled<I, P> {
    i2c: I,
    /// Held so that the line stays high.
    _reset: Option<P>,
    controller: OledController,
    address: u8,
    /// Page by page; empty until the first frame, because the memory is random after power-up.
    shown: Vec<u8>,
    pointer: Pointer,
    /// Percent.
    light: u8,
    status: Status,
}

impl<I: I2c, P> Oled<I, P> {
    fn command(&mut self, bytes: &[u8]) -> Result<(), DisplayError> {
        self.i2c.write(self.address, bytes).map_err(DisplayError::no_answer)
    }

    fn send(&mut self, pages: &[u8], window: Window) -> Result<(), DisplayError> {
        let start = window.top * COLUMNS;
        let Some(columns) = pages.get(start + window.left..start + window.right) else { return Ok(()) };
        let column = self.controller.first_column() + window.left;
        self.go_to(window.top, column)?;
        let mut data = Vec::with_capacity(1 + columns.len());
        data.push(DATA);
        data.extend_from_slice(columns);
        self.command(&data)?;
        self.pointer = Pointer::after(window.top, column, columns.len());
        Ok(())
    }

    fn go_to(&mut self, page: usize, column: usize) -> Result<(), DisplayError> {
        let way = self.pointer.way_to(page, column);
        if !way.is_empty() {
            self.command(&way)?;
            self.pointer = Pointer::after(page, column, 0);
        }
        Ok(())
    }

    /// Leads back to where the clock begins: at the full hour the whole of it changes, and need not be found first then.
    /// That change itself leaves the pointer where it is; the next minute is cheap enough to lead it back.
    fn rest(&mut self, last: Window) -> Result<(), DisplayError> {
        /// A clock has so many columns, half of them for the hour.
        const CLOCK: usize = 18;
        let hour = last.top == 0 && last.left < CLOCK / 2 && last.right <= CLOCK;
        if hour { Ok(()) } else { self.go_to(0, self.controller.first_column()) }
    }

    fn switch(&mut self) -> Result<(), DisplayError> {
        if self.light == 0 {
            return self.command(&[COMMANDS, DISPLAY_OFF]);
        }
        let contrast = u16::from(self.light.min(100)) * 255 / 100;
        // At most 255. Contrast first: the display must not flash.
        self.command(&[COMMANDS, CONTRAST, contrast as u8, DISPLAY_ON])?;
        if self.status == Status::Unknown {
            self.status = if self.says_on() == Some(true) { Status::Tells } else { Status::Silent };
        }
        Ok(())
    }

    fn says_on(&mut self) -> Option<bool> {
        let mut status = [0];
        self.i2c.read(self.address, &mut status).ok()?;
        Some(status[0] & IS_OFF == 0)
    }

    /// Checks that the display is still initialised.
    fn check(&mut self) -> Result<(), DisplayError> {
        if self.status == Status::Tells && self.light > 0 && self.says_on() != Some(true) {
            return Err(DisplayError::NoAnswer { what: "it lost its supply".into() });
        }
        Ok(())
    }
}

impl<I: I2c + Send, P: Send> DisplayDriver for Oled<I, P> {
    fn show(&mut self, frame: &Frame) -> Result<(), DisplayError> {
        let pages = pages(frame);
        let first = self.shown.is_empty();
        let windows = if first {
            (0..PAGES).map(|top| Window { left: 0, top, right: COLUMNS, bottom: top + 1 }).collect()
        } else {
            self.check()?;
            changed(&self.shown, &pages, COLUMNS, PRICE)
        };
        for window in &windows {
            self.send(&pages, *window)?;
        }
        if let Some(last) = windows.last() {
            self.rest(*last)?;
        }
        if first {
            self.switch()?;
        }
        self.shown = pages;
        Ok(())
    }

    fn light(&mut self, percent: u8) -> Result<(), DisplayError> {
        self.light = percent;
        if self.shown.is_empty() { Ok(()) } else { self.switch() }
    }
}

/// A frame as the controllers have it: eight pages of 128 columns, a byte each, the topmost pixel in the lowest bit.
fn pages(frame: &Frame) -> Vec<u8> {
    let mut pages = vec![0; COLUMNS * PAGES];
    for (page, rows) in pages.chunks_exact_mut(COLUMNS).zip(frame.pixels().chunks(COLUMNS * 8)) {
        for (bit, row) in rows.chunks_exact(COLUMNS).enumerate() {
            for (column, pixel) in page.iter_mut().zip(row) {
                *column |= u8::from(*pixel != 0) << bit;
            }
        }
    }
    pages
}
