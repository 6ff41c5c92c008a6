//! A picture as a list of things with places: composed from a view, checked by tests, then drawn.
//!
//! Texts are fitted when they are placed: the largest of the given sizes at which the text fits its box, in as few
//! lines as needed; only a text that does not fit at the smallest is cut, ends with an ellipsis and says so.

use crate::colour::Rgb;
use crate::font::Fonts;
use crate::shape::Shape;

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

/// Where a line begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Centre,
    Right,
}

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Style {
    pub(crate) ink: Rgb,
    pub(crate) ground: Rgb,
    /// Largest and smallest size, pixels of the em square.
    pub(crate) sizes: (u16, u16),
    pub(crate) lines: usize,
    pub(crate) align: Align,
    pub(crate) bold: bool,
}

impl Style {
    /// One line, left, as large as fits between the two sizes.
    pub(crate) const fn new(ink: Rgb, ground: Rgb, largest: u16, smallest: u16) -> Self {
        Self { ink, ground, sizes: (largest, smallest), lines: 1, align: Align::Left, bold: false }
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
        line_height(self.size)
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
}

/// A picture.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scene(pub(crate) Vec<Item>);

impl Scene {
    pub(crate) fn fill(&mut self, area: Area, colour: Rgb) {
        self.0.push(Item::Fill(area, colour));
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
        let (largest, smallest) = style.sizes;
        let glyphs: Vec<Glyph> = whole.chars().map(|c| (c, fonts.ems(c))).collect();
        let glyphs = glyphs.as_slice();
        let given = whole.split('\n').count();
        let fit = |most: usize, widows: bool| {
            move |size: u16| {
                let lines = wrap(glyphs, size, area.w);
                let high = line_height(size) * i32::try_from(lines.len()).unwrap_or(i32::MAX);
                let pleasing = widows || lines.len() == given || !lines.iter().any(|l| is_widow(l));
                (lines.len() <= most && high <= area.h && pleasing).then_some((size, lines))
            }
        };
        // Rather somewhat smaller than broken, and than with a last word on a line of its own.
        let sizes = || (smallest..=largest).rev();
        let unbroken =
            sizes().filter(|size| *size >= largest * 3 / 4).find_map(fit(given.min(style.lines), true));
        let fitting = unbroken
            .or_else(|| sizes().find_map(fit(style.lines, false)))
            .or_else(|| sizes().find_map(fit(style.lines, true)));
        let (size, lines, cut) = match fitting {
            Some((size, lines)) => (size, lines, false),
            None => (smallest, cut(fonts, glyphs, smallest, area.w, style.lines), true),
        };
        self.0.push(Item::Text(Text { area, style, size, lines, whole, cut }));
    }

    /// The texts, from top to bottom.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts: Vec<_> = self
            .0
            .iter()
            .filter_map(|item| if let Item::Text(text) = item { Some(text) } else { None })
            .collect();
        texts.sort_by_key(|text| (text.area.y, text.area.x));
        texts.into_iter().map(|text| text.whole.clone()).collect()
    }
}

fn line_height(size: u16) -> i32 {
    i32::from(size) + i32::from(size) / 8
}

/// The end of a word left alone on a line.
fn is_widow(line: &str) -> bool {
    (1..=2).contains(&line.chars().count())
}

/// Characters that do not begin a line (kinsoku).
const NOT_FIRST: &str = "。、）」】・ー!?！？ゃゅょっ,.)";

/// Lines of at most `width` pixels. Breaks at line feeds, between words of Latin text, else between characters.
fn wrap(glyphs: &[Glyph], size: u16, width: i32) -> Vec<String> {
    let most = width as f32 / f32::from(size);
    glyphs.split(|(character, _)| *character == '\n').flat_map(|line| wrap_line(line, most)).collect()
}

/// A character and how wide it is, in em.
type Glyph = (char, f32);

