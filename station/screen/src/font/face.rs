//! One font file: its characters and variants, their widths and outlines.

use super::bytes::{Bytes, u16_at, u32_at};
use super::outline::Glyphs;
use std::collections::HashMap;
use std::io;
use std::num::NonZeroU16;
use ttf_parser::cmap::{GlyphVariationResult, Subtable4, Subtable12, Subtable14};
use ttf_parser::{GlyphId, head, hhea, hmtx, maxp};

/// Bytes of a table at most that are kept in memory; the largest of IPAmj Mincho's has 278,415.
const LARGEST_TABLE: u32 = 4 * 1024 * 1024;
/// Tables of a font at most.
const MOST_TABLES: u16 = 256;

/// Reason why a font cannot be used: an error of the disk, or damage of its bytes.
#[derive(Debug)]
pub(super) enum Flaw {
    Disk(io::Error),
    Damage(&'static str),
}

impl From<io::Error> for Flaw {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::UnexpectedEof => Self::Damage("it ends too early"),
            _ => Self::Disk(error),
        }
    }
}

/// The tables that lines are broken by, in memory.
pub(super) struct Face {
    characters: Characters,
    /// The `cmap` subtable of variation sequences (format 14).
    variants: Option<Box<[u8]>>,
    /// `hmtx`
    widths: Box<[u8]>,
    metrics: u16,
    count: NonZeroU16,
    em: f32,
    /// Thin strokes beside thick ones, as in Mincho; as declared by the font (PANOSE in `OS/2`).
    pub(super) serif: bool,
}

enum Characters {
    /// Only of the first plane.
    Format4(Box<[u8]>),
    Format12(Box<[u8]>),
}

impl Face {
    /// Reads the tables that are kept, and locates the outlines.
    pub(super) fn open(bytes: Box<dyn Bytes>) -> Result<(Self, Glyphs), Flaw> {
        let directory = Directory::read(&*bytes)?;
        let table = |tag| directory.table(&*bytes, tag);
        let damaged = |what| move || Flaw::Damage(what);
        let head = head::Table::parse(&table(*b"head")?).ok_or_else(damaged("its table head is damaged"))?;
        let maxp = maxp::Table::parse(&table(*b"maxp")?).ok_or_else(damaged("its table maxp is damaged"))?;
        let hhea = hhea::Table::parse(&table(*b"hhea")?).ok_or_else(damaged("its table hhea is damaged"))?;
        let cmap = table(*b"cmap")?;
        let em = f32::from(head.units_per_em);
        let face = Self {
            characters: Characters::find(&cmap)
                .ok_or_else(damaged("it has no table of Unicode characters"))?,
            variants: variants(&cmap),
            widths: table(*b"hmtx")?,
            metrics: hhea.number_of_metrics,
            count: maxp.number_of_glyphs,
            em,
            serif: table(*b"OS/2").is_ok_and(|os2| serif(&os2)),
        };
        face.width(0).ok_or_else(damaged("its table hmtx is damaged"))?;
        let (loca, glyf) = (directory.place(*b"loca")?, directory.place(*b"glyf")?);
        let format = head.index_to_location_format;
        Ok((face, Glyphs { bytes, loca, glyf, format, em }))
    }

    /// The glyph of a character.
    pub(super) fn glyph(&self, character: char) -> Option<u16> {
        let code = u32::from(character);
        let glyph = match &self.characters {
            Characters::Format4(bytes) => Subtable4::parse(bytes)?.glyph_index(code),
            Characters::Format12(bytes) => Subtable12::parse(bytes)?.glyph_index(code),
        };
        glyph.map(|glyph| glyph.0).filter(|glyph| *glyph != 0)
    }

    /// The glyph of a variation sequence that this font knows, be it the character's ordinary one.
    pub(super) fn variant(&self, character: char, selector: char) -> Option<u16> {
        let table = Subtable14::parse(self.variants.as_ref()?)?;
        match table.glyph_index(character.into(), selector.into())? {
            GlyphVariationResult::Found(glyph) => Some(glyph.0).filter(|glyph| *glyph != 0),
            GlyphVariationResult::UseDefault => self.glyph(character),
        }
    }

    /// Advance width of a glyph, em.
    pub(super) fn width(&self, glyph: u16) -> Option<f32> {
        let table = hmtx::Table::parse(self.metrics, self.count, &self.widths)?;
        Some(f32::from(table.advance(GlyphId(glyph))?) / self.em)
    }
}

