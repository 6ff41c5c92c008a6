//! Glyphs as pixels, and those that were drawn before.

use super::outline::{Outline, Stroke};
use super::{Fonts, Letter, SUBSTITUTE, Source};
use ab_glyph_rasterizer::{Rasterizer, point};
use std::collections::HashMap;
use std::sync::Arc;

/// Bytes of glyph pictures kept at most.
pub(super) const CACHE_BYTES: usize = 512 * 1024;

/// How much of a pixel a bold stroke is wider.
const BOLDER: f32 = 0.7;

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
#[derive(Default)]
pub(crate) struct Cache {
    glyphs: HashMap<(Source, u16, bool), Arc<Bitmap>>,
    bytes: usize,
}

impl Cache {
    /// The picture of a letter; `None` for blanks.
    pub(crate) fn glyph(
        &mut self,
        fonts: &Fonts,
        letter: Letter,
        size: u16,
        bold: bool,
    ) -> Option<Arc<Bitmap>> {
        let source = fonts.find(letter)?.source;
        self.drawn(fonts, source, size, bold).unwrap_or_else(|| {
            // It was there when the line was broken, and its disk hangs now.
            self.drawn(fonts, fonts.find(SUBSTITUTE.into())?.source, size, bold)?
        })
    }

    /// Outer `None`: there is no outline. Inner `None`: it is blank.
    fn drawn(&mut self, fonts: &Fonts, source: Source, size: u16, bold: bool) -> Option<Option<Arc<Bitmap>>> {
        let key = (source, size, bold);
        if let Some(known) = self.glyphs.get(&key) {
            return Some(Some(known.clone()));
        }
        let outline = fonts.outline(source)?;
        let Some(drawn) = draw(&outline, size, bold).map(Arc::new) else { return Some(None) };
        if self.bytes + drawn.coverage.len() > CACHE_BYTES {
            *self = Self::default();
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

fn add(coverage: &mut [u8], place: usize, amount: f32) {
    if let Some(pixel) = coverage.get_mut(place) {
        *pixel = pixel.saturating_add((amount * 255.0) as u8);
    }
}
