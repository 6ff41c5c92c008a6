//! Content of the small display, by kind, with the keys below.

use super::failure::fitting;
use super::{Page, WIDTH, details, inverse, line, lists, person, special};
use crate::colour::{DARK, LIT};
use crate::layout::flat;
use crate::layout::sheet::{Body, Entry, Keys, Ready, Say, Sheet};
use crate::scene::Area;
use crate::shape::Shape;
use crate::texts::{self, Card, Check, Translate, Words};
use desk::Failure;

pub(super) fn draw(page: &mut Page, sheet: &Sheet) {
    match &sheet.body {
        Body::Ready(ready) => self::ready(page, ready, &sheet.keys),
        Body::List(list) => lists::draw(page, sheet, list),
        Body::Ways(ways) => lists::ways(page, sheet, ways),
        Body::Facts(facts) => lists::facts(page, sheet, facts),
        Body::Counts(counts) => lists::counts(page, sheet, counts),
        Body::Person(person) => person::draw(page, sheet, person),
        Body::Details(person) => details::draw(page, sheet, person),
        Body::Failure(failure) => failed(page, sheet, failure),
        Body::Told(failure) => failed(page, sheet, failure),
        Body::Number(number, problem) => special::pending(page, sheet, *number, *problem),
        Body::Late(notice, more) => special::late(page, sheet, notice, *more),
        Body::Keys(names, scans) => special::keys(page, sheet, names, *scans),
        Body::Say(_) | Body::Entry(_) | Body::Waiting(_) | Body::Wait(..) => below(page, sheet),
        // Drawn before there is a status line.
        Body::Pattern => {}
    }
}

fn below(page: &mut Page, sheet: &Sheet) {
    let area = page.banner(sheet);
    match &sheet.body {
        Body::Say(words) => say(page, area, words),
        Body::Entry(entry) => self::entry(page, area, entry),
        Body::Waiting(seconds) => waiting(page, area, *seconds),
        Body::Wait(left, why) => wait(page, area, left, why),
        _ => {}
    }
    page.hints(&sheet.keys);
}

fn say(page: &mut Page, area: Area, say: &Say) {
    let words = say.words.short(page.language);
    let mut area = area;
    // On an earlier check there is one line only: the action, which comes last.
    let one = area.h < 24;
    if let Some(strip) = say.strip.as_ref().filter(|_| !one) {
        let band = Area::new(0, area.bottom() - 10, WIDTH, 10);
        page.scene.fill(band, LIT);
        page.words(band, strip, inverse(10, 8).centre());
        area.h -= 11;
    }
    let last = words.rsplit('\n').next().unwrap_or_default();
    let whole = flat(&words, page.language);
    let smallest = texts::manner(page.language).smallest_sentence;
    let text = match one || say.strip.is_some() {
        true if page.fits(area, &whole, line(14, smallest)) => &whole,
        true => last,
        false => &words,
    };
    page.text(area, text, line(14, 10).lines(2).centre());
}

/// The request, the choices with the keys that change them, and lasting conditions.
fn ready(page: &mut Page, ready: &Ready, keys: &Keys) {
    let chips = Area::new(0, 42, WIDTH, 11);
    match ready.trouble {
        Some(failure) => {
            let ask = flat(&ready.ask.short(page.language), page.language);
            page.text(Area::new(0, 11, WIDTH, 11), &ask, line(11, 10));
            trouble(page, Area::new(0, 22, WIDTH, 20), failure);
        }
        None => match &ready.good {
            Some(good) => {
                let ask = flat(&ready.ask.short(page.language), page.language);
                page.text(Area::new(0, 12, WIDTH, 14), &ask, line(12, 10));
                page.words(Area::new(0, 27, WIDTH, 13), good, line(12, 10));
            }
            None => {
                page.scene.sign(Area::new(2, 13, 30, 26), Shape::Card, LIT, DARK);
                page.words(Area::new(36, 12, WIDTH - 36, 28), &ready.ask, line(14, 10).lines(2));
            }
        },
    }
    let ticket = ready.ticket.map(|tail| Card::Ticket(tail.to_owned()).short(page.language));
    let (method, purpose) = (ready.method.short(page.language), ready.purpose.short(page.language));
    let chosen = format!("▲{method} ▼{purpose}");
    let right = ticket.as_deref().map_or(0, |text| page.wide(text, 10) + 3);
    page.text(Area::new(0, chips.y, WIDTH - right, 11), &chosen, line(11, 10));
    if let Some(text) = ticket {
        let area = Area::new(WIDTH - right + 1, chips.y, right - 1, 10);
        page.scene.fill(area, LIT);
        page.text(area, &text, inverse(10, 9).centre());
    }
    // The effects of Up and Down are shown beside the choices.
    page.hints(&Keys { up: None, down: None, ..keys.clone() });
}

