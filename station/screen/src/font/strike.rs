//! Characters drawn dot by dot for one size, for displays whose pixels are on or off.
//!
//! Outlines that are cut to whole pixels lose strokes of kanji below some 18 pixels (looked at: 齋 and 邊 become
//! blots at 12). Debian has Japanese drawn by hand: for 10 pixels in `xfonts-mplus` (M+, free), for 12, 14 and 16 in
//! `xfonts-efont-unicode` (BSD). They are PCF files, the X Window System's format (described in FreeType's and X.Org's
//! sources; all numbers are checked here).

use super::Bitmap;
use super::bytes::{u16_at, u32_at};
use super::face::Flaw;
use encoding_rs::EUC_JP;
use flate2::read::GzDecoder;
use std::io::{BufRead, ErrorKind, Read};

/// Paths of Debian's `xfonts-mplus` and `xfonts-efont-unicode` for fonts whose Latin is half as wide as kanji. Of
/// 10 pixels there is one file with kanji and one with half-width characters.
pub const DEFAULT_BITMAPS: [&str; 5] = [
    "/usr/share/fonts/X11/misc/mplus_j10r.pcf.gz",
    "/usr/share/fonts/X11/misc/mplus_j10r-jisx0201.pcf.gz",
    "/usr/share/fonts/X11/misc/b12.pcf.gz",
    "/usr/share/fonts/X11/misc/b14.pcf.gz",
    "/usr/share/fonts/X11/misc/b16.pcf.gz",
];

/// Bytes of a file at most, unpacked; the largest of these has 2.7 million.
const LARGEST: usize = 8 * 1024 * 1024;
/// Pixels of a character's sides at most.
const LARGEST_SIDE: i16 = 64;

/// Tables of a PCF file by their numbers.
const PROPERTIES: u32 = 1;
const ACCELERATORS: u32 = 2;
const METRICS: u32 = 4;
const BITMAPS: u32 = 8;
const ENCODINGS: u32 = 32;

/// Characters of one size.
pub(super) struct Strike {
    /// Pixels of a full-width character from side to side.
    pub(super) size: u16,
    /// Pixels above the baseline.
    ascent: i32,
    /// By character.
    dots: Vec<Dots>,
    /// Rows of whole bytes, the leftmost pixel the highest bit.
    rows: Vec<u8>,
}

/// One character.
#[derive(Clone, Copy)]
struct Dots {
    character: u16,
    first_row: u32,
    left: i8,
    above: i8,
    width: u8,
    height: u8,
    advance: u8,
}

impl Strike {
    /// Reads the characters that are wanted from a PCF file, packed with gzip or not. The files have many more than
    /// Japanese needs, Hangul above all. It is unpacked into `buffer`, which readers of several files share: allocating
    /// megabytes for each file would fragment the station's memory.
    ///
    /// # Errors
    /// The error of the disk, or the damage of the file.
    pub(super) fn read(
        mut file: impl BufRead,
        buffer: &mut Vec<u8>,
        wanted: impl Fn(char) -> bool,
    ) -> Result<Self, Flaw> {
        buffer.clear();
        let packed = file.fill_buf().map_err(Flaw::Disk)?.starts_with(&[0x1f, 0x8b]);
        let read = match packed {
            true => GzDecoder::new(file).take(LARGEST as u64).read_to_end(buffer),
            false => file.take(LARGEST as u64).read_to_end(buffer),
        };
        read.map_err(|e| match e.kind() {
            ErrorKind::UnexpectedEof | ErrorKind::InvalidInput | ErrorKind::InvalidData => {
                Flaw::Damage("it is packed by gzip, and damaged")
            }
            _ => Flaw::Disk(e),
        })?;
        if !buffer.starts_with(b"\x01fcp") {
            return Err(Flaw::Damage("it is no PCF bitmap font"));
        }
        Self::parse(buffer, wanted).ok_or(Flaw::Damage("it is damaged, or of a kind that is not read"))
    }

    /// Room for a file, unpacked. Pages of it that are not used cost nothing.
    pub(super) fn buffer() -> Vec<u8> {
        Vec::with_capacity(LARGEST)
    }

