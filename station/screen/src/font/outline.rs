//! Outlines of glyphs, read from a font's `glyf` table, one glyph at a time.
//!
//! Promises: only the glyph that is asked for and the ones it is made of are read; and damaged bytes give an error
//! in bounded time, never a panic, a hang or a picture without bounds. (`ttf-parser` follows a glyph that is made of
//! itself 32 deep and as wide as it likes, so what a glyph is made of is gathered here first, and counted.)

use super::bytes::{Bytes, u16_at, u32_at};
use std::collections::BTreeMap;
use std::io;
use std::num::NonZeroU16;
use ttf_parser::{GlyphId, OutlineBuilder, glyf, head::IndexToLocationFormat, loca};

/// Bytes of one glyph at most: the largest of IPAmj Mincho has 3,582.
const LARGEST: u32 = 64 * 1024;
/// Glyphs that one glyph is made of at most.
const MOST_PARTS: usize = 16;
/// A glyph that reaches further than this from its origin, in em, is damaged.
const FURTHEST: f32 = 4.0;

/// A point in em squares: x to the right, y upwards from the baseline.
pub(super) type Point = (f32, f32);

/// A line or a curve with one control point.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stroke {
    Line(Point, Point),
    Quad(Point, Point, Point),
}

/// A glyph's outline; a blank has no strokes.
#[derive(Debug, Default)]
pub(super) struct Outline {
    pub(super) strokes: Vec<Stroke>,
    /// Corners of the box around all points.
    pub(super) low: Point,
    pub(super) high: Point,
}

/// The outlines of a font.
pub(super) struct Glyphs {
    pub(super) bytes: Box<dyn Bytes>,
    /// Offset and length of the table.
    pub(super) loca: (u64, u32),
    pub(super) glyf: (u64, u32),
    pub(super) format: IndexToLocationFormat,
    pub(super) em: f32,
}