/// The tables of a file: where they begin and how long they are.
struct Directory(HashMap<[u8; 4], (u64, u32)>);

impl Directory {
    fn read(bytes: &dyn Bytes) -> Result<Self, Flaw> {
        let mut start = [0; 16];
        bytes.read(0, &mut start).map_err(|e| match e.kind() {
            io::ErrorKind::UnexpectedEof => Flaw::Damage("it is no TrueType font"),
            _ => Flaw::Disk(e),
        })?;
        // A collection begins with the places of its fonts: the first one is taken.
        let begin = if start.starts_with(b"ttcf") { u32_at(&start, 12).unwrap_or(0) } else { 0 };
        bytes.read(begin.into(), &mut start)?;
        let count = match u32_at(&start, 0) {
            Some(0x0001_0000 | 0x7472_7565) => u16_at(&start, 4).filter(|count| *count <= MOST_TABLES),
            Some(0x4F54_544F) => return Err(Flaw::Damage("its outlines are of PostScript, not of TrueType")),
            _ => None,
        };
        let count = usize::from(count.ok_or(Flaw::Damage("it is no TrueType font"))?);
        let mut records = vec![0; count * 16];
        bytes.read(u64::from(begin) + 12, &mut records)?;
        let size = bytes.len()?;
        let tables = records.chunks_exact(16).filter_map(|record| {
            let (place, length) = u32_at(record, 8).zip(u32_at(record, 12))?;
            let within = u64::from(place) + u64::from(length) <= size;
            within.then_some((*record.first_chunk()?, (u64::from(place), length)))
        });
        Ok(Self(tables.collect()))
    }

    fn place(&self, tag: [u8; 4]) -> Result<(u64, u32), Flaw> {
        self.0.get(&tag).copied().ok_or(Flaw::Damage("a table is missing, or the file ends before it"))
    }

    fn table(&self, bytes: &dyn Bytes, tag: [u8; 4]) -> Result<Box<[u8]>, Flaw> {
        let (place, length) = self.place(tag)?;
        if length > LARGEST_TABLE {
            return Err(Flaw::Damage("a table is too large"));
        }
        let mut table = vec![0; length as usize];
        bytes.read(place, &mut table)?;
        Ok(table.into())
    }
}

/// The subtables of a `cmap`: platform, encoding, and the bytes from where each begins.
fn subtables(cmap: &[u8]) -> impl Iterator<Item = (u16, u16, &[u8])> {
    let count = usize::from(u16_at(cmap, 2).unwrap_or(0));
    (0..count).filter_map(move |n| {
        let record = 4 + 8 * n;
        let place = usize::try_from(u32_at(cmap, record + 4)?).ok()?;
        Some((u16_at(cmap, record)?, u16_at(cmap, record + 2)?, cmap.get(place..)?))
    })
}

impl Characters {
    /// The largest table of Unicode there is. Platforms and encodings are those of the OpenType specification.
    fn find(cmap: &[u8]) -> Option<Self> {
        let unicode = || {
            subtables(cmap).filter(|(p, e, _)| matches!((p, e), (0, 0..=4) | (3, 1 | 10))).map(|(.., b)| b)
        };
        let full = unicode().find(|bytes| u16_at(bytes, 0) == Some(12)).and_then(|bytes| {
            let length = usize::try_from(u32_at(bytes, 4)?).ok()?;
            Some(Self::Format12(bytes.get(..length)?.into()))
        });
        // This one's own length is too small a number for large tables: all that follows is kept.
        let first_plane = || {
            let bytes = unicode().find(|bytes| u16_at(bytes, 0) == Some(4))?;
            Some(Self::Format4(bytes.into()))
        };
        full.or_else(first_plane)
    }
}

fn variants(cmap: &[u8]) -> Option<Box<[u8]>> {
    let (.., bytes) = subtables(cmap).find(|(p, e, _)| (*p, *e) == (0, 5))?;
    let length = usize::try_from(u32_at(bytes, 2)?).ok()?;
    (u16_at(bytes, 0)? == 14).then(|| bytes.get(..length).map(Into::into))?
}

/// PANOSE: a Latin text font (2) with one of the serif styles (2 to 10).
fn serif(os2: &[u8]) -> bool {
    os2.get(32..34).is_some_and(|panose| matches!(panose, [2, 2..=10]))
}