/// A lasting condition, in two lines on lit ground.
fn trouble(page: &mut Page, area: Area, failure: &Failure) {
    page.scene.fill(area, LIT);
    let text = fitting(page, area.inset(1), failure, inverse(10, 10).lines(2), true);
    page.text(area.inset(1), &text, inverse(10, 10).lines(2));
}

/// A headline in one line with the code, and the short form below.
fn failed(page: &mut Page, sheet: &Sheet, failure: &Failure) {
    if sheet.head.reception.is_some() || sheet.past.is_some() {
        let area = page.banner(sheet);
        let style = line(12, 10).lines(2);
        let text = fitting(page, area, failure, style, true);
        page.text(area, &text, style);
    } else {
        let area = page.title(&sheet.head.title.short(page.language), failure.code.name(), true);
        let style = line(12, 10).lines(3);
        let text = fitting(page, area, failure, style, false);
        page.text(area, &text, style);
    }
    page.hints(&sheet.keys);
}

/// Digits unseen, one place each; the one that is being turned shows its number.
fn entry(page: &mut Page, area: Area, entry: &Entry) {
    let upper = Area::new(0, area.y, WIDTH, 11);
    if let Some(failure) = entry.failure {
        let text = fitting(page, upper, failure, inverse(10, 10), true);
        page.scene.fill(upper, LIT);
        page.text(upper, &text, inverse(10, 10));
    } else if entry.wrong {
        page.scene.fill(upper, LIT);
        page.words(upper, &entry.ask, inverse(11, 9).centre());
    } else {
        page.words(upper, &entry.ask, line(11, 9));
    }
    let note = entry.note.as_ref().filter(|_| entry.of.is_some());
    let right = note.map_or(0, |note| page.wide(&note.short(page.language), 10) + 4);
    if let Some(note) = note {
        let area = Area::new(WIDTH - right, area.y + 13, right, 10);
        if entry.alarm {
            page.scene.fill(area, LIT);
        }
        page.words(area, note, if entry.alarm { inverse(10, 10).centre() } else { line(10, 10).centre() });
    }
    let count = i32::from(entry.places());
    let step = ((WIDTH - right - 2) / count.max(1)).min(16);
    for place in 0..count {
        let side = (step - 1).min(12);
        let spot = Area::new(2 + step * place, area.y + 12 + (12 - side) / 2, side, side);
        if let Some(digit) = entry.wheel.filter(|_| place == i32::from(entry.typed)) {
            page.scene.fill(spot, LIT);
            page.text(spot, &digit.to_string(), inverse(12, 8).centre());
        } else {
            page.scene.sign(spot, Shape::Place(place < i32::from(entry.typed)), LIT, DARK);
        }
    }
}

fn waiting(page: &mut Page, area: Area, left_s: u64) {
    let take = Area::new(0, area.y, WIDTH, 13);
    page.words(take, &Check::TakeCard, line(13, 10));
    let left = Check::LeftSeconds(left_s);
    let wide = page.wide(&left.short(page.language), 10);
    let lower = Area::new(0, area.y + 13, WIDTH - wide - 4, 11);
    page.words(lower, &Check::NotYetConfirmed, line(11, 10));
    page.words(Area::new(WIDTH - wide, area.y + 13, wide, 11), &left, line(10, 10));
}

fn wait(page: &mut Page, area: Area, left: &Words, why: &Words) {
    page.words(Area::new(0, area.y, WIDTH, 13), left, line(13, 12).centre());
    page.words(Area::new(0, area.y + 13, WIDTH, 11), why, line(11, 10).centre());
}
