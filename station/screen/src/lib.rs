//! What the panel shows for each state: layout, fonts, texts.
//!
//! [`Painter::draw`] turns a [`desk::View`] into pixels of any `DrawTarget<Rgb565>` of 320×240 and tells the texts
//! it drew, for the board's caption. It decides nothing: what may be shown is the desk's business.
//!
//! Promises: 有効, 無効, 未確認 and 取得失敗 differ in colour, in the form of their sign and in words; no text is cut
//! off or lies over another; a character that no font has is shown as ● and said so, next to the name in kana.
//!
//! A picture is made in two steps, so that tests can look at it between them: a view is composed into a list of
//! placed things (`layout`, `scene`), and that list is drawn (`raster`).

mod colour;
mod font;
mod format;
mod kana;
mod layout;
mod names;
mod painter;
mod raster;
mod scene;
mod shape;
mod spoken;
mod texts;
mod wrap;

pub use font::{DEFAULT_BITMAPS, DEFAULT_FONT, DEFAULT_FONTS, FALLBACK_FONT, FontError, Fonts, LATIN_FONT};
pub use format::Format;
pub use painter::{Drawn, Painter};
pub use spoken::{Speech, spoken};
