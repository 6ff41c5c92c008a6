//! A picture as a list of things with places: composed from a view, checked by tests, then drawn.
//!
//! Texts are fitted when they are placed: the largest of the given sizes at which the text fits its box, in as few
//! lines as needed; only a text that does not fit at the smallest is cut, ends with an ellipsis and says so.

use crate::colour::Rgb;
use crate::font::Fonts;
use crate::shape::Shape;
use crate::wrap;

/// A place on the display, pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) x: i32,
    pub(crate) y: i32,
    pub(crate) w: i32,
    pub(crate) h: i32,
}

impl Area {
    pub(crate) const fn new(x: i32, y: i32, w: i32, h: i32) -> Self {
        Self { x, y, w, h }
    }

    pub(crate) fn right(self) -> i32 {
        self.x + self.w
    }

    pub(crate) fn bottom(self) -> i32 {
        self.y + self.h
    }

    /// Smaller by `by` on the left and the right.
    pub(crate) fn inset(self, by: i32) -> Self {
        Self::new(self.x + by, self.y, self.w - 2 * by, self.h)
    }
}

/// Alignment of lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// The look of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) ink: Rgb,
    pub(crate) ground: Rgb,
    /// Largest and smallest size, pixels of the em square.
    pub(crate) sizes: (u16, u16),
    pub(crate) lines: usize,
    pub(crate) align: Align,
    pub(crate) bold: bool,
    /// Lines follow each other without a gap: on a display where every row of pixels counts.
    pub(crate) tight: bool,
}

impl Style {
    /// One line, left, as large as fits between the two sizes.
    pub(crate) const fn new(ink: Rgb, ground: Rgb, largest: u16, smallest: u16) -> Self {
        Self {
            ink,
            ground,
            sizes: (largest, smallest),
            lines: 1,
            align: Align::Left,
            bold: false,
            tight: false,
        }
    }

    pub(crate) const fn tight(self) -> Self {
        Self { tight: true, ..self }
    }

    /// From one baseline to the next at this size.
    fn line_height(self, size: u16) -> i32 {
        let size = i32::from(size);
        if self.tight { size } else { size + size / 8 }
    }

    pub(crate) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(crate) const fn centre(self) -> Self {
        Self { align: Align::Centre, ..self }
    }

    pub(crate) const fn right(self) -> Self {
        Self { align: Align::Right, ..self }
    }

    pub(crate) const fn lines(self, lines: usize) -> Self {
        Self { lines, ..self }
    }
}

/// A placed text.
#[derive(Debug, Clone)]
pub(crate) struct Text {
    pub(crate) area: Area,
    pub(crate) style: Style,
    pub(crate) size: u16,
    pub(crate) lines: Vec<String>,
    /// The text as it was given, with substitutes for what no font has.
    pub(crate) whole: String,
    /// It did not fit.
    #[cfg_attr(not(test), allow(dead_code))]
    pub(crate) cut: bool,
}

impl Text {
    /// From one baseline to the next.
    pub(crate) fn line_height(&self) -> i32 {
        self.style.line_height(self.size)
    }
}

/// One thing of a picture; later ones lie over earlier ones.
#[derive(Debug, Clone)]
pub(crate) enum Item {
    Fill(Area, Rgb),
    /// A dashed frame of this thickness, inside the area.
    DashedFrame(Area, i32, Rgb),
    /// A sign in the square at the area's top left, `w` wide; `h` cuts it.
    Sign(Area, Shape, Rgb, Rgb),
    Text(Text),
    /// A text for things drawn here without letters; it has no pixels of its own.
    Said(Area, String),
}

/// A picture: its things, and the state in words.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scene(pub(crate) Vec<Item>, String);

impl Item {
    /// Its text and the place of it.
    fn says(&self) -> Option<(Area, &str)> {
        match self {
            Self::Text(text) => Some((text.area, &text.whole)),
            Self::Said(area, words) => Some((*area, words)),
            _ => None,
        }
    }
}

impl Scene {
    pub(crate) fn fill(&mut self, area: Area, colour: Rgb) {
        self.0.push(Item::Fill(area, colour));
    }

    /// A frame of this thickness, inside the area.
    pub(crate) fn frame(&mut self, area: Area, thickness: i32, colour: Rgb) {
        let Area { x, y, w, h } = area;
        self.fill(Area::new(x, y, w, thickness), colour);
        self.fill(Area::new(x, area.bottom() - thickness, w, thickness), colour);
        self.fill(Area::new(x, y, thickness, h), colour);
        self.fill(Area::new(area.right() - thickness, y, thickness, h), colour);
    }

