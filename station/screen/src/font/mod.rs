//! Outline fonts, in the order in which they are searched for a character or a variant of one; and their glyphs.
//!
//! The first font has nearly every character: it is in memory (5 MB for BIZ UDGothic), so that no screen
//! waits for a disk. The others have rare characters of names: they stay on the disk (46 MB for IPAmj Mincho), and a
//! glyph that the disk does not deliver soon is ● until it comes. Glyphs are kept in caches with bounds, so that a day
//! of names does not grow the station.

mod bytes;
mod disk_glyphs;
mod face;
#[cfg(test)]
mod faulty_disk;
mod glyph;
mod letter;
mod outline;
mod strike;

use codes::{Code, Failure};
use disk_glyphs::{DiskGlyphs, Glyph};
use face::{Face, Flaw};
pub(crate) use glyph::{Bitmap, Cache};
pub(crate) use letter::{Letter, joined, letters};
use outline::{Glyphs, Outline};
use std::collections::HashMap;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
pub use strike::DEFAULT_BITMAPS;
use strike::Strike;

/// The default font, from Debian's `fonts-morisawa-bizud-gothic`.
pub const DEFAULT_FONT: &str = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf";
/// A font with the kanji of family names, from Debian's `fonts-ipamj-mincho`.
pub const FALLBACK_FONT: &str = "/usr/share/fonts/truetype/ipamj/ipamjm.ttf";
/// A font with the Latin letters of other countries, Vietnamese included, from Debian's `fonts-dejavu-core`.
pub const LATIN_FONT: &str = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
/// The fonts of a station whose configuration names none.
pub const DEFAULT_FONTS: [&str; 3] = [DEFAULT_FONT, FALLBACK_FONT, LATIN_FONT];

/// Substitute for a character that no font has, as on the national system's own screens.
pub(crate) const SUBSTITUTE: char = '●';

/// Letters whose glyphs are remembered at most.
const KNOWN: usize = 2048;
/// Longest wait of a picture for disks: a key is answered on the panel within 100 ms.
const PATIENCE: Duration = Duration::from_millis(50);
/// The same before the first picture, when no key can have been pressed.
const PATIENCE_AT_START: Duration = Duration::from_secs(2);

/// Reason why a font cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", Failure::from(self))]
pub enum FontError {
    /// The file cannot be read.
    Read {
        /// The file.
        path: PathBuf,
        /// The error of the disk.
        source: std::io::Error,
    },
    /// The file is no font, or a damaged one, or one of a kind that is not read.
    Format {
        /// The file.
        path: PathBuf,
        /// The damage.
        what: &'static str,
    },
    /// The list of fonts is empty.
    Empty,
}

impl FontError {
    /// Its entry in the catalogue.
    pub const fn code(&self) -> Code {
        match self {
            Self::Read { .. } => codes::S301,
            Self::Format { .. } => codes::S302,
            Self::Empty => codes::S303,
        }
    }
}

impl From<&FontError> for Failure {
    fn from(error: &FontError) -> Self {
        Self::new(error.code()).with(match error {
            FontError::Read { path, source } => format!("{}: {source}{}", path.display(), hint(path)),
            FontError::Format { path, what } => format!("{}: {what}{}", path.display(), hint(path)),
            FontError::Empty => String::new(),
        })
    }
}

fn hint(path: &Path) -> &'static str {
    match path.to_str() {
        Some(DEFAULT_FONT) => "; is the package fonts-morisawa-bizud-gothic installed?",
        Some(FALLBACK_FONT) => "; is the package fonts-ipamj-mincho installed?",
        Some(LATIN_FONT) => "; is the package fonts-dejavu-core installed?",
        Some(path) if DEFAULT_BITMAPS.contains(&path) => {
            "; are the packages xfonts-mplus and xfonts-efont-unicode installed?"
        }
        _ => "",
    }
}

/// Fonts to look a character up in; the first that has it wins.
pub struct Fonts {
    fonts: Vec<Font>,
    strikes: Vec<Strike>,
    left_out: Vec<FontError>,
    known: Mutex<HashMap<Letter, Option<Placed>>>,
    /// Microseconds that this picture may still wait for disks.
    patience: AtomicU64,
    late: AtomicBool,
}

struct Font {
    face: Face,
    outlines: Outlines,
}

