//! The 128×64 one-bit display: the same decisions in fewer words and one language.
//!
//! There is no colour here, so outcomes differ by the form of the headline (filled, framed, dashed, half filled), by
//! their sign and by their word. Kanji are at least 11 pixels high wherever a decision hangs on them; status and keys
//! have 10. Names that are too long for a row (of sites, insurers, machines) lose their middle.

mod body;
mod clock;
mod details;
mod failure;
mod identity;
mod keys;
mod lists;
mod person;
mod special;
mod status;

use super::content;
use super::sheet::{Body, Kind, Sheet};
use crate::colour::{DARK, LIT};
use crate::font::Fonts;
use crate::scene::{self, Area, Scene, Style};
use crate::texts::Translate;
use crate::wrap;
use desk::View;
use model::Language;

const WIDTH: i32 = 128;
const HEIGHT: i32 = 64;
const STATUS: Area = Area::new(0, 0, WIDTH, 10);
/// Between the status line and the keys.
const CONTENT: Area = Area::new(0, 11, WIDTH, 42);
/// The headline.
pub(super) const BANNER: Area = Area::new(0, 11, WIDTH, 17);
/// Below the headline.
const BELOW: Area = Area::new(0, 29, WIDTH, 24);
/// On an earlier check a band comes first, and the headline is lower.
const PAST: Area = Area::new(0, 11, WIDTH, 10);
const PAST_BANNER: Area = Area::new(0, 22, WIDTH, 16);
const PAST_BELOW: Area = Area::new(0, 39, WIDTH, 14);
/// The same where one row is not enough.
const PAST_LOW: (Area, Area) = (Area::new(0, 21, WIDTH, 12), Area::new(0, 33, WIDTH, 21));
const HINTS: Area = Area::new(0, 54, WIDTH, 10);

/// Composes the picture of a view.
pub(super) fn compose(fonts: &Fonts, view: &View) -> Scene {
    let sheet = content::sheet(view);
    let mut page = Page { fonts, language: view.language, scene: Scene::default() };
    page.scene.headline(fonts, &sheet.head.title.short(view.language));
    page.scene.fill(Area::new(0, 0, WIDTH, HEIGHT), DARK);
    if matches!(sheet.body, Body::Pattern) {
        special::pattern(&mut page, &sheet);
        return page.scene;
    }
    status::draw(&mut page, view);
    body::draw(&mut page, &sheet);
    page.scene
}

/// One line, lit on dark, as large as fits.
const fn line(largest: u16, smallest: u16) -> Style {
    Style::new(LIT, DARK, largest, smallest).tight()
}

/// The same, dark on lit.
const fn inverse(largest: u16, smallest: u16) -> Style {
    Style::new(DARK, LIT, largest, smallest).tight()
}

/// A picture being composed.
struct Page<'a> {
    fonts: &'a Fonts,
    language: Language,
    scene: Scene,
}

