//! Glyphs as pixels, and those that were drawn before.

use super::outline::{Outline, Stroke};
use super::{Fonts, Letter, SUBSTITUTE, Source};
use crate::format::Format;
use ab_glyph_rasterizer::{Rasterizer, point};
use std::collections::HashMap;
use std::sync::Arc;

/// Bytes of glyph pictures kept at most.
pub(super) const CACHE_BYTES: usize = 512 * 1024;

/// Extra width of a bold stroke, pixels.
const BOLDER: f32 = 0.7;

/// On a display of pixels that are on or off, smaller texts are not drawn bold: their kanji would become blots.
const SMALLEST_BOLD: u16 = 22;

/// From which coverage on such a pixel is on, found by looking: the thin strokes of Mincho need less, bold ones more.
const ON: u8 = 112;
const ON_BOLD: u8 = 152;
const ON_SERIF: u8 = 72;

/// A glyph as coverage, 0 to 255 a pixel, row by row.
pub(crate) struct Bitmap {
    /// From the pen to the left edge, pixels.
    pub(crate) left: i32,
    /// From the baseline to the top edge, pixels; negative is above.
    pub(crate) top: i32,
    /// Pixels a row, at least 1.
    pub(crate) width: usize,
    pub(crate) coverage: Box<[u8]>,
}

/// Glyphs that were drawn before.
pub(crate) struct Cache {
    format: Format,
    glyphs: HashMap<(Source, u16, bool), Arc<Bitmap>>,
    bytes: usize,
}

impl Cache {
    /// An empty cache for this kind of display.
    pub(crate) fn new(format: Format) -> Self {
        Self { format, glyphs: HashMap::new(), bytes: 0 }
    }

    /// The picture of a letter; `None` for blanks.
    pub(crate) fn glyph(
        &mut self,
        fonts: &Fonts,
        letter: Letter,
        size: u16,
        bold: bool,
    ) -> Option<Arc<Bitmap>> {
        let bold = bold && (self.format == Format::Colour || size >= SMALLEST_BOLD);
        self.drawn(fonts, letter, size, bold).unwrap_or_else(|| {
            // It was there when the line was broken, and its disk hangs now.
            self.drawn(fonts, SUBSTITUTE.into(), size, bold)?
        })
    }

    /// Outer `None`: there is no outline. Inner `None`: it is blank.
    fn drawn(&mut self, fonts: &Fonts, letter: Letter, size: u16, bold: bool) -> Option<Option<Arc<Bitmap>>> {
        let placed = fonts.find(letter)?;
        let key = (placed.source, size, bold);
        if let Some(known) = self.glyphs.get(&key) {
            return Some(Some(known.clone()));
        }
        let drawn = match self.format {
            Format::Colour => draw(&*fonts.outline(placed.source)?, size, bold),
            Format::Mono => match fonts.dots(letter, placed, size) {
                Some(dots) => Some(dots),
                None => {
                    let on = match (fonts.is_serif(placed.source), bold) {
                        (true, _) => ON_SERIF,
                        (false, true) => ON_BOLD,
                        (false, false) => ON,
                    };
                    draw(&*fonts.outline(placed.source)?, size, bold).map(|smooth| one_bit(smooth, on))
                }
            },
        };
        let Some(drawn) = drawn.map(Arc::new) else { return Some(None) };
        if self.bytes + drawn.coverage.len() > CACHE_BYTES {
            *self = Self::new(self.format);
        }
        self.bytes += drawn.coverage.len();
        self.glyphs.insert(key, drawn.clone());
        Some(Some(drawn))
    }

    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

pub(super) fn draw(outline: &Outline, size: u16, bold: bool) -> Option<Bitmap> {
    if outline.strokes.is_empty() {
        return None;
    }
    let size = f32::from(size);
    // Pixels count downwards.
    let (left, top) = ((outline.low.0 * size).floor(), (-outline.high.1 * size).floor());
    let (right, bottom) = ((outline.high.0 * size).ceil(), (-outline.low.1 * size).ceil());
    let (plain, height) = ((right - left) as usize, (bottom - top) as usize);
    let mut rasterizer = Rasterizer::new(plain, height);
    let place = |(x, y): (f32, f32)| point(x * size - left, -y * size - top);
    for stroke in &outline.strokes {
        match *stroke {
            Stroke::Line(from, to) => rasterizer.draw_line(place(from), place(to)),
            Stroke::Quad(from, by, to) => rasterizer.draw_quad(place(from), place(by), place(to)),
        }
    }
    let width = (plain + usize::from(bold)).max(1);
    let mut coverage = vec![0u8; width * height];
    rasterizer.for_each_pixel_2d(|x, y, c| {
        let place = y as usize * width + x as usize;
        add(&mut coverage, place, c);
        if bold {
            // One font file, two weights: the stroke is widened by most of a pixel.
            add(&mut coverage, place + 1, c * BOLDER);
        }
    });
    Some(Bitmap { left: left as i32, top: top as i32, width, coverage: coverage.into() })
}

/// With every pixel either covered or not.
fn one_bit(mut glyph: Bitmap, on: u8) -> Bitmap {
    glyph.coverage.iter_mut().for_each(|pixel| *pixel = if *pixel >= on { 255 } else { 0 });
    glyph
}

fn add(coverage: &mut [u8], place: usize, amount: f32) {
    if let Some(pixel) = coverage.get_mut(place) {
        *pixel = pixel.saturating_add((amount * 255.0) as u8);
    }
}
