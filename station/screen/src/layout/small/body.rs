//! Content of the small display, by kind, with the keys below.

use super::{Page, WIDTH, details, inverse, line, lists, person, rest};
use crate::colour::{DARK, LIT};
use crate::layout::sheet::{Body, Entry, Keys, Ready, Say, Sheet};
use crate::layout::{flat, sentences, technical};
use crate::scene::{Area, Style};
use crate::shape::Shape;
use crate::texts::{self, Words, card, check};
use desk::Failure;
use model::Language;

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
        Body::Number(number, problem) => rest::pending(page, sheet, *number, *problem),
        Body::Late(notice, more) => rest::late(page, sheet, notice, *more),
        Body::Keys(names, scans) => rest::keys(page, sheet, names, *scans),
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
    let words = say.words.short(page.language).to_owned();
    let mut area = area;
    // On an earlier check there is one line only: what to do, which comes last.
    let one = area.h < 24;
    if let Some(strip) = say.strip.as_ref().filter(|_| !one) {
        let band = Area::new(0, area.bottom() - 10, WIDTH, 10);
        page.scene.fill(band, LIT);
        page.words(band, strip, inverse(10, 8).centre());
        area.h -= 11;
    }
    let last = words.rsplit('\n').next().unwrap_or_default();
    let whole = flat(&words);
    let smallest = if page.language == Language::Japanese { 12 } else { 10 };
    let text = match one || say.strip.is_some() {
        true if page.fits(area, &whole, line(14, smallest)) => &whole,
        true => last,
        false => &words,
    };
    page.text(area, text, line(14, 10).lines(2).centre());
}

/// What to do, what is chosen and by which key it changes, what lasts.
fn ready(page: &mut Page, ready: &Ready, keys: &Keys) {
    let chips = Area::new(0, 42, WIDTH, 11);
    match ready.trouble {
        Some(failure) => {
            let ask = flat(ready.ask.short(page.language));
            page.text(Area::new(0, 11, WIDTH, 11), &ask, line(11, 10));
            trouble(page, Area::new(0, 22, WIDTH, 20), failure);
        }
        None => match &ready.good {
            Some(good) => {
                let ask = flat(ready.ask.short(page.language));
                page.text(Area::new(0, 12, WIDTH, 14), &ask, line(12, 10));
                page.words(Area::new(0, 27, WIDTH, 13), good, line(12, 10));
            }
            None => {
                page.scene.sign(Area::new(2, 13, 30, 26), Shape::Card, LIT, DARK);
                page.words(Area::new(36, 12, WIDTH - 36, 28), &ready.ask, line(14, 10).lines(2));
            }
        },
    }
    let ticket = ready.ticket.map(|tail| card::ticket(tail).short(page.language).to_owned());
    let (method, purpose) = (ready.method.short(page.language), ready.purpose.short(page.language));
    let chosen = format!("▲{method} ▼{purpose}");
    let right = ticket.as_deref().map_or(0, |text| page.wide(text, 10) + 3);
    page.text(Area::new(0, chips.y, WIDTH - right, 11), &chosen, line(11, 10));
    if let Some(text) = ticket {
        let area = Area::new(WIDTH - right + 1, chips.y, right - 1, 10);
        page.scene.fill(area, LIT);
        page.text(area, &text, inverse(10, 9).centre());
    }
    // What Up and Down do is said beside what they change.
    page.hints(&Keys { up: None, down: None, ..keys.clone() });
}

/// A condition that lasts, in two lines on lit ground.
fn trouble(page: &mut Page, area: Area, failure: &Failure) {
    page.scene.fill(area, LIT);
    let text = fitting(page, area.inset(1), failure, inverse(10, 10).lines(2), true);
    page.text(area.inset(1), &text, inverse(10, 10).lines(2));
}

/// A headline in one line with the code, and as many of the sentences as fit: the first ones.
fn failed(page: &mut Page, sheet: &Sheet, failure: &Failure) {
    if sheet.head.reception.is_some() || sheet.past.is_some() {
        let area = page.banner(sheet);
        let style = line(12, 10).lines(2);
        let text = fitting(page, area, failure, style, true);
        page.text(area, &text, style);
    } else {
        let area = page.title(sheet.head.title.short(page.language), &failure.code, true);
        let style = line(12, 10).lines(3);
        let text = fitting(page, area, failure, style, false);
        page.text(area, &text, style);
    }
    page.hints(&sheet.keys);
}

