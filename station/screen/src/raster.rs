//! From a scene to pixels, anti-aliased, in a picture of our own; a target then gets it in one piece, which displays
//! take fastest and which keeps this code the same for every target.

use crate::colour::Rgb;
use crate::font::{self, Bitmap, Cache, Fonts, letters};
use crate::format::Format;
use crate::scene::{Align, Area, Item, Scene, Text};
use crate::shape::Shape;
use embedded_graphics::pixelcolor::{Rgb565, Rgb888};

/// Length of a dash and of a gap, pixels.
const DASH: i32 = 8;

/// A picture, row by row.
pub(crate) struct Picture {
    width: i32,
    height: i32,
    format: Format,
    pixels: Vec<Rgb565>,
}

impl Picture {
    pub(crate) fn new(format: Format) -> Self {
        let size = format.size();
        let count = usize::try_from(size.width * size.height).unwrap_or(0);
        let side = |length: u32| i32::try_from(length).unwrap_or(0);
        Self {
            width: side(size.width),
            height: side(size.height),
            format,
            pixels: vec![Rgb565::default(); count],
        }
    }

    pub(crate) fn pixels(&self) -> &[Rgb565] {
        &self.pixels
    }

    pub(crate) fn draw(&mut self, scene: &Scene, fonts: &Fonts, cache: &mut Cache) {
        for item in &scene.0 {
            match item {
                Item::Fill(area, colour) => self.fill(*area, *colour),
                Item::DashedFrame(area, thickness, colour) => self.dashed(*area, *thickness, *colour),
                Item::Sign(area, shape, ink, ground) => self.sign(*area, *shape, &self.ramp(*ink, *ground)),
                Item::Text(text) => self.text(text, fonts, cache),
                Item::Said(..) => {}
            }
        }
    }

    /// Colours from ground to ink; where pixels are on or off, the nearer of the two.
    fn ramp(&self, ink: Rgb, ground: Rgb) -> Ramp {
        match self.format {
            Format::Colour => ramp(ink, ground),
            Format::Mono => std::array::from_fn(|step| reduce(if step < HALF { ground } else { ink })),
        }
    }

    fn set(&mut self, x: i32, y: i32, colour: Rgb565) {
        if (0..self.width).contains(&x)
            && (0..self.height).contains(&y)
            && let Some(pixel) = self.pixels.get_mut((y * self.width + x) as usize)
        {
            *pixel = colour;
        }
    }

    fn fill(&mut self, area: Area, colour: Rgb) {
        let colour = reduce(colour);
        let (left, right) = (area.x.clamp(0, self.width), area.right().clamp(0, self.width));
        for y in area.y.max(0)..area.bottom().min(self.height) {
            let row = y * self.width;
            if let Some(row) = self.pixels.get_mut((row + left) as usize..(row + right) as usize) {
                row.fill(colour);
            }
        }
    }

    fn dashed(&mut self, area: Area, thickness: i32, colour: Rgb) {
        let (right, bottom) = (area.right(), area.bottom());
        for x in (area.x..right).step_by(2 * DASH as usize) {
            let dash = DASH.min(right - x);
            self.fill(Area::new(x, area.y, dash, thickness), colour);
            self.fill(Area::new(x, bottom - thickness, dash, thickness), colour);
        }
        for y in (area.y..bottom).step_by(2 * DASH as usize) {
            let dash = DASH.min(bottom - y);
            self.fill(Area::new(area.x, y, thickness, dash), colour);
            self.fill(Area::new(right - thickness, y, thickness, dash), colour);
        }
    }

    /// The sign's square is as wide as the area and centred in it; what is higher than the area is cut.
    fn sign(&mut self, area: Area, shape: Shape, ramp: &Ramp) {
        let pixel = 1.0 / area.w as f32;
        let above = (area.w - area.h) as f32 / 2.0;
        for (x, y) in (0..area.h).flat_map(|y| (0..area.w).map(move |x| (x, y))) {
            let coverage = shape.at((x as f32 + 0.5) * pixel, (y as f32 + 0.5 + above) * pixel, pixel);
            if let Some(colour) = level(ramp, (coverage * 255.0) as u8) {
                self.set(area.x + x, area.y + y, colour);
            }
        }
    }

    fn text(&mut self, text: &Text, fonts: &Fonts, cache: &mut Cache) {
        let ramp = self.ramp(text.style.ink, text.style.ground);
        let count = i32::try_from(text.lines.len()).unwrap_or(0);
        let top = text.area.y + (text.area.h - count * text.line_height()) / 2;
        for (line, n) in text.lines.iter().zip(0..) {
            let free = text.area.w as f32 - fonts.width(line, text.size);
            let indent = match text.style.align {
                Align::Left => 0.0,
                Align::Centre => free / 2.0,
                Align::Right => free,
            };
            let baseline = top + n * text.line_height() + baseline(text);
            let mut pen = text.area.x as f32 + indent;
            for letter in letters(line) {
                if let Some(glyph) = cache.glyph(fonts, letter, text.size, text.style.bold) {
                    self.stamp(&glyph, pen.round() as i32, baseline, &ramp);
                }
                pen += fonts.ems(letter) * f32::from(text.size);
            }
        }
    }

    fn stamp(&mut self, glyph: &Bitmap, x: i32, baseline: i32, ramp: &Ramp) {
        for (row, y) in glyph.coverage.chunks(glyph.width).zip(baseline + glyph.top..) {
            for (coverage, x) in row.iter().zip(x + glyph.left..) {
                if let Some(colour) = level(ramp, *coverage) {
                    self.set(x, y, colour);
                }
            }
        }
    }
}

fn reduce(Rgb(r, g, b): Rgb) -> Rgb565 {
    Rgb565::from(Rgb888::new(r, g, b))
}

/// Colours between ground and ink, so that mixing is a look-up.
type Ramp = [Rgb565; 33];

fn ramp(ink: Rgb, ground: Rgb) -> Ramp {
    std::array::from_fn(|step| reduce(ink.over(ground, u8::try_from(step * 255 / 32).unwrap_or(255))))
}

/// From this step of a ramp on a pixel of a one-bit display has the ink's colour.
const HALF: usize = 16;

/// The colour for a coverage; `None` where nothing is covered.
fn level(ramp: &Ramp, coverage: u8) -> Option<Rgb565> {
    let step = (usize::from(coverage) + 4) / 8;
    if step == 0 { None } else { ramp.get(step.min(32)).copied() }
}

/// From a line's top to its baseline.
fn baseline(text: &Text) -> i32 {
    (text.line_height() - i32::from(text.size)) / 2 + font::baseline(text.size)
}

#[cfg(test)]
mod tests;
