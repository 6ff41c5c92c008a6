//! Screens before there is a check: ready, reading, the face, the PIN.

use super::{CONTENT, HINTS, Look, Page, QUESTION, WIDTH, WRONG, sentences};
use crate::colour::{AMBER, BLUE, CREAM, FAINT, INK, PALE, RED, Rgb, WHITE};
use crate::scene::{Area, Style};
use crate::shape::Shape;
use crate::texts::{self, Words};
use desk::{Failure, View};
use jiff::civil::Date;
use wire::{CertificateState, ReaderState};

const WORKING: Look = Look { sign: Shape::Work, ink: WHITE, ground: QUESTION };
const ASKING: Look = Look { sign: Shape::Face, ink: WHITE, ground: QUESTION };
const TROUBLE: Look = Look { sign: Shape::BoxedMark, ink: WHITE, ground: BLUE };
const CAREFUL: Look = Look { sign: Shape::Triangle, ink: AMBER, ground: INK };

pub(super) fn ready(page: &mut Page, view: &View, take_card: bool) {
    page.scene.sign(Area::new(12, 26, 72, 60), Shape::Card, QUESTION, WHITE);
    let words = if take_card { texts::TAKE_LAST_CARD } else { texts::PLACE_CARD };
    let (ja, en) = words.ja.split_once('を').map_or((words.ja, ""), |(what, rest)| (what, rest));
    let two_lines = if en.is_empty() { ja.to_owned() } else { format!("{ja}を\n{en}") };
    let style = Style::new(INK, WHITE, 28, 20).bold().lines(2);
    page.text(Area::new(92, 22, WIDTH - 100, 66), &two_lines, style);
    page.text(Area::new(92, 88, WIDTH - 100, 18), words.en, Style::new(FAINT, WHITE, 14, 12));
    let (method, purpose) = (texts::method(view.method), texts::purpose(view.purpose));
    chip(page, Area::new(8, 112, 148, 62), "▲", texts::METHOD, method);
    chip(page, Area::new(164, 112, 148, 62), "▼", texts::PURPOSE, purpose);
    if let Some(trouble) = &view.trouble {
        trouble_strip(page, trouble);
    }
    page.hints(Some(("▲", texts::DO_METHOD)), Some(("▼", texts::DO_PURPOSE)));
}

/// What is chosen now, and by which key it changes.
fn chip(page: &mut Page, area: Area, key: &str, label: Words, value: Words) {
    page.scene.fill(area, PALE);
    let title = format!("{key} {}", label.ja);
    page.text(Area::new(area.x + 6, area.y + 2, 80, 16), &title, Style::new(INK, PALE, 13, 11));
    let value_area = Area::new(area.x + 6, area.y + 18, area.w - 12, 28);
    page.text(value_area, value.ja, Style::new(INK, PALE, 24, 18).bold());
    let english = Area::new(area.x + 6, area.y + 46, area.w - 12, 14);
    page.text(english, value.en, Style::new(INK, PALE, 12, 11));
}

fn trouble_strip(page: &mut Page, trouble: &Failure) {
    let area = Area::new(0, 178, WIDTH, HINTS.y - 178);
    page.scene.fill(area, CREAM);
    let text = format!("{} {}", sentences(&trouble.staff), trouble.code);
    page.text(area.inset(6), &text, Style::new(INK, CREAM, 16, 11).lines(3));
}

pub(super) fn reader(page: &mut Page, state: ReaderState) {
    page.banner(TROUBLE, texts::READER, None);
    let words = match state {
        ReaderState::Absent => texts::READER_ABSENT,
        ReaderState::Fault | ReaderState::Ready => texts::READER_FAULT,
    };
    page.say(CONTENT, words);
}

pub(super) fn reading(page: &mut Page, view: &View) {
    page.banner(WORKING, texts::READING, None);
    hold_still(page);
    let (method, purpose) = (texts::method(view.method).ja, texts::purpose(view.purpose).ja);
    page.hints(None, None);
    page.text(HINTS.inset(8), &format!("{method}  {purpose}"), Style::new(INK, PALE, 16, 14));
}

pub(super) fn signing(page: &mut Page) {
    page.banner(WORKING, texts::SIGNING, None);
    hold_still(page);
}

fn hold_still(page: &mut Page) {
    page.scene.sign(Area::new(12, 98, 76, 60), Shape::Card, INK, WHITE);
    let words = texts::HOLD_STILL;
    page.text(Area::new(96, 88, 216, 80), words.ja, Style::new(INK, WHITE, 24, 18).bold().lines(3));
    page.text(Area::new(96, 176, 216, 20), words.en, Style::new(FAINT, WHITE, 14, 12));
}

