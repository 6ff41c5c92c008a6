//! Draws a view.

use crate::font::{Cache, Fonts};
use crate::layout::compose;
use crate::raster;
use desk::View;
use embedded_graphics::{pixelcolor::Rgb565, prelude::DrawTarget};

/// Draws views; keeps the fonts and a bounded cache of glyphs.
pub struct Painter {
    fonts: Fonts,
    cache: Cache,
}

impl Painter {
    /// A painter with these fonts.
    pub fn new(fonts: Fonts) -> Self {
        Self { fonts, cache: Cache::default() }
    }

    /// Draws the whole picture, 320×240 from the target's origin, and gives the texts on it from top to bottom for the
    /// board's caption: as drawn, with ● for what no font has. They may be personal data.
    ///
    /// # Errors
    /// Only the target's own.
    pub fn draw<D: DrawTarget<Color = Rgb565>>(
        &mut self,
        view: &View,
        target: &mut D,
    ) -> Result<Vec<String>, D::Error> {
        let scene = compose(&self.fonts, view);
        raster::draw(&scene, &self.fonts, &mut self.cache, target)?;
        Ok(scene.texts())
    }
}
