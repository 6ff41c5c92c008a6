//! The 320×240 display: a status line, a banner that shows the state in colour, sign and word, the content, and the
//! effects of the keys. The language of the screen is large, the other one small.

mod body;
mod entry;
mod keys;
mod lists;
mod numbers;
mod person;
mod ready;
mod status;

use super::sheet::{Body, Head, Kind, Sheet};
use super::{content, flat, sentences};
use crate::colour::{AMBER, BLUE, FAINT, GREEN, INK, PALE, RED, Rgb, SLATE, TEAL, WHITE};
use crate::font::Fonts;
use crate::scene::{Area, Scene, Style};
use crate::texts::{self, Check, Translate, Words};
use desk::{Failure, View};
use model::Language;
use wire::ReceptionNumber;

const WIDTH: i32 = 320;
const HEIGHT: i32 = 240;
const STATUS: Area = Area::new(0, 0, WIDTH, 18);
/// The headline of a fresh screen.
pub(super) const BANNER: Area = Area::new(0, 18, WIDTH, 54);
const CONTENT: Area = Area::new(8, 74, WIDTH - 16, 142);
const HINTS: Area = Area::new(0, 218, WIDTH, 22);
/// On an earlier check a band comes first, and the headline is lower.
const PAST: Area = Area::new(0, 18, WIDTH, 18);
const PAST_BANNER: Area = Area::new(0, 36, WIDTH, 42);
const PAST_CONTENT: Area = Area::new(8, 80, WIDTH - 16, 136);

/// Composes the picture of a view.
pub(super) fn compose(fonts: &Fonts, view: &View) -> Scene {
    let sheet = content::sheet(view);
    let mut page = Page { fonts, language: view.language, scene: Scene::default() };
    page.scene.headline(fonts, &sheet.head.title.first(view.language));
    page.scene.fill(Area::new(0, 0, WIDTH, HEIGHT), WHITE);
    if matches!(sheet.body, Body::Pattern) {
        body::pattern(&mut page, &sheet);
        return page.scene;
    }
    page.scene.fill(HINTS, PALE);
    status::draw(&mut page, view);
    match &sheet.body {
        Body::Ready(ready) => ready::draw(&mut page, ready),
        Body::List(list) => lists::draw(&mut page, &sheet.head, list),
        _ => below_a_banner(&mut page, &sheet),
    }
    keys::draw(&mut page, &sheet.keys);
    page.scene
}

fn below_a_banner(page: &mut Page, sheet: &Sheet) {
    let area = match &sheet.past {
        Some(past) => {
            page.past(past, &sheet.head);
            PAST_CONTENT
        }
        None => {
            page.banner(BANNER, &sheet.head, look(sheet.head.kind));
            CONTENT
        }
    };
    body::draw(page, area, sheet);
}