pub(super) fn compare(page: &mut Page, certificate: Option<CertificateState>, until: Date) {
    page.banner(ASKING, texts::COMPARE, None);
    let words = texts::COMPARE_ASK;
    page.text(Area::new(8, 78, 304, 62), words.ja, Style::new(INK, WHITE, 26, 20).bold().lines(2));
    page.text(Area::new(8, 141, 304, 17), words.en, Style::new(FAINT, WHITE, 14, 12));
    page.text(Area::new(8, 160, 304, 20), texts::COMPARE_CARD.ja, Style::new(INK, WHITE, 16, 14));
    certificate_strip(page, Area::new(0, 188, WIDTH, 26), certificate, until);
    page.hints(Some((texts::KEY_BACK, texts::DO_STOP)), Some((texts::KEY_OK, texts::DO_SAME)));
}

/// The warning about the certificate's dates, when there is one.
pub(super) fn certificate_strip(page: &mut Page, area: Area, state: Option<CertificateState>, until: Date) {
    if let Some(words) = state.and_then(texts::certificate) {
        let text = format!("{} {}", words.ja, until.strftime("%Y/%-m/%-d"));
        page.strip(area, &text, INK, CREAM);
    }
}

pub(super) fn pin(page: &mut Page, typed: u8, left: u8, wrong: bool) {
    let look = Look { sign: Shape::Dots(4), ..ASKING };
    page.banner(look, texts::PIN, None);
    let ask = match (typed, wrong) {
        (4.., _) => texts::PIN_SEND,
        (0, true) => texts::PIN_WRONG,
        _ => texts::PIN_ASK,
    };
    let ink = if typed == 0 && wrong { WRONG } else { INK };
    page.text(Area::new(8, 76, 304, 32), ask.ja, Style::new(ink, WHITE, 25, 18).bold().centre());
    page.text(Area::new(8, 108, 304, 16), ask.en, Style::new(FAINT, WHITE, 14, 12).centre());
    page.scene.sign(Area::new(50, 128, 220, 50), Shape::Dots(typed), INK, WHITE);
    tries(page, left);
    let back = if typed == 0 { texts::DO_STOP } else { texts::DO_DELETE };
    let ok = (typed >= 4).then_some((texts::KEY_OK, texts::DO_SEND));
    page.hints(Some((texts::KEY_BACK, back)), ok);
}

fn tries(page: &mut Page, left: u8) {
    let text = format!("{}{left}{}", texts::LEFT, texts::TIMES);
    let (ink, ground) = if left <= 1 { (INK, AMBER) } else { (INK, WHITE) };
    let area = Area::new(100, 184, 120, 30);
    page.scene.fill(area, ground);
    page.text(area, &text, Style::new(ink, ground, 22, 16).bold().centre());
}

pub(super) fn last_try(page: &mut Page) {
    page.banner(CAREFUL, texts::LAST_TRY, None);
    page.say(CONTENT, texts::LAST_TRY_ASK);
    page.hints(Some((texts::KEY_BACK, texts::DO_STOP)), Some((texts::KEY_OK, texts::DO_TRY)));
}

pub(super) fn offer(page: &mut Page, title: Words, say: Words) {
    page.banner(TROUBLE, title, None);
    page.say(CONTENT, say);
    page.hints(Some((texts::KEY_BACK, texts::DO_STOP)), Some((texts::KEY_OK, texts::DO_VISUAL)));
}

pub(super) fn unusable(page: &mut Page, state: CertificateState, day: Date) {
    let not_yet = state == CertificateState::NotYet;
    let (title, say, label) = if not_yet {
        (texts::NOT_YET, texts::NOT_YET_SAY, texts::FIRST_DAY)
    } else {
        (texts::EXPIRED, texts::EXPIRED_SAY, texts::LAST_DAY)
    };
    let look: (Shape, Rgb) = (Shape::Cross, RED);
    page.banner(Look { sign: look.0, ink: WHITE, ground: look.1 }, title, None);
    let text = format!("{label}  {}", crate::names::date(&day.strftime("%Y%m%d").to_string()));
    page.strip(Area::new(0, 76, WIDTH, 24), &text, INK, CREAM);
    page.say(Area::new(8, 104, 304, 112), say);
    page.hints(None, Some((texts::KEY_OK, texts::DO_CLOSE)));
}