    fn parse(bytes: &[u8], wanted: impl Fn(char) -> bool) -> Option<Self> {
        let charset = Charset::of(Table::find(bytes, PROPERTIES)?)?;
        let (high, ascent) = cell(Table::find(bytes, ACCELERATORS)?)?;
        let (metrics, bitmaps) = (Table::find(bytes, METRICS)?, Table::find(bytes, BITMAPS)?);
        let pictures = Pictures::open(bitmaps)?;
        let mut strike = Self { size: 0, ascent, dots: Vec::new(), rows: Vec::new() };
        let codes = codes(Table::find(bytes, ENCODINGS)?)?;
        let characters = codes.filter_map(|(code, glyph)| Some((charset.character(code)?, glyph)));
        let characters: Vec<_> = characters.filter(|(character, _)| wanted(*character)).collect();
        strike.dots.reserve_exact(characters.len());
        strike.rows.reserve_exact(characters.len() * usize::from(high) * usize::from(high).div_ceil(8));
        for (character, glyph) in characters {
            strike.add(character, metric(metrics, glyph)?, pictures.of(glyph)?, pictures.pad)?;
        }
        strike.dots.sort_unstable_by_key(|dots| dots.character);
        let widest = strike.dots.iter().map(|dots| u16::from(dots.advance)).max()?;
        strike.size = if charset == Charset::Jisx0201 { 2 * widest } else { widest };
        Some(strike)
    }

    /// Takes a character over, its rows shortened to the bytes they need.
    fn add(&mut self, character: char, metric: [i16; 5], picture: &[u8], pad: usize) -> Option<()> {
        let [left, right, advance, above, below] = metric;
        let (width, height) = (right.checked_sub(left)?, above.checked_add(below)?);
        let side = |length: i16| (0..=LARGEST_SIDE).contains(&length).then(|| u8::try_from(length).ok())?;
        let dots = Dots {
            character: u16::try_from(u32::from(character)).ok()?,
            first_row: u32::try_from(self.rows.len()).ok()?,
            left: left.try_into().ok()?,
            above: above.try_into().ok()?,
            width: side(width)?,
            height: side(height)?,
            advance: side(advance)?,
        };
        let needed = usize::from(dots.width).div_ceil(8);
        for row in 0..usize::from(dots.height) {
            self.rows.extend_from_slice(picture.get(row * needed.next_multiple_of(pad)..)?.get(..needed)?);
        }
        self.dots.push(dots);
        Some(())
    }

    /// A character's picture, for a cell whose baseline is `baseline` below its top; if it moves the pen as far as
    /// the outline does.
    pub(super) fn picture(&self, character: char, advance: u16, baseline: i32) -> Option<Bitmap> {
        let code = u16::try_from(u32::from(character)).ok()?;
        let found = self.dots.binary_search_by_key(&code, |dots| dots.character).ok()?;
        let dots = self.dots.get(found).filter(|dots| u16::from(dots.advance) == advance)?;
        let (width, height) = (usize::from(dots.width), usize::from(dots.height));
        if width * height == 0 {
            return None;
        }
        let bytes = width.div_ceil(8);
        let rows = self.rows.get(dots.first_row as usize..)?.get(..bytes * height)?;
        let pixels = |row: &[u8]| -> Vec<u8> {
            let bit = |x: usize| row.get(x / 8).is_some_and(|byte| byte & (0x80 >> (x % 8)) != 0);
            (0..width).map(|x| if bit(x) { 255 } else { 0 }).collect()
        };
        let coverage: Vec<u8> = rows.chunks(bytes).flat_map(pixels).collect();
        // The dots' own baseline may be a pixel off ours: what counts is that the cell lies in the em square.
        let top = self.ascent - i32::from(dots.above) - baseline;
        Some(Bitmap { left: dots.left.into(), top, width, coverage: coverage.into() })
    }
}

/// A table: how its numbers and pictures are written, and its bytes after that word.
#[derive(Clone, Copy)]
struct Table<'a> {
    format: u32,
    bytes: &'a [u8],
}

impl<'a> Table<'a> {
    fn find(file: &'a [u8], wanted: u32) -> Option<Self> {
        let little = |at: usize| u32_at(file, at).map(u32::swap_bytes);
        let count = little(4)?.min(64) as usize;
        let record = (0..count).map(|n| 8 + 16 * n).find(|record| little(*record) == Some(wanted))?;
        let (size, place) = (little(record + 8)? as usize, little(record + 12)? as usize);
        let bytes = file.get(place..)?.get(..size)?;
        Some(Self { format: u32_at(bytes, 0)?.swap_bytes(), bytes: bytes.get(4..)? })
    }

    fn big(self) -> bool {
        self.format & 4 != 0
    }