/// Ink and ground of a headline.
fn look(kind: Kind) -> (Rgb, Rgb) {
    match kind {
        Kind::Good => (WHITE, GREEN),
        Kind::Bad => (WHITE, RED),
        Kind::Unconfirmed => (INK, AMBER),
        Kind::Failed => (WHITE, BLUE),
        Kind::Calling | Kind::Careful => (AMBER, INK),
        Kind::Working | Kind::Asking => (WHITE, TEAL),
        Kind::Done => (WHITE, SLATE),
    }
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

    /// In the language of the screen.
    fn words(&mut self, area: Area, words: &impl Translate, style: Style) {
        self.text(area, &words.first(self.language), style);
    }

    /// In the other language: small and faint, on one line where it fits.
    fn second(&mut self, area: Area, words: &impl Translate, style: Style) {
        let text = flat(&words.second(self.language), texts::second(self.language));
        self.text(area, &text, style);
    }

    /// The state in colour, sign and word; with the reception number where there is one.
    fn banner(&mut self, area: Area, head: &Head, (ink, ground): (Rgb, Rgb)) {
        self.scene.fill(area, ground);
        let side = area.h - 10;
        self.scene.sign(Area::new(6, area.y + 5, side, side), head.sign, ink, ground);
        let left = side + 14;
        let upper = area.h * 2 / 3;
        let right = if head.reception.is_some() { 244 } else { WIDTH - 6 };
        let title = Area::new(left, area.y + 1, right - left, upper);
        self.words(title, &head.title, Style::new(ink, ground, 32, 14).bold());
        let under = Area::new(left, area.y + upper + 1, WIDTH - left - 4, area.h - upper - 2);
        let style = Style::new(ink, ground, 13, 10);
        let text =
            under_title(head, self.language, |text| crate::scene::fits(self.fonts, under, text, style));
        self.text(under, &text, style);
        if let Some(number) = head.reception {
            self.number(Area::new(246, area.y + 2, WIDTH - 251, upper - 2), number, ink, ground);
        }
    }

    fn number(&mut self, area: Area, number: ReceptionNumber, ink: Rgb, ground: Rgb) {
        let label = Area::new(area.x, area.y, 22, area.h);
        self.words(label, &Check::ReceptionNarrow, Style::new(ink, ground, 13, 9).lines(2).right());
        let digits = Area::new(area.x + 24, area.y, area.w - 24, area.h);
        self.text(digits, &number.to_string(), Style::new(ink, ground, 29, 12).bold().right());
    }

    /// The headline of an earlier check: a dark band that says so, and no colour of a verdict.
    fn past(&mut self, past: &Words, head: &Head) {
        self.scene.fill(PAST, INK);
        self.words(PAST.inset(6), past, Style::new(WHITE, INK, 15, 11).bold());
        self.banner(PAST_BANNER, head, (INK, WHITE));
        self.scene.frame(PAST_BANNER, 2, INK);
    }

    /// Sentences, each on a line of its own where it fits, and the same in the other language below.
    fn say(&mut self, area: Area, words: &Words) {
        let below = if words.second(self.language).is_empty() { 0 } else { 30 };
        let upper = Area::new(area.x, area.y, area.w, area.h - below);
        self.words(upper, words, Style::new(INK, WHITE, 23, 13).lines(5).bold());
        let lower = Area::new(area.x, area.bottom() - below, area.w, below);
        self.second(lower, words, Style::new(FAINT, WHITE, 13, 10).lines(2));
    }

    /// A failure's sentences for staff; below, with the code, the technician's text, or for staff the sentences in
    /// Japanese where those above are in another language.
    fn failure(&mut self, area: Area, failure: &Failure) {
        let upper = Area::new(area.x, area.y, area.w, area.h - 38);
        let staff = sentences(&failure.staff(self.language));
        self.text(upper, &staff, Style::new(INK, WHITE, 22, 13).lines(5).bold());
        let lower = Area::new(area.x, area.bottom() - 36, area.w, 36);
        let style = Style::new(FAINT, WHITE, 13, 10).lines(3);
        let code = failure.code;
        let below = match self.language {
            Language::Japanese => format!("{code}  {}", failure.technician()),
            Language::English => format!("{code}  {}", failure.staff(Language::Japanese)),
        };
        // The log has the specifics too.
        let fits = crate::scene::fits(self.fonts, lower, &below, style);
        let below = if fits { below } else { format!("{code}  {}", code.technician()) };
        self.text(lower, &below, style);
    }

    /// A strip across the content that cannot be overlooked.
    fn strip(&mut self, area: Area, text: &str, ink: Rgb, ground: Rgb) {
        self.scene.fill(area, ground);
        let style = Style::new(ink, ground, u16::try_from(area.h - 4).unwrap_or(18).min(20), 10);
        self.text(area.inset(6), text, style.bold());
    }
}

/// More words, and the title in the other language where both fit.
fn under_title(head: &Head, language: Language, fits: impl Fn(&str) -> bool) -> String {
    let more = head.under.as_ref().map(|under| flat(&under.first(language), language));
    let second = flat(&head.title.second(language), texts::second(language));
    let parts: Vec<String> = more.into_iter().chain(Some(second).filter(|text| !text.is_empty())).collect();
    let both = parts.join("  ");
    if fits(&both) { both } else { parts.into_iter().next().unwrap_or_default() }
}
