//! A simulated ILI9341 or ST7789: takes commands as the data sheets describe them, independently of the driver.
//!
//! It insists on what a real one needs: the waits after reset and wake-up, 16 bits a pixel, windows inside the memory,
//! exactly as many pixels as the window has.

use embedded_graphics::pixelcolor::{Rgb565, raw::RawU16};
use embedded_graphics::prelude::{DrawTarget, Pixel, Point};
use firmware::panel::{Frame, display::TftController};

const COLUMNS: usize = 240;
const ROWS: usize = 320;

pub struct TftModel {
    controller: TftController,
    /// As the glass is wired: 240 columns by 320 rows, whatever MADCTL says.
    memory: Vec<u16>,
    command: u8,
    arguments: Vec<u8>,
    madctl: u8,
    window: [usize; 4],
    written: usize,
    half: Option<u8>,
    sixteen_bits: bool,
    pub inverted: bool,
    pub bgr: bool,
    awake: bool,
    on: bool,
    since_reset_us: u64,
    since_wake_us: u64,
}

impl TftModel {
    pub fn new(controller: TftController) -> Self {
        let mut model = Self {
            controller,
            memory: Vec::new(),
            command: 0,
            arguments: Vec::new(),
            madctl: 0,
            window: [0, COLUMNS - 1, 0, ROWS - 1],
            written: 0,
            half: None,
            sixteen_bits: false,
            inverted: false,
            bgr: false,
            awake: false,
            on: false,
            since_reset_us: 0,
            since_wake_us: 0,
        };
        model.power_up();
        model
    }

    pub fn power_up(&mut self) {
        self.memory = (0..COLUMNS * ROWS).map(|i| (i * 40503) as u16).collect();
        self.reset();
    }

    fn reset(&mut self) {
        (self.madctl, self.sixteen_bits, self.inverted, self.bgr) = (0, false, false, false);
        (self.awake, self.on, self.since_reset_us, self.since_wake_us) = (false, false, 0, 0);
        (self.command, self.half, self.window) = (0, None, [0, COLUMNS - 1, 0, ROWS - 1]);
    }

    pub fn reset_line(&mut self, high: bool) {
        if !high {
            self.reset();
        }
    }

    pub fn wait(&mut self, us: u64) {
        self.since_reset_us += us;
        self.since_wake_us += us;
    }

    pub fn command(&mut self, command: u8) {
        self.finish();
        self.command = command;
        self.arguments.clear();
        if command == 0x01 {
            return self.reset();
        }
        assert!(self.since_reset_us >= 5_000, "{command:02X} within 5 ms of a reset");
        assert!(!self.awake || self.since_wake_us >= 5_000, "{command:02X} within 5 ms of waking");
        match command {
            0x11 => {
                assert!(self.since_reset_us >= 120_000, "woken within 120 ms of a reset");
                (self.awake, self.since_wake_us) = (true, 0);
            }
            0x13 => {}
            0x20 => self.inverted = false,
            0x21 => self.inverted = true,
            0x29 => self.on = true,
            0x2C => {
                assert!(self.sixteen_bits, "pixels before their format");
                (self.written, self.half) = (0, None);
            }
            0x2A | 0x2B | 0x36 | 0x3A => {}
            0xB4 if self.controller == TftController::Ili9341 => {} // display inversion control
            unknown => panic!("command {unknown:02X}"),
        }
    }

    pub fn data(&mut self, bytes: &[u8]) {
        if self.command == 0x2C {
            return bytes.iter().for_each(|byte| self.pixel_byte(*byte));
        }
        self.arguments.extend_from_slice(bytes);
        match (self.command, self.arguments.as_slice()) {
            (0x2A, [a, b, c, d]) => self.range(0, [*a, *b, *c, *d]),
            (0x2B, [a, b, c, d]) => self.range(2, [*a, *b, *c, *d]),
            (0x36, [value]) => (self.madctl, self.bgr) = (*value, value & 0x08 != 0),
            (0x3A, [value]) => self.sixteen_bits = *value == 0x55,
            (0x2A | 0x2B, part) if part.len() < 4 => {}
            (0xB4, [0x00]) => {} // column inversion
            (command, arguments) => panic!("{command:02X} with {arguments:02X?}"),
        }
    }

    fn range(&mut self, at: usize, [a, b, c, d]: [u8; 4]) {
        let (from, to) = (u16::from_be_bytes([a, b]) as usize, u16::from_be_bytes([c, d]) as usize);
        let exchanged = self.madctl & 0x20 != 0;
        let most = if (at == 0) == exchanged { ROWS } else { COLUMNS };
        assert!(from <= to && to < most, "{from} to {to} of {most}");
        self.window[at] = from;
        self.window[at + 1] = to;
    }

    fn pixel_byte(&mut self, byte: u8) {
        let Some(high) = self.half.take() else {
            self.half = Some(byte);
            return;
        };
        let [left, right, top, bottom] = self.window;
        let width = right - left + 1;
        let (x, y) = (left + self.written % width, top + self.written / width);
        assert!(y <= bottom, "more pixels than the window has");
        let at = self.place(x, y);
        self.memory[at] = u16::from_be_bytes([high, byte]);
        self.written += 1;
    }

    /// Where a pixel of the host's coordinates is: MADCTL's MV, MX, MY.
    fn place(&self, x: usize, y: usize) -> usize {
        let (column, row) = if self.madctl & 0x20 != 0 { (y, x) } else { (x, y) };
        let column = if self.madctl & 0x40 != 0 { COLUMNS - 1 - column } else { column };
        let row = if self.madctl & 0x80 != 0 { ROWS - 1 - row } else { row };
        row * COLUMNS + column
    }

    fn finish(&mut self) {
        if self.command == 0x2C {
            let [left, right, top, bottom] = self.window;
            assert_eq!(self.half, None, "half a pixel");
            assert_eq!(self.written, (right - left + 1) * (bottom - top + 1), "a window not filled");
        }
    }

    /// The visible picture of a usual module held upright; colours as if RGB order and inversion were right.
    pub fn seen(&self) -> Frame {
        let mut frame = Frame::default();
        if !self.on || !self.awake {
            return frame;
        }
        let pixels = (0..240usize).flat_map(|y| (0..320usize).map(move |x| (x, y))).map(|(x, y)| {
            let column = match self.controller {
                TftController::Ili9341 => y,
                TftController::St7789 => COLUMNS - 1 - y,
            };
            let colour = Rgb565::from(RawU16::new(self.memory[x * COLUMNS + column]));
            Pixel(Point::new(x as i32, y as i32), colour)
        });
        let _ = frame.draw_iter(pixels);
        frame
    }
}
