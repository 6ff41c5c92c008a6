//! Where things are, screen by screen. All on 320×240: a status line, a banner that tells the state in colour, sign
//! and word, the content, and what the keys do.

mod check;
#[cfg(test)]
mod gallery;
mod plain;
mod ready;
mod status;
#[cfg(test)]
mod tests;
mod verdict;

use crate::colour::{FAINT, INK, PALE, RED, Rgb, WHITE};
use crate::font::Fonts;
use crate::format::Format;
use crate::scene::{Area, Scene, Style};
use crate::shape::Shape;
use crate::texts::{self, Words};
use desk::{Failure, Screen, View};
use wire::ReceptionNumber;

pub(crate) const WIDTH: i32 = 320;
pub(crate) const HEIGHT: i32 = 240;
const STATUS: Area = Area::new(0, 0, WIDTH, 18);
const BANNER: Area = Area::new(0, 18, WIDTH, 54);
const CONTENT: Area = Area::new(8, 74, WIDTH - 16, 142);
const HINTS: Area = Area::new(0, 218, WIDTH, 22);

/// Composes the picture of a view.
pub(crate) fn compose(fonts: &Fonts, view: &View, _format: Format) -> Scene {
    let mut page = Page { fonts, scene: Scene::default() };
    page.scene.fill(Area::new(0, 0, WIDTH, HEIGHT), WHITE);
    page.scene.fill(HINTS, PALE);
    status::draw(&mut page, &view.status);
    content(&mut page, view);
    page.scene
}

fn content(page: &mut Page, view: &View) {
    match &view.screen {
        Screen::Ready { take_card } => ready::ready(page, view, *take_card),
        Screen::ReaderTrouble(state) => ready::reader(page, *state),
        Screen::Reading => ready::reading(page, view),
        Screen::Compare { certificate, certificate_until } => {
            ready::compare(page, *certificate, *certificate_until);
        }
        Screen::PinEntry { typed, left, wrong, .. } => ready::pin(page, *typed, *left, *wrong),
        Screen::LastTry => ready::last_try(page),
        Screen::Signing => ready::signing(page),
        Screen::PinLocked => ready::offer(page, texts::PIN_LOCKED, texts::PIN_LOCKED_SAY),
        Screen::NoChallenge => ready::offer(page, texts::NO_CHALLENGE, texts::NO_CHALLENGE_SAY),
        Screen::CertificateUnusable { state, day } => ready::unusable(page, *state, *day),
        Screen::CardProblem(failure) => check::failure(page, texts::CARD_PROBLEM, failure),
        Screen::Saving => check::saving(page),
        Screen::Waiting { reception, left_s } => check::waiting(page, *reception, *left_s),
        Screen::Pending { reception, problem } => check::pending(page, *reception, *problem),
        Screen::NotSaved { full: true, failure } => check::failure(page, texts::FULL, failure),
        Screen::NotSaved { full: false, failure } => check::failure(page, texts::NOT_SAVED, failure),
        Screen::OutOfOrder(failure) => check::out_of_order(page, failure),
        Screen::Late { notice, more, armed } => check::late(page, notice, *more, *armed),
        Screen::Valid { judged, person, coverage } => verdict::valid(page, judged, person, *coverage),
        Screen::Invalid { judged, newer, person } => {
            verdict::invalid(page, judged, *newer, person.as_deref())
        }
        Screen::NoMatch { judged } => verdict::no(page, judged, texts::NO_MATCH, texts::NO_MATCH_SAY),
        Screen::Multiple { judged } => verdict::no(page, judged, texts::MULTIPLE, texts::MULTIPLE_SAY),
        Screen::Refused { judged, too_old, code } => verdict::refused(page, judged, *too_old, *code),
        Screen::Inconsistent { judged } => verdict::inconsistent(page, judged),
        other => plain::draw(page, other),
    }
}

/// How a banner looks.
#[derive(Debug, Clone, Copy)]
struct Look {
    sign: Shape,
    ink: Rgb,
    ground: Rgb,
}

/// A picture being composed.
struct Page<'a> {
    fonts: &'a Fonts,
    scene: Scene,
}