    pub(crate) fn dashed(&mut self, area: Area, thickness: i32, colour: Rgb) {
        self.0.push(Item::DashedFrame(area, thickness, colour));
    }

    pub(crate) fn sign(&mut self, area: Area, shape: Shape, ink: Rgb, ground: Rgb) {
        self.0.push(Item::Sign(area, shape, ink, ground));
    }

    /// Places a text in an area, centred from top to bottom.
    pub(crate) fn text(&mut self, fonts: &Fonts, area: Area, text: &str, style: Style) {
        let whole = crate::names::drawable(fonts, text);
        if whole.is_empty() {
            return;
        }
        let (size, lines, cut) = match fitted(fonts, area, &whole, style) {
            Some((size, lines)) => (size, lines, false),
            None => {
                let (size, glyphs) = (style.sizes.1, wrap::glyphs(fonts, &whole));
                (size, wrap::cut(fonts, &glyphs, size, area.w, style.lines), true)
            }
        };
        self.0.push(Item::Text(Text { area, style, size, lines, whole, cut }));
    }

    /// Adds a text for things that are drawn without letters.
    pub(crate) fn said(&mut self, area: Area, words: String) {
        self.0.push(Item::Said(area, words));
    }

    /// The texts, from top to bottom.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts: Vec<_> = self.0.iter().filter_map(Item::says).collect();
        texts.sort_by_key(|(area, _)| (area.y, area.x));
        texts.into_iter().map(|(_, text)| text.to_owned()).collect()
    }

    /// Sets the state in words, for users who cannot see the picture.
    pub(crate) fn headline(&mut self, fonts: &Fonts, title: &str) {
        self.1 = crate::names::drawable(fonts, title).replace('\n', "");
    }

    /// The state in words.
    pub(crate) fn title(&self) -> String {
        self.1.clone()
    }
}

/// True if the text can be placed there without being cut.
pub(crate) fn fits(fonts: &Fonts, area: Area, text: &str, style: Style) -> bool {
    fitted(fonts, area, &crate::names::drawable(fonts, text), style).is_some()
}

/// The size and the lines at which a text fits.
fn fitted(fonts: &Fonts, area: Area, whole: &str, style: Style) -> Option<(u16, Vec<String>)> {
    let (largest, smallest) = style.sizes;
    let glyphs = wrap::glyphs(fonts, whole);
    let glyphs = glyphs.as_slice();
    let given = whole.split('\n').count();
    let fit = |most: usize, widows: bool| {
        move |size: u16| {
            let lines = wrap::wrap(glyphs, size, area.w);
            let high = style.line_height(size) * i32::try_from(lines.len()).unwrap_or(i32::MAX);
            let pleasing = widows || lines.len() == given || !lines.iter().any(|l| wrap::is_widow(l));
            (lines.len() <= most && high <= area.h && pleasing).then_some((size, lines))
        }
    };
    // Rather somewhat smaller than broken, and than with a last word on a line of its own.
    let sizes = || (smallest..=largest).rev();
    let large = sizes().filter(|size| *size >= largest * 3 / 4).find_map(fit(given.min(style.lines), true));
    large
        .or_else(|| sizes().find_map(fit(style.lines, false)))
        .or_else(|| sizes().find_map(fit(style.lines, true)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DEFAULT_FONT;
    use crate::colour::{INK, WHITE};

    fn place(text: &str, area: Area, style: Style) -> Text {
        let fonts = Fonts::load(&[DEFAULT_FONT]).unwrap();
        let mut scene = Scene::default();
        scene.text(&fonts, area, text, style);
        match scene.0.remove(0) {
            Item::Text(text) => text,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_text_shrinks_then_wraps_and_only_then_is_cut() {
        let style = Style::new(INK, WHITE, 24, 12);
        let text = place("見本", Area::new(0, 0, 100, 30), style);
        assert_eq!((text.size, text.cut), (24, false));
        let text = place("見本工業健康", Area::new(0, 0, 100, 30), style);
        assert_eq!((text.size, text.lines.len(), text.cut), (16, 1, false));
        let text = place("見本工業健康保険組合", Area::new(0, 0, 100, 32), style.lines(2));
        assert_eq!((text.size, text.lines.len(), text.cut), (15, 2, false));
        let text = place("見本工業健康保険組合", Area::new(0, 0, 100, 30), style);
        assert!(text.cut);
        assert_eq!(text.lines, ["見本工業健康保…"]);
    }
}