    fn u16(self, at: usize) -> Option<u16> {
        u16_at(self.bytes, at).map(|n| if self.big() { n } else { n.swap_bytes() })
    }

    fn u32(self, at: usize) -> Option<u32> {
        u32_at(self.bytes, at).map(|n| if self.big() { n } else { n.swap_bytes() })
    }
}

/// The character set of a file's codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Charset {
    Unicode,
    /// Kanji and all that is as wide: row and cell, each from 0x21.
    Jisx0208,
    /// ASCII but for two signs, and half-width kana.
    Jisx0201,
}

impl Charset {
    /// By the property CHARSET_REGISTRY.
    fn of(properties: Table<'_>) -> Option<Self> {
        let count = properties.u32(0)?.min(256) as usize;
        let strings = properties.bytes.get((4 + 9 * count).next_multiple_of(4) + 4..)?;
        let string = |at: u32| strings.get(at as usize..)?.split(|byte| *byte == 0).next();
        let value = (0..count).find_map(|n| {
            let at = 4 + 9 * n;
            (string(properties.u32(at)?)? == b"CHARSET_REGISTRY").then(|| string(properties.u32(at + 5)?))?
        })?;
        match value.to_ascii_uppercase().split(|byte| *byte == b'.').next()? {
            b"ISO10646" => Some(Self::Unicode),
            b"JISX0208" => Some(Self::Jisx0208),
            b"JISX0201" => Some(Self::Jisx0201),
            _ => None,
        }
    }

    fn character(self, code: u16) -> Option<char> {
        match self {
            Self::Unicode => char::from_u32(code.into()),
            Self::Jisx0208 => {
                // EUC-JP is these codes with the highest bit of each byte set.
                let bytes = (code | 0x8080).to_be_bytes();
                let text = EUC_JP.decode_without_bom_handling_and_without_replacement(&bytes)?;
                text.chars().next().filter(|_| code & 0x8080 == 0)
            }
            Self::Jisx0201 => match code {
                0x5c | 0x7e => None,
                0x20..=0x7d => char::from_u32(code.into()),
                0xa1..=0xdf => char::from_u32(0xff61 - 0xa1 + u32::from(code)),
                _ => None,
            },
        }
    }
}

/// The height of a line, and the part of it above the baseline.
fn cell(accelerators: Table<'_>) -> Option<(u16, i32)> {
    let (above, below) = (accelerators.u32(8)?, accelerators.u32(12)?);
    let height = u16::try_from(above.checked_add(below)?).ok()?;
    (1..=LARGEST_SIDE.unsigned_abs()).contains(&height).then_some((height, i32::try_from(above).ok()?))
}

/// Left edge, right edge, advance, above and below the baseline.
fn metric(metrics: Table<'_>, glyph: usize) -> Option<[i16; 5]> {
    const COMPRESSED: u32 = 0x100;
    if metrics.format & COMPRESSED != 0 {
        let bytes: &[u8; 5] = metrics.bytes.get(2 + 5 * glyph..)?.first_chunk()?;
        return Some(bytes.map(|byte| i16::from(byte) - 0x80));
    }
    let at = 4 + 12 * glyph;
    let mut numbers = [0; 5];
    for (n, number) in numbers.iter_mut().enumerate() {
        *number = metrics.u16(at + 2 * n)?.cast_signed();
    }
    Some(numbers)
}

/// Codes and the glyphs they stand for.
fn codes(encodings: Table<'_>) -> Option<impl Iterator<Item = (u16, usize)>> {
    let bound = |at| encodings.u16(at).filter(|bound| *bound <= 255);
    let (columns, rows) = (bound(0)?..=bound(2)?, bound(4)?..=bound(6)?);
    let cells = rows.flat_map(move |row| columns.clone().map(move |column| row << 8 | column));
    const NONE: u16 = 0xffff;
    let glyphs = cells.enumerate().map_while(move |(n, code)| Some((code, encodings.u16(10 + 2 * n)?)));
    Some(glyphs.filter(|(_, glyph)| *glyph != NONE).map(|(code, glyph)| (code, glyph.into())))
}

/// The pictures of all glyphs, one after the other.
struct Pictures<'a> {
    table: Table<'a>,
    pictures: &'a [u8],
    count: usize,
    /// Rows are filled up to multiples of this many bytes.
    pad: usize,
}

