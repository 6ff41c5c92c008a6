//! Outline fonts, in the order in which they are asked for a character.

use ab_glyph::FontVec;
use std::path::{Path, PathBuf};

/// Where Debian's `fonts-morisawa-bizud-gothic` puts the default font.
pub const DEFAULT_FONT: &str = "/usr/share/fonts/truetype/bizud-gothic/BIZUDGothic-Regular.ttf";

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

/// Fonts to look a character up in, the first that has it wins.
pub struct Fonts(pub(crate) Vec<FontVec>);

impl Fonts {
    /// Reads font files; each stays in memory as it is (about 5 MB for BIZ UDGothic), outlines are parsed when asked
    /// for.
    ///
    /// # Errors
    /// When the list is empty, or a file cannot be read or is no font.
    pub fn load<P: AsRef<Path>>(paths: &[P]) -> Result<Self, FontError> {
        let fonts: Vec<FontVec> = paths.iter().map(|path| read(path.as_ref())).collect::<Result<_, _>>()?;
        if fonts.is_empty() { Err(FontError::Empty) } else { Ok(Self(fonts)) }
    }
}

fn read(path: &Path) -> Result<FontVec, FontError> {
    let bytes = std::fs::read(path).map_err(|source| FontError::Read { path: path.to_owned(), source })?;
    FontVec::try_from_vec(bytes).map_err(|_| FontError::Format { path: path.to_owned() })
}