impl Page<'_> {
    fn text(&mut self, area: Area, text: &str, style: Style) {
        self.scene.text(self.fonts, area, text, style);
    }

    /// The state in colour, sign and word; with the reception number where there is one.
    fn banner(&mut self, look: Look, words: Words, reception: Option<ReceptionNumber>) {
        self.banner_with(look, words.ja, words.en, reception);
    }

    fn banner_with(&mut self, look: Look, title: &str, under: &str, reception: Option<ReceptionNumber>) {
        let Look { sign, ink, ground } = look;
        self.scene.fill(BANNER, ground);
        self.scene.sign(Area::new(6, BANNER.y + 5, 44, 44), sign, ink, ground);
        let right = if reception.is_some() { 244 } else { WIDTH - 6 };
        let area = Area::new(58, BANNER.y + 1, right - 58, 36);
        self.text(area, title, Style::new(ink, ground, 32, 18).bold());
        let area = Area::new(58, BANNER.y + 37, WIDTH - 58 - 4, 15);
        self.text(area, under, Style::new(ink, ground, 13, 11));
        if let Some(number) = reception {
            let label = Area::new(246, BANNER.y + 2, 22, 34);
            self.text(label, texts::RECEPTION_SHORT, Style::new(ink, ground, 13, 11).lines(2).right());
            let area = Area::new(270, BANNER.y + 2, WIDTH - 270 - 5, 34);
            self.text(area, &number.to_string(), Style::new(ink, ground, 29, 12).bold().right());
        }
    }

    /// What OK and Back do.
    fn hints(&mut self, left: Option<(&str, &str)>, right: Option<(&str, &str)>) {
        let half = WIDTH / 2;
        for (hint, x) in [(left, 4), (right, half + 4)] {
            if let Some((key, does)) = hint {
                self.hint(x, key, does);
            }
        }
    }

    fn hint(&mut self, x: i32, key: &str, does: &str) {
        let wide = self.fonts.width(key, 14).ceil() as i32 + 10;
        let cap = Area::new(x, HINTS.y + 2, wide, HINTS.h - 4);
        self.scene.fill(cap, INK);
        self.text(cap, key, Style::new(WHITE, INK, 14, 14).bold().centre());
        let area = Area::new(x + wide + 5, HINTS.y + 1, WIDTH / 2 - wide - 14, HINTS.h - 2);
        self.text(area, does, Style::new(INK, PALE, 16, 12));
    }

    /// Sentences for staff, each on a line of its own where it fits, and the same in English below.
    fn say(&mut self, area: Area, words: Words) {
        let english = if words.en.is_empty() { 0 } else { 30 };
        let upper = Area::new(area.x, area.y, area.w, area.h - english);
        self.text(upper, words.ja, Style::new(INK, WHITE, 22, 13).lines(5).bold());
        let lower = Area::new(area.x, area.bottom() - english, area.w, english);
        self.text(lower, words.en, Style::new(FAINT, WHITE, 13, 11).lines(2));
    }

    /// A failure's texts: what staff do, then code and technician's words.
    fn failure(&mut self, area: Area, failure: &Failure) {
        let upper = Area::new(area.x, area.y, area.w, area.h - 36);
        let sentences = sentences(&failure.staff);
        self.text(upper, &sentences, Style::new(INK, WHITE, 22, 13).lines(5).bold());
        let lower = Area::new(area.x, area.bottom() - 34, area.w, 34);
        // Some rooms' words begin with the code already.
        let technician = match failure.technician.strip_prefix(&*failure.code) {
            Some(_) => failure.technician.to_string(),
            None => format!("{}  {}", failure.code, failure.technician),
        };
        self.text(lower, &technician, Style::new(FAINT, WHITE, 13, 10).lines(3));
    }

    /// A strip across the content that cannot be overlooked.
    fn strip(&mut self, area: Area, text: &str, ink: Rgb, ground: Rgb) {
        self.scene.fill(area, ground);
        let style = Style::new(ink, ground, u16::try_from(area.h - 4).unwrap_or(18).min(20), 11);
        self.text(area.inset(6), text, style.bold());
    }
}

/// A line feed after each sentence but the last.
fn sentences(text: &str) -> String {
    text.trim().replace('。', "。\n").trim_end().to_owned()
}

const QUESTION: Rgb = crate::colour::TEAL;
const WRONG: Rgb = RED;