enum Outlines {
    Memory(Glyphs),
    Disk(DiskGlyphs),
}

/// A glyph of one of the fonts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Source {
    font: usize,
    glyph: u16,
}

/// A letter found.
#[derive(Debug, Clone, Copy)]
struct Placed {
    source: Source,
    /// Advance width, em.
    ems: f32,
    /// It is the form that was asked for.
    exact: bool,
}

/// The form in which a letter can be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// As it is.
    Exactly,
    /// In its ordinary form, though another one was asked for.
    Ordinarily,
    /// Not at all, or not yet.
    Not,
}

impl Fonts {
    /// Reads font files (TrueType outlines). The first is needed; a later one that cannot be used is left out.
    ///
    /// # Errors
    /// The list is empty, or the first file cannot be read or used.
    pub fn load<P: AsRef<Path>>(paths: &[P]) -> Result<Self, FontError> {
        let (first, others) = paths.split_first().ok_or(FontError::Empty)?;
        let (mut fonts, mut left_out) = (vec![Font::in_memory(first.as_ref())?], Vec::new());
        for path in others {
            match Font::on_disk(path.as_ref()) {
                Ok(font) => fonts.push(font),
                Err(error) => left_out.push(error),
            }
        }
        let patience = AtomicU64::new(micros(PATIENCE_AT_START));
        Ok(Self {
            fonts,
            strikes: Vec::new(),
            left_out,
            known: Mutex::default(),
            patience,
            late: AtomicBool::default(),
        })
    }

    /// Adds fonts drawn dot by dot for one size (PCF files), which a display whose pixels are on or off needs for
    /// small texts to be legible. One that cannot be used is left out: outlines are drawn in its place.
    #[must_use]
    pub fn with_bitmaps<P: AsRef<Path>>(mut self, paths: &[P]) -> Self {
        let mut buffer = Strike::buffer();
        // Characters that the first font lacks are rare, or of another language, whose kanji may have other forms.
        let wanted = |c: char| self.fonts.first().is_some_and(|font| font.face.glyph(c).is_some());
        for path in paths.iter().map(AsRef::as_ref) {
            let file = File::open(path).map(BufReader::new).map_err(Flaw::Disk);
            match file.and_then(|file| Strike::read(file, &mut buffer, wanted)) {
                Ok(strike) => self.strikes.push(strike),
                Err(error) => self.left_out.push(flaw(path, error)),
            }
        }
        self
    }

    /// Fonts that are configured but cannot be used: characters that only they have are shown as ●.
    pub fn left_out(&self) -> &[FontError] {
        &self.left_out
    }

    /// A new picture begins: it has its own patience with the disks.
    pub(crate) fn begin(&self) {
        self.patience.store(micros(PATIENCE), Ordering::Relaxed);
        self.late.store(false, Ordering::Relaxed);
    }

    /// True if this picture lacks glyphs that a disk has not delivered yet.
    pub(crate) fn late(&self) -> bool {
        self.late.load(Ordering::Relaxed)
    }

    /// The form in which a letter can be shown.
    pub(crate) fn shown(&self, letter: Letter) -> Shown {
        match self.place(letter) {
            Some(Placed { exact: true, .. }) => Shown::Exactly,
            Some(_) => Shown::Ordinarily,
            None => Shown::Not,
        }
    }

    /// Width of a text at a size (pixels of the em square), pixels.
    pub(crate) fn width(&self, text: &str, size: u16) -> f32 {
        letters(text).map(|letter| self.ems(letter)).sum::<f32>() * f32::from(size)
    }

    /// Advance width of a letter, em.
    pub(crate) fn ems(&self, letter: Letter) -> f32 {
        self.find(letter).map_or(0.0, |placed| placed.ems)
    }

    fn find(&self, letter: Letter) -> Option<Placed> {
        self.place(letter).or_else(|| self.place(SUBSTITUTE.into()))
    }

    /// The first font that has the letter: in the form that is asked for, else in its ordinary one.
    fn place(&self, letter: Letter) -> Option<Placed> {
        if let Some(known) = self.known().get(&letter) {
            return *known;
        }
        let late = self.late.swap(false, Ordering::Relaxed);
        let placed = self.look_up(letter);
        if !self.late.fetch_or(late, Ordering::Relaxed) {
            let mut known = self.known();
            if known.len() >= KNOWN {
                known.clear();
            }
            known.insert(letter, placed);
        }
        placed
    }