fn wrap_line(glyphs: &[Glyph], most: f32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut wide = 0.0;
    let mut widths: Vec<f32> = Vec::new();
    for (character, advance) in glyphs {
        line.push(*character);
        widths.push(*advance);
        wide += advance;
        if wide <= most || widths.len() == 1 {
            continue;
        }
        let rest = line.split_off(break_at(&line));
        lines.push(line.trim_end().to_owned());
        line = rest.trim_start().to_owned();
        widths.drain(..widths.len() - line.chars().count());
        wide = widths.iter().sum();
    }
    lines.push(line);
    lines
}

/// Where to break a line that is too long by its last character: a byte index above 0.
fn break_at(line: &str) -> usize {
    let last = line.char_indices().next_back().map_or(0, |(at, _)| at);
    let latin = |c: char| c.is_ascii_graphic();
    let tail = line.get(last..).and_then(|t| t.chars().next()).unwrap_or(' ');
    let before = line.get(..last).and_then(|t| t.chars().next_back()).unwrap_or(' ');
    if latin(tail) && latin(before) {
        // In the middle of a word: break before it, unless it is the whole line.
        return line.rfind(' ').filter(|at| *at > 0).map_or(last, |at| at + 1);
    }
    phrase(line, last).unwrap_or_else(|| {
        // Not before a full stop or the like: take the character before it along.
        let along = line.char_indices().rev().nth(1).map(|(at, _)| at).filter(|at| *at > 0);
        along.filter(|_| NOT_FIRST.contains(tail)).unwrap_or(last).max(1)
    })
}

/// Characters to look back for the end of a phrase.
const LOOK_BACK: usize = 7;

/// Where a phrase ends in the second half of a line: after a comma, or where kana of an ending is followed by a
/// character that begins a word. Names of people and insurers have no such places.
fn phrase(line: &str, last: usize) -> Option<usize> {
    let hiragana = |c: char| ('ぁ'..='ん').contains(&c);
    let begins = |c: char| !hiragana(c) && !NOT_FIRST.contains(c);
    let places: Vec<(usize, char)> = line.char_indices().collect();
    let ends = places.windows(2).rev().take(LOOK_BACK).filter_map(|pair| match pair {
        [(_, before), (at, after)] => (*at, *before, *after).into(),
        _ => None,
    });
    // Between given name and family name, wherever in the second half that is.
    let space = line.rfind([' ', '\u{3000}']).filter(|at| *at > line.len() / 2);
    if let Some(at) = space {
        return line.get(at..).and_then(|rest| rest.chars().next()).map(|c| at + c.len_utf8());
    }
    let end = |(at, before, after): &(usize, char, char)| {
        *at <= last && *at > line.len() / 2 && (*before == '、' || hiragana(*before)) && begins(*after)
    };
    ends.into_iter().find(end).map(|(at, ..)| at)
}

fn cut(fonts: &Fonts, glyphs: &[Glyph], size: u16, width: i32, lines: usize) -> Vec<String> {
    let mut kept = wrap(glyphs, size, width);
    kept.truncate(lines.max(1));
    if let Some(last) = kept.last_mut() {
        while fonts.width(last, size) + fonts.advance('…', size) > width as f32 && last.pop().is_some() {}
        last.push('…');
    }
    kept
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

    #[test]
    fn lines_break_between_words_and_no_line_begins_with_a_full_stop() {
        let style = Style::new(INK, WHITE, 12, 12).lines(3);
        let text = place("certificate is revoked", Area::new(0, 0, 80, 60), style);
        assert_eq!(text.lines, ["certificate", "is revoked"]);
        let text = place("見本見本。", Area::new(0, 0, 50, 60), style);
        assert_eq!(text.lines, ["見本見", "本。"]);
        let text = place("回線が戻るまで別の方法で確認", Area::new(0, 0, 122, 60), style);
        assert_eq!(text.lines, ["回線が戻るまで別の", "方法で確認"]);
        let text = place("見本見本　見本見本", Area::new(0, 0, 80, 60), style);
        assert_eq!(text.lines, ["見本見本", "見本見本"]);
    }
}