impl Page<'_> {
    fn text(&mut self, area: Area, text: &str, style: Style) {
        self.scene.text(self.fonts, area, text, style);
    }

    fn words(&mut self, area: Area, words: &impl Translate, style: Style) {
        self.text(area, &words.short(self.language), style);
    }

    fn wide(&self, text: &str, size: u16) -> i32 {
        self.fonts.width(text, size).ceil() as i32
    }

    fn fits(&self, area: Area, text: &str, style: Style) -> bool {
        scene::fits(self.fonts, area, text, style)
    }

    /// The state in form, sign and word; at the right the reception number, or more words. Returns the area below.
    fn banner(&mut self, sheet: &Sheet) -> Area {
        let head = &sheet.head;
        let (inner, style, below) = self.form(sheet);
        let (right, size) = match (&head.reception, &head.under) {
            (Some(number), _) => (number.to_string(), 14),
            (None, Some(under)) => (under.short(self.language).into_owned(), 10),
            (None, None) => (String::new(), 10),
        };
        let most = inner.w - 4 - self.wide(&head.title.short(self.language), 10);
        // Only words that decide nothing can fail to fit beside the title: numbers always fit.
        let right = if self.wide(&right, 10) <= most { right } else { String::new() };
        let wide = self.wide(&right, size).min(most);
        let area = Area::new(inner.right() - wide, inner.y, wide, inner.h);
        if wide > 0 {
            self.text(area, &right, style(size, 10).right());
        }
        let title = Area::new(inner.x, inner.y, inner.w - wide - if wide > 0 { 4 } else { 2 }, inner.h);
        self.words(title, &head.title, style(15, 10));
        below
    }

    /// The form of the headline and its sign; returns the area and style of its texts, and the area below.
    fn form(&mut self, sheet: &Sheet) -> (Area, fn(u16, u16) -> Style, Area) {
        let places = if sheet.past.is_some() { (PAST_BANNER, PAST_BELOW) } else { (BANNER, BELOW) };
        self.form_at(sheet, places)
    }

    fn form_at(
        &mut self,
        sheet: &Sheet,
        (banner, below): (Area, Area),
    ) -> (Area, fn(u16, u16) -> Style, Area) {
        if let Some(past) = &sheet.past {
            self.scene.fill(PAST, LIT);
            self.words(PAST.inset(2), past, inverse(10, 10));
        }
        let kind = sheet.head.kind;
        let lit = form(&mut self.scene, banner, kind, sheet.past.is_some());
        let style: fn(u16, u16) -> Style = if lit { inverse } else { line };
        let half = kind == Kind::Failed && sheet.past.is_none();
        let (ink, ground) = if lit || half { (DARK, LIT) } else { (LIT, DARK) };
        let sign = Area::new(2, banner.y + 1, banner.h - 2, banner.h - 2);
        self.scene.sign(sign, sheet.head.sign, ink, ground);
        (Area::new(20, banner.y + 1, WIDTH - 23, banner.h - 2), style, below)
    }

    /// A line that names the screen, with something at the right; dark on lit where no row below is marked so.
    fn title(&mut self, title: &str, right: &str, lit: bool) -> Area {
        let area = Area::new(0, CONTENT.y, WIDTH, 10);
        if lit {
            self.scene.fill(area, LIT);
        }
        let style = if lit { inverse(10, 10) } else { line(10, 10) };
        let wide = self.wide(right, 10);
        self.text(Area::new(2, area.y, WIDTH - wide - 6, 10), title, style);
        self.text(Area::new(WIDTH - wide - 2, area.y, wide, 10), right, style);
        Area::new(0, area.bottom(), WIDTH, CONTENT.bottom() - area.bottom())
    }

    /// A text for one line; a name that is too long loses its middle, because such names differ at their ends.
    fn shortened(&self, area: Area, text: &str, style: Style) -> String {
        let narrow = crate::kana::narrow(text);
        let letters: Vec<char> = narrow.chars().collect();
        let without = |gone: usize| -> String {
            let head = (letters.len() - gone).div_ceil(2);
            letters.iter().take(head).chain(&['…']).chain(letters.iter().skip(head + gone)).collect()
        };
        let whole = [text.to_owned(), narrow.clone()].into_iter();
        let mut ways = whole.chain((1..letters.len()).map(without));
        ways.find(|text| self.fits(area, text, style)).unwrap_or_default()
    }

    /// A text in two lines of this size, where it can be broken so.
    fn broken(&self, text: &str, size: u16, width: i32) -> Option<[String; 2]> {
        let glyphs = wrap::glyphs(self.fonts, &crate::names::drawable(self.fonts, text));
        wrap::wrap(&glyphs, size, width).try_into().ok()
    }
}

/// Draws the form of a headline, by which outcomes differ without colour; returns true if it is lit.
fn form(scene: &mut Scene, area: Area, kind: Kind, past: bool) -> bool {
    let under = Area::new(0, area.bottom() - 1, WIDTH, 1);
    match kind {
        // An earlier check never has the form of a fresh good one.
        _ if past => scene.frame(area, 1, LIT),
        Kind::Good => {
            scene.fill(area, LIT);
            return true;
        }
        Kind::Bad | Kind::Calling => scene.frame(area, 2, LIT),
        Kind::Unconfirmed => scene.dashed(area, 1, LIT),
        Kind::Failed => {
            scene.fill(Area::new(0, area.y, 18, area.h), LIT);
            scene.fill(under, LIT);
        }
        Kind::Careful | Kind::Working | Kind::Asking | Kind::Done => scene.fill(under, LIT),
    }
    false
}