impl<'a> Pictures<'a> {
    fn open(table: Table<'a>) -> Option<Self> {
        // Leftmost pixel in the highest bit, bytes in their order: so the Debian packages have them.
        let (bits_from_left, units_of_bytes) = (table.format & 8 != 0, table.format & 0x30 == 0);
        let count = table.u32(0)? as usize;
        let pictures = table.bytes.get(count.checked_mul(4)?.checked_add(4 + 16)?..)?;
        let pad = 1 << (table.format & 3);
        (bits_from_left && (units_of_bytes || table.big())).then_some(Self { table, pictures, count, pad })
    }

    fn of(&self, glyph: usize) -> Option<&'a [u8]> {
        if glyph >= self.count {
            return None;
        }
        self.pictures.get(self.table.u32(4 + 4 * glyph)? as usize..)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8], wanted: impl Fn(char) -> bool) -> Result<Strike, Flaw> {
        Strike::read(bytes, &mut Vec::new(), wanted)
    }

    fn strike(path: &str) -> Strike {
        read(&std::fs::read(path).unwrap(), |c| c != '無').unwrap()
    }

    /// A character as lines of dots.
    fn lines(bitmap: &Bitmap) -> Vec<String> {
        let rows = bitmap.coverage.chunks(bitmap.width);
        rows.map(|row| row.iter().map(|c| if *c > 0 { '#' } else { '.' }).collect()).collect()
    }

    #[test]
    fn characters_are_read_dot_by_dot() {
        let strike = strike(DEFAULT_BITMAPS[2]);
        assert_eq!((strike.size, strike.ascent), (12, 10));
        let one = strike.picture('一', 12, 11).unwrap();
        assert_eq!(
            lines(&one).iter().filter(|row| row.contains("##########")).count(),
            1,
            "{:?}",
            lines(&one)
        );
        assert!(strike.picture('一', 6, 11).is_none(), "not as wide as the outline");
        assert!(strike.picture('\u{20bb7}', 12, 11).is_none(), "there is none");
        assert!(strike.picture('無', 12, 11).is_none(), "not wanted");
    }

    #[test]
    fn every_size_has_kanji_kana_and_latin_within_their_cells() {
        let strikes: Vec<_> = DEFAULT_BITMAPS.iter().map(|path| strike(path)).collect();
        for size in [10u16, 12, 14, 16] {
            let baseline = crate::font::baseline(size);
            let full = "有効未確認受付番号閉じるあア齋邊".chars().map(|c| (c, size));
            for (character, advance) in full.chain("Aa1ｶﾞ".chars().map(|c| (c, size / 2))) {
                let mut of_size = strikes.iter().filter(|strike| strike.size == size);
                let picture = of_size.find_map(|strike| strike.picture(character, advance, baseline));
                let picture = picture.unwrap_or_else(|| panic!("{character} {size}"));
                let inked = picture.coverage.chunks(picture.width).map(|row| row.iter().any(|c| *c > 0));
                let inked: Vec<_> = inked.zip(baseline + picture.top..).filter(|(ink, _)| *ink).collect();
                let rows = (inked.first().unwrap().1, inked.last().unwrap().1);
                assert!(rows.0 >= 0 && rows.1 < size.into(), "{character} {size}: {rows:?}");
                let right = picture.left + i32::try_from(picture.width).unwrap();
                assert!(picture.left >= 0 && right <= advance.into(), "{character} {size}: to {right}");
            }
        }
    }

    #[test]
    fn damaged_files_are_errors_or_other_pictures_but_never_a_panic() {
        let packed = std::fs::read(DEFAULT_BITMAPS[0]).unwrap();
        assert!(read(&packed[..packed.len() / 2], |_| true).is_err());
        assert!(read(b"", |_| true).is_err() && read(b"\x01fcp", |_| true).is_err());
        let mut whole = Vec::new();
        GzDecoder::new(packed.as_slice()).read_to_end(&mut whole).unwrap();
        let (mut refused, mut state) = (0, 1u32);
        for round in 0..150usize {
            let mut bytes = whole.clone();
            for _ in 0..4 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // The table of tables, and what the tables begin with.
                let at = (state >> 8) as usize % if round % 2 == 0 { 160 } else { bytes.len() };
                bytes[at] = (state >> 24) as u8;
            }
            if round % 3 == 0 {
                bytes.truncate(whole.len() * round / 150);
            }
            refused += usize::from(read(&bytes, |_| true).map(|s| s.picture('見', 10, 9)).is_err());
        }
        assert!((20..150).contains(&refused), "{refused}");
    }
}