    fn known(&self) -> std::sync::MutexGuard<'_, HashMap<Letter, Option<Placed>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn look_up(&self, letter: Letter) -> Option<Placed> {
        let Letter { base, selector } = letter;
        let variant = selector.and_then(|selector| self.first(|face| face.variant(base, selector)));
        let ordinary = || {
            let found = self.first(|face| face.glyph(base))?;
            Some(Placed { exact: selector.is_none(), ..found })
        };
        let equivalent = || {
            let found = self.first(|face| face.glyph(letter::ordinary(base)?))?;
            Some(Placed { exact: false, ..found })
        };
        variant.or_else(ordinary).or_else(equivalent)
    }

    /// The first font that has a glyph and can draw it.
    fn first(&self, glyph: impl Fn(&Face) -> Option<u16>) -> Option<Placed> {
        self.fonts.iter().enumerate().find_map(|(font, Font { face, .. })| {
            let glyph = glyph(face)?;
            let source = Source { font, glyph };
            self.outline(source)?;
            Some(Placed { source, ems: face.width(glyph)?, exact: true })
        })
    }

    /// A letter drawn dot by dot for this size, or for one pixel less.
    fn dots(&self, letter: Letter, placed: Placed, size: u16) -> Option<Bitmap> {
        // A variant that has a glyph of its own is not in these fonts.
        let ordinary = letter.selector.is_none() || self.place(letter.base.into())?.source == placed.source;
        let of_size = |strike_size: u16| {
            let advance = (placed.ems * f32::from(strike_size)).round() as u16;
            let mut strikes = self.strikes.iter().filter(|strike| strike.size == strike_size);
            strikes.find_map(|strike| strike.picture(letter.base, advance, baseline(size)))
        };
        ordinary.then(|| of_size(size).or_else(|| of_size(size.checked_sub(1)?)))?
    }

    fn is_serif(&self, source: Source) -> bool {
        self.fonts.get(source.font).is_some_and(|font| font.face.serif)
    }

    /// A glyph's outline, if it is there or comes while there is patience.
    fn outline(&self, source: Source) -> Option<Arc<Outline>> {
        match &self.fonts.get(source.font)?.outlines {
            Outlines::Memory(glyphs) => glyphs.outline(source.glyph).ok().map(Arc::new),
            Outlines::Disk(glyphs) => {
                let patience = Duration::from_micros(self.patience.load(Ordering::Relaxed));
                #[expect(
                    clippy::disallowed_methods,
                    reason = "bounds the wait for a disk; no picture depends on it"
                )]
                let began = Instant::now();
                let loan = glyphs.outline(source.glyph, patience);
                self.patience.store(micros(patience.saturating_sub(began.elapsed())), Ordering::Relaxed);
                match loan {
                    Glyph::Ready(outline) => Some(outline),
                    Glyph::Missing => None,
                    Glyph::Pending => {
                        self.late.store(true, Ordering::Relaxed);
                        None
                    }
                }
            }
        }
    }
}

/// From the top of the em square to the baseline, pixels: Japanese type hangs 0.88 em above it.
pub(crate) fn baseline(size: u16) -> i32 {
    (i32::from(size) * 88 + 50) / 100
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

impl Font {
    fn in_memory(path: &Path) -> Result<Self, FontError> {
        let bytes = std::fs::read(path).map_err(|e| flaw(path, Flaw::Disk(e)))?;
        let (face, glyphs) = Face::open(Box::new(bytes.into_boxed_slice())).map_err(|e| flaw(path, e))?;
        Ok(Self { face, outlines: Outlines::Memory(glyphs) })
    }

    fn on_disk(path: &Path) -> Result<Self, FontError> {
        let file = File::open(path).map_err(|e| flaw(path, Flaw::Disk(e)))?;
        let (face, glyphs) = Face::open(Box::new(file)).map_err(|e| flaw(path, e))?;
        Ok(Self { face, outlines: Outlines::Disk(DiskGlyphs::new(glyphs)) })
    }
}

fn flaw(path: &Path, flaw: Flaw) -> FontError {
    let path = path.to_owned();
    match flaw {
        Flaw::Disk(source) => FontError::Read { path, source },
        Flaw::Damage(what) => FontError::Format { path, what },
    }
}

#[cfg(test)]
mod tests;
