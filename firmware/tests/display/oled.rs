//! A simulated SSD1306 or SH1106: takes I2C messages as the data sheets describe them, independently of the driver.

use embedded_graphics::{
    pixelcolor::{Rgb565, RgbColor},
    prelude::{DrawTarget, Pixel, Point, Size},
};
use firmware::panel::{Frame, display::OledController};

const PAGES: usize = 8;

pub struct OledModel {
    controller: OledController,
    /// Written value of each byte, page by page; `None` since power-up.
    memory: Vec<Option<u8>>,
    page: usize,
    column: usize,
    /// The column's high bits as a command named them last.
    named: usize,
    /// The low bits were named alone while the high ones named and the high ones reached differed.
    doubtful: bool,
    reversed_columns: bool,
    reversed_rows: bool,
    inverted: bool,
    all_lit: bool,
    supplied: bool,
    on: bool,
    pub contrast: u8,
    /// A copy of the controller whose status byte means nothing.
    pub mute: bool,
}

impl OledModel {
    pub fn new(controller: OledController) -> Self {
        let mut model = Self {
            controller,
            memory: Vec::new(),
            page: 0,
            column: 0,
            named: 0,
            doubtful: false,
            reversed_columns: false,
            reversed_rows: false,
            inverted: false,
            all_lit: false,
            supplied: false,
            on: false,
            contrast: 0,
            mute: false,
        };
        model.power_up();
        model
    }

    fn columns(&self) -> usize {
        match self.controller {
            OledController::Ssd1306 => 128,
            OledController::Sh1106 => 132,
        }
    }

    pub fn power_up(&mut self) {
        self.memory = vec![None; self.columns() * PAGES];
        self.reset();
    }

    fn reset(&mut self) {
        (self.page, self.column, self.contrast) = (0, 0, 0x80);
        (self.named, self.doubtful) = (0, false);
        (self.reversed_columns, self.reversed_rows, self.inverted) = (false, false, false);
        (self.all_lit, self.supplied, self.on) = (false, false, false);
    }

    pub fn reset_line(&mut self, high: bool) {
        if !high {
            self.reset();
        }
    }

    pub fn status(&self) -> u8 {
        if self.on && !self.mute { 0x03 } else { 0x43 }
    }

    pub fn is_on(&self) -> bool {
        self.on
    }

    pub fn message(&mut self, bytes: &[u8]) {
        match bytes.split_first() {
            Some((0x00, commands)) => self.commands(commands),
            Some((0x40, data)) => data.iter().for_each(|byte| self.store(*byte)),
            Some((control, _)) => panic!("control byte {control:02X}"),
            None => {}
        }
    }

    fn store(&mut self, byte: u8) {
        assert!(!self.doubtful, "writes where the data sheets do not say");
        let columns = self.columns();
        let segment = if self.reversed_columns { columns - 1 - self.column } else { self.column };
        self.memory[self.page * columns + segment] = Some(byte);
        // At the end of a page the SSD1306 begins it again; the SH1106 stays there.
        self.column = match self.controller {
            OledController::Ssd1306 => (self.column + 1) % columns,
            OledController::Sh1106 => (self.column + 1).min(columns - 1),
        };
    }

    /// Commands with their arguments; the last may be cut off, by a refusal.
    fn commands(&mut self, bytes: &[u8]) {
        let mut rest = bytes.iter().copied();
        while let Some(command) = rest.next() {
            let with_argument = match self.controller {
                OledController::Ssd1306 => {
                    matches!(command, 0x20 | 0x81 | 0x8D | 0xA8 | 0xD3 | 0xD5 | 0xD9 | 0xDA | 0xDB)
                }
                OledController::Sh1106 => {
                    matches!(command, 0x81 | 0xA8 | 0xAD | 0xD3 | 0xD5 | 0xD9 | 0xDA | 0xDB)
                }
            };
            if !with_argument {
                self.command(command);
            } else if let Some(argument) = rest.next() {
                self.setting(command, argument);
            }
        }
    }

    fn command(&mut self, command: u8) {
        match command {
            0x00..=0x0F => {
                self.doubtful = self.column & 0xF0 != self.named;
                self.column = (self.column & 0xF0) | usize::from(command);
            }
            0x10..=0x1F => {
                self.named = usize::from(command & 0x0F) << 4;
                self.column = (self.column & 0x0F) | self.named;
                self.doubtful = false;
            }
            0x2E if self.controller == OledController::Ssd1306 => {} // no scrolling
            0x40 => {}                                               // first line 0
            0xA0 | 0xA1 => self.reversed_columns = command == 0xA1,
            0xA4 | 0xA5 => self.all_lit = command == 0xA5,
            0xA6 | 0xA7 => self.inverted = command == 0xA7,
            0xAE => self.on = false,
            0xAF => {
                assert!(self.supplied, "switched on without its supply");
                assert!(self.glass().all(|byte| byte.is_some()), "shows memory that nobody wrote");
                self.on = true;
            }
            0xB0..=0xB7 => self.page = usize::from(command & 0x07),
            0xC0 | 0xC8 => self.reversed_rows = command == 0xC8,
            unknown => panic!("command {unknown:02X}"),
        }
    }

    fn setting(&mut self, command: u8, argument: u8) {
        match (command, argument) {
            (0x81, contrast) => self.contrast = contrast,
            (0x8D, 0x14) | (0xAD, 0x8B) => self.supplied = true,
            (0x20, 0x02) | (0xA8, 0x3F) | (0xD3, 0x00) | (0xDA, 0x12) => {}
            (0xD5 | 0xD9 | 0xDB, _) => {}
            _ => panic!("{command:02X} with {argument:02X}"),
        }
    }

    /// The bytes behind the glass.
    fn glass(&self) -> impl Iterator<Item = Option<u8>> + '_ {
        let first = if self.controller == OledController::Sh1106 { 2 } else { 0 };
        self.memory.chunks(self.columns()).flat_map(move |page| page[first..first + 128].iter().copied())
    }

    /// The visible picture of a usual module held upright.
    pub fn seen(&self) -> Frame {
        let mut frame = Frame::new(Size::new(128, 64));
        if !self.on {
            return frame;
        }
        let glass: Vec<u8> = self.glass().map(Option::unwrap_or_default).collect();
        for (y, x) in (0..64usize).flat_map(|y| (0..128usize).map(move |x| (y, x))) {
            // The glass's left edge is at the last segment, its top at the last row, on usual modules.
            let row = if self.reversed_rows { y } else { 63 - y };
            let bit = glass[row / 8 * 128 + (127 - x)] >> (row % 8) & 1 == 1;
            if (bit || self.all_lit) != self.inverted {
                let _ = frame.draw_iter([Pixel(Point::new(x as i32, y as i32), Rgb565::WHITE)]);
            }
        }
        frame
    }
}
