//! What the panel shows for each state: layout, fonts, texts.
//!
//! [`Painter::draw`] turns a [`desk::View`] into pixels of any `DrawTarget<Rgb565>` of 320×240 and tells the texts
//! it drew, for the board's caption. It decides nothing: what may be shown is the desk's business.

mod font;
mod painter;

pub use font::{DEFAULT_FONT, FontError, Fonts};
pub use painter::Painter;
