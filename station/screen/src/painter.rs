//! Draws a view.

use crate::font::{Cache, Fonts};
use crate::format::Format;
use crate::layout::compose;
use crate::raster::Picture;
use desk::View;
use embedded_graphics::{
    pixelcolor::Rgb565,
    prelude::{DrawTarget, Point},
    primitives::Rectangle,
};

/// Draws views; keeps the fonts, a bounded cache of glyphs and one picture (150 kB).
pub struct Painter {
    fonts: Fonts,
    format: Format,
    cache: Cache,
    picture: Picture,
}

/// The texts of a picture, as drawn: with ● for characters that no font has. They may be personal data.
#[derive(Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The state in words, as the headline has it.
    pub title: String,
    /// All texts, from top to bottom.
    pub texts: Vec<String>,
    /// The disk has not delivered some rare characters yet, and ● stands for them: draw again within a second.
    pub late: bool,
}

impl Painter {
    /// A painter with these fonts, for a display of this format.
    pub fn new(fonts: Fonts, format: Format) -> Self {
        Self { fonts, format, cache: Cache::new(format), picture: Picture::new(format) }
    }

    /// Draws the whole picture, of the format's size from the target's origin, and returns its texts, for the board's
    /// caption.
    ///
    /// # Errors
    /// The errors of the target.
    pub fn draw<D: DrawTarget<Color = Rgb565>>(
        &mut self,
        view: &View,
        target: &mut D,
    ) -> Result<Drawn, D::Error> {
        self.fonts.begin();
        let scene = compose(&self.fonts, view, self.format);
        self.picture.draw(&scene, &self.fonts, &mut self.cache);
        let whole = Rectangle::new(Point::zero(), self.format.size());
        target.fill_contiguous(&whole, self.picture.pixels().iter().copied())?;
        Ok(Drawn { title: scene.title(), texts: scene.texts(), late: self.fonts.late() })
    }
}
