//! Pictures of the panel for each state: layout, fonts, texts.
//!
//! [`Painter::draw`] turns a [`desk::View`] into pixels of any `DrawTarget<Rgb565>` of the display's [`Format`] and
//! returns the texts it drew, for the board's caption; [`spoken`] puts a verdict into sentences to be read aloud. The
//! crate decides nothing: the desk decides what may be shown.
//!
//! Promises: 有効, 無効, 未確認 and 取得失敗 differ in the form of their sign and of their headline and in words, and
//! where there is colour in colour; an earlier check never looks like a fresh one; no text is cut off or lies over
//! another, in any language; a character that no font has is shown as ● with a note next to the kana.
//!
//! A picture is made in three steps, so that tests can look at it between them: the content of a screen
//! (`layout::content`), its places on the display (`layout::large`, `layout::small`, `scene`), and the pixels (`raster`).
//! Texts are keys (`texts`) until a place is found for them: there is one table of texts per language.

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
