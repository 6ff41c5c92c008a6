//! Outline fonts, in the order in which they are asked for a character; and glyphs as they come out of them.
//!
//! A font file stays in memory as it is (about 5 MB for BIZ UDGothic); outlines are read from it when a glyph is
//! first drawn. Glyphs are kept in a cache with a bound, so that a day of names does not grow the station.

use ab_glyph::{Font as _, FontVec, GlyphId, PxScale, point};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where Debian's `fonts-morisawa-bizud-gothic` puts the default font.
pub const DEFAULT_FONT: &str = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf";

/// Where Debian's `fonts-ipamj-mincho` puts the font with the kanji of family names.
pub const FALLBACK_FONT: &str = "/usr/share/fonts/truetype/ipamj/ipamjm.ttf";

/// The fonts a station uses unless it is told otherwise.
pub const DEFAULT_FONTS: [&str; 2] = [DEFAULT_FONT, FALLBACK_FONT];

/// What stands for a character that no font has, as on the national system's own screens.
pub(crate) const SUBSTITUTE: char = '●';

/// Bytes of glyph pictures kept at most.
const CACHE_BYTES: usize = 512 * 1024;

/// Why a font cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FontError {
    /// The file cannot be read.
    #[error("S301 font {path}: {source}; is the package fonts-morisawa-bizud-gothic installed?")]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file is no font.
    #[error("S302 font {path}: not a TrueType or OpenType font")]
    Format {
        /// Which file.
        path: PathBuf,
    },
    /// The list of fonts is empty.
    #[error("S303 no font is configured")]
    Empty,
}

/// Fonts to look a character up in; the first that has it wins.
pub struct Fonts(Vec<FontVec>);

/// Where a character is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Source {
    font: usize,
    glyph: GlyphId,
}

impl Fonts {
    /// Reads font files.
    ///
    /// # Errors
    /// When the list is empty, or a file cannot be read or is no font.
    pub fn load<P: AsRef<Path>>(paths: &[P]) -> Result<Self, FontError> {
        let fonts: Vec<FontVec> = paths.iter().map(|path| read(path.as_ref())).collect::<Result<_, _>>()?;
        if fonts.is_empty() { Err(FontError::Empty) } else { Ok(Self(fonts)) }
    }

    /// Whether any font has this character.
    pub(crate) fn has(&self, character: char) -> bool {
        self.source(character).is_some()
    }

    /// Width of a text at a size (pixels of the em square), pixels.
    pub(crate) fn width(&self, text: &str, size: u16) -> f32 {
        text.chars().map(|c| self.advance(c, size)).sum()
    }

    /// How far a character moves the pen, pixels.
    pub(crate) fn advance(&self, character: char, size: u16) -> f32 {
        self.ems(character) * f32::from(size)
    }

    /// How far a character moves the pen, in em squares.
    pub(crate) fn ems(&self, character: char) -> f32 {
        let Some((source, font)) = self.find(character) else { return 0.0 };
        font.h_advance_unscaled(source.glyph) / font.units_per_em().unwrap_or(1000.0)
    }

    fn source(&self, character: char) -> Option<Source> {
        let looked_up = self.0.iter().map(|font| font.glyph_id(character)).enumerate();
        looked_up.into_iter().find(|(_, glyph)| glyph.0 != 0).map(|(font, glyph)| Source { font, glyph })
    }

    fn find(&self, character: char) -> Option<(Source, &FontVec)> {
        let source = self.source(character).or_else(|| self.source(SUBSTITUTE))?;
        self.0.get(source.font).map(|font| (source, font))
    }
}

fn read(path: &Path) -> Result<FontVec, FontError> {
    let bytes = std::fs::read(path).map_err(|source| FontError::Read { path: path.to_owned(), source })?;
    FontVec::try_from_vec(bytes).map_err(|_| FontError::Format { path: path.to_owned() })
}

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
    /// The picture of a character; `None` for blanks.
    pub(crate) fn glyph(
        &mut self,
        fonts: &Fonts,
        character: char,
        size: u16,
        bold: bool,
    ) -> Option<Arc<Bitmap>> {
        let (source, font) = fonts.find(character)?;
        let key = (source, size, bold);
        if let Some(known) = self.glyphs.get(&key) {
            return Some(known.clone());
        }
        let drawn = Arc::new(draw(font, source.glyph, size, bold)?);
        if self.bytes + drawn.coverage.len() > CACHE_BYTES {
            *self = Self::default();
        }
        self.bytes += drawn.coverage.len();
        self.glyphs.insert(key, drawn.clone());
        Some(drawn)
    }

    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }
}

fn draw(font: &FontVec, glyph: GlyphId, size: u16, bold: bool) -> Option<Bitmap> {
    // ab_glyph scales by the font's height; we speak of the em square, which a full-width character fills.
    let em = font.units_per_em()?;
    let scale = PxScale::from(f32::from(size) * font.height_unscaled() / em);
    let outlined = font.outline_glyph(glyph.with_scale_and_position(scale, point(0.0, 0.0)))?;
    let bounds = outlined.px_bounds();
    let (plain, height) = (bounds.width() as usize, bounds.height() as usize);
    let width = plain + usize::from(bold);
    let mut coverage = vec![0u8; width * height];
    outlined.draw(|x, y, c| {
        let place = y as usize * width + x as usize;
        add(&mut coverage, place, c);
        if bold {
            // One font file, two weights: the stroke is widened by most of a pixel.
            add(&mut coverage, place + 1, c * 0.7);
        }
    });
    Some(Bitmap {
        left: bounds.min.x as i32,
        top: bounds.min.y as i32,
        width: width.max(1),
        coverage: coverage.into(),
    })
}

fn add(coverage: &mut [u8], place: usize, amount: f32) {
    if let Some(pixel) = coverage.get_mut(place) {
        *pixel = pixel.saturating_add((amount * 255.0) as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fonts() -> Fonts {
        Fonts::load(&[DEFAULT_FONT]).unwrap()
    }

    #[test]
    fn a_full_width_character_fills_the_em_square_and_a_half_width_one_half_of_it() {
        let fonts = fonts();
        assert_eq!(fonts.width("有効", 20), 40.0);
        assert_eq!(fonts.width("ｶﾅ12", 20), 40.0);
    }

    #[test]
    fn a_character_no_font_has_is_known_as_such() {
        assert!(fonts().has('髙') && fonts().has('﨑'));
        assert!(!fonts().has('\u{2ffff}'));
    }

    #[test]
    fn the_cache_stays_within_its_bound() {
        let (fonts, mut cache) = (fonts(), Cache::default());
        for character in ('\u{4e00}'..'\u{5600}').filter(|c| fonts.has(*c)) {
            cache.glyph(&fonts, character, 34, true);
            assert!(cache.bytes() <= CACHE_BYTES);
        }
    }

    #[test]
    fn a_missing_or_broken_font_is_told_with_its_path() {
        let missing = Fonts::load(&["/nowhere/font.ttf"]).err().unwrap().to_string();
        assert!(missing.contains("/nowhere/font.ttf") && missing.contains("fonts-morisawa-bizud-gothic"));
        let dir = std::env::temp_dir().join(format!("screen-font-{}", std::process::id()));
        std::fs::write(&dir, b"no font").unwrap();
        assert!(matches!(Fonts::load(&[&dir]), Err(FontError::Format { .. })));
        std::fs::remove_file(dir).unwrap();
        assert!(matches!(Fonts::load::<&str>(&[]), Err(FontError::Empty)));
    }
}