/// The texts of a failure for a small place: for staff in short words, for the technician the first clauses.
pub(super) fn fitting(page: &Page, area: Area, failure: &Failure, style: Style, code: bool) -> String {
    let parts = match page.language {
        Language::Japanese => short_sentences(&failure.staff),
        Language::English => clauses(failure),
    };
    let between = if page.language == Language::Japanese { "\n" } else { ", " };
    let mark = if code { format!(" {}", failure.code) } else { String::new() };
    let text = |parts: &[String]| format!("{}{mark}", parts.join(between));
    // As many of the first ones as fit, else what to do alone: the second of the sentences for staff.
    let first = (1..=parts.len()).rev().filter_map(|count| parts.get(..count));
    let first = if page.language == Language::Japanese {
        first.filter(|some| some.len() > 1).collect()
    } else {
        first.collect::<Vec<_>>()
    };
    let action = parts.get(1..2).filter(|_| page.language == Language::Japanese);
    let one = parts.get(..1);
    let whole =
        first.into_iter().chain(action).chain(one).map(text).find(|text| page.fits(area, text, style));
    // The card of codes says the rest.
    whole.unwrap_or_else(|| format!("{} {}", texts::status::SEE_CODE.short(page.language), failure.code))
}

/// Polite endings and long names are what small displays have no room for.
const SHORTER: [(&str, &str); 26] = [
    ("マイナンバーカードか、", ""),
    ("ほかの資格確認書類で確認してください", "別の方法で確認"),
    ("別の方法で確認してください", "別の方法で確認"),
    ("別の方法で確認し、", "別の方法で確認、"),
    ("技術担当に連絡してください", "技術担当に連絡"),
    ("カードを置き直してください", "カードを置き直す"),
    ("もう一度カードを置いてください", "もう一度置く"),
    ("もう一度カードを置き、終わるまで動かさないでください", "もう一度置き、動かさない"),
    ("置き直してください", "置き直す"),
    ("置いてください", "置く"),
    ("差し直してください", "差し直す"),
    ("確かめてください", "確かめる"),
    ("切り替えてください", "切り替える"),
    ("し直してください", "し直す"),
    ("そのままお待ちください", "そのまま待つ"),
    ("確認してください", "確認"),
    ("のおそれがあります", "かもしれません"),
    ("カードの電子証明書", "電子証明書"),
    ("の期限が切れています", "の期限切れ"),
    ("がまだ有効ではありません", "は有効期間前"),
    ("は失効しています", "は失効"),
    ("後からの確認は受け付けられません", "後からの確認は不可"),
    ("時間がたちすぎて確認できません", "時間切れです"),
    ("の署名を確認できません", "の署名は無効"),
    ("誤りがあります", "誤り"),
    ("大きすぎます", "大きすぎ"),
];

/// Sentences without what can go without saying.
fn short_sentences(staff: &str) -> Vec<String> {
    let shorter = SHORTER.iter().fold(staff.to_owned(), |text, (long, short)| text.replace(long, short));
    sentences(&shorter).split('\n').map(|sentence| sentence.trim_end_matches('。').to_owned()).collect()
}

/// The technician's text by its clauses, without the code.
fn clauses(failure: &Failure) -> Vec<String> {
    let text = technical(failure);
    let text = text.strip_prefix(&*failure.code).unwrap_or(&text).trim_start_matches([':', ' ']);
    let text = text.replace(" (", "; ").replace(')', "").replace(", ", "; ").replace(": ", "; ");
    text.split("; ").map(str::to_owned).collect()
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
    let right = note.map_or(0, |note| page.wide(note.short(page.language), 10) + 4);
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
    page.words(take, &check::TAKE_CARD, line(13, 10));
    let left = check::left_seconds(left_s);
    let wide = page.wide(left.short(page.language), 10);
    let lower = Area::new(0, area.y + 13, WIDTH - wide - 4, 11);
    page.words(lower, &check::NOT_YET_CONFIRMED, line(11, 10));
    page.words(Area::new(WIDTH - wide, area.y + 13, wide, 11), &left, line(10, 10));
}

fn wait(page: &mut Page, area: Area, left: &Words, why: &Words) {
    page.words(Area::new(0, area.y, WIDTH, 13), left, line(13, 12).centre());
    page.words(Area::new(0, area.y + 13, WIDTH, 11), why, line(11, 10).centre());
}