impl Glyphs {
    /// Reads a glyph's outline.
    ///
    /// # Errors
    /// The error of the disk; `InvalidData` when the font is damaged here.
    pub(super) fn outline(&self, glyph: u16) -> io::Result<Outline> {
        let parts = self.gather(glyph)?;
        let blank = |bytes: &Vec<u8>| bytes.is_empty() || u16_at(bytes, 0) == Some(0);
        if parts.get(&glyph).is_none_or(blank) {
            return Ok(Outline::default());
        }
        let mut pen = Pen::new(self.em);
        trace(&parts, glyph, &mut pen).ok_or(io::ErrorKind::InvalidData)?;
        let Outline { low, high, .. } = pen.outline;
        // Also false for what is no number.
        if [low.0, low.1, high.0, high.1].iter().all(|reach| reach.abs() <= FURTHEST) {
            Ok(pen.outline)
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    }

    /// The bytes of a glyph and of all glyphs it is made of.
    fn gather(&self, glyph: u16) -> io::Result<BTreeMap<u16, Vec<u8>>> {
        let mut parts = BTreeMap::new();
        let (mut ahead, mut count) = (vec![(glyph, Vec::new())], 0);
        while let Some((part, mut above)) = ahead.pop() {
            count += 1;
            above.push(part);
            let bytes = self.glyph(part)?;
            for below in components(&bytes) {
                // A glyph within itself has no end.
                if above.contains(&below) || count + ahead.len() > MOST_PARTS {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                ahead.push((below, above.clone()));
            }
            parts.insert(part, bytes);
        }
        Ok(parts)
    }

    /// The bytes of one glyph, empty for a blank.
    fn glyph(&self, glyph: u16) -> io::Result<Vec<u8>> {
        let (from, to) = self.range(glyph)?;
        let (begin, length) = self.glyf;
        if from > to || to > length || to - from > LARGEST {
            return Err(io::ErrorKind::InvalidData.into());
        }
        let mut bytes = vec![0; (to - from) as usize];
        self.bytes.read(begin + u64::from(from), &mut bytes)?;
        Ok(bytes)
    }

    fn range(&self, glyph: u16) -> io::Result<(u32, u32)> {
        let (begin, length) = self.loca;
        let mut pair = [0; 8];
        let wide = match self.format {
            IndexToLocationFormat::Short => 2,
            IndexToLocationFormat::Long => 4,
        };
        let at = u32::from(glyph) * wide;
        let pair = pair.get_mut(..2 * wide as usize).ok_or(io::ErrorKind::InvalidData)?;
        if at + 2 * wide > length {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.bytes.read(begin + u64::from(at), pair)?;
        let places = match self.format {
            IndexToLocationFormat::Short => {
                u16_at(pair, 0).zip(u16_at(pair, 2)).map(|(a, b)| (u32::from(a) * 2, u32::from(b) * 2))
            }
            IndexToLocationFormat::Long => u32_at(pair, 0).zip(u32_at(pair, 4)),
        };
        places.ok_or_else(|| io::ErrorKind::InvalidData.into())
    }
}

/// The components of a composite glyph; empty for a simple one. The flags are those of the OpenType specification,
/// "glyf", composite glyph description.
fn components(glyph: &[u8]) -> Vec<u16> {
    let composite = u16_at(glyph, 0).is_some_and(|contours| contours.cast_signed() < 0);
    let (mut at, mut found) = (10, Vec::new());
    while composite && found.len() <= MOST_PARTS {
        let Some((flags, part)) = u16_at(glyph, at).zip(u16_at(glyph, at + 2)) else { break };
        found.push(part);
        let arguments = if flags & 0x0001 != 0 { 4 } else { 2 };
        let scales = match flags & (0x0008 | 0x0040 | 0x0080) {
            0x0008 => 2,
            0x0040 => 4,
            0x0080 => 8,
            _ => 0,
        };
        at += 4 + arguments + scales;
        if flags & 0x0020 == 0 {
            break;
        }
    }
    found
}

/// Draws a glyph from its parts: as tables of a font that has these glyphs only. Glyphs in between are empty, which
/// a place equal to the next one means.
fn trace(parts: &BTreeMap<u16, Vec<u8>>, glyph: u16, pen: &mut Pen) -> Option<()> {
    let simple = parts.len() == 1;
    let last = if simple { 0 } else { *parts.keys().next_back()? };
    let (mut places, mut data) = (Vec::with_capacity(usize::from(last) + 2), Vec::new());
    for (part, bytes) in parts {
        let before = if simple { 0 } else { usize::from(*part) };
        places.resize(before + 1, u32::try_from(data.len()).ok()?);
        data.extend_from_slice(bytes);
    }
    places.push(u32::try_from(data.len()).ok()?);
    let places: Vec<u8> = places.into_iter().flat_map(u32::to_be_bytes).collect();
    let count = NonZeroU16::new(last.checked_add(1)?)?;
    let places = loca::Table::parse(count, IndexToLocationFormat::Long, &places)?;
    let table = glyf::Table::parse(places, &data)?;
    table.outline(GlyphId(if simple { 0 } else { glyph }), pen).map(drop)
}

/// Collects strokes, in em.
struct Pen {
    em: f32,
    begin: Point,
    at: Point,
    outline: Outline,
}

impl Pen {
    fn new(em: f32) -> Self {
        let (low, high) = ((f32::INFINITY, f32::INFINITY), (f32::NEG_INFINITY, f32::NEG_INFINITY));
        let outline = Outline { strokes: Vec::new(), low, high };
        Self { em, begin: (0.0, 0.0), at: (0.0, 0.0), outline }
    }

    fn scaled(&mut self, x: f32, y: f32) -> Point {
        let point = (x / self.em, y / self.em);
        let Outline { low, high, .. } = &mut self.outline;
        *low = (low.0.min(point.0), low.1.min(point.1));
        *high = (high.0.max(point.0), high.1.max(point.1));
        point
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.begin = self.scaled(x, y);
        self.at = self.begin;
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let to = self.scaled(x, y);
        self.outline.strokes.push(Stroke::Line(self.at, to));
        self.at = to;
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let (by, to) = (self.scaled(x1, y1), self.scaled(x, y));
        self.outline.strokes.push(Stroke::Quad(self.at, by, to));
        self.at = to;
    }

    /// `glyf` has no such curves.
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, x: f32, y: f32) {
        self.line_to(x, y);
    }

    fn close(&mut self) {
        if self.at != self.begin {
            self.outline.strokes.push(Stroke::Line(self.at, self.begin));
        }
        self.at = self.begin;
    }
}
