//! Content below a banner.

use super::{HEIGHT, Page, WIDTH, content, entry, lists, numbers, person};
use crate::colour::{AMBER, BLUE, CREAM, FAINT, GREEN, INK, PALE, RED, Rgb, TEAL, WHITE};
use crate::layout::sheet::{Body, Keys, Say, Sheet};
use crate::scene::{Area, Style};
use crate::shape::Shape;
use crate::texts::{Check, Tool, Translate, Words};
use desk::{LateKind, LateNotice};
use wire::{Code, ReceptionNumber, jst_text};

pub(super) fn draw(page: &mut Page, area: Area, sheet: &Sheet) {
    match &sheet.body {
        Body::Say(words) => say(page, area, words),
        Body::Failure(failure) => page.failure(area, failure),
        Body::Told(failure) => page.failure(area, failure),
        Body::Entry(entry) => entry::draw(page, entry),
        Body::Waiting(seconds) => waiting(page, *seconds),
        Body::Number(number, problem) => pending(page, area, *number, *problem),
        Body::Person(person) => person::draw(page, area, person, sheet.past.is_some()),
        Body::Details(person) => person::draw(page, area, person, true),
        Body::Late(notice, more) => late(page, notice, *more),
        Body::Ways(ways) => lists::ways(page, area, ways),
        Body::Wait(left, why) => wait(page, area, left, why),
        Body::Facts(facts) => lists::facts(page, area, facts),
        Body::Counts(counts) => numbers::draw(page, area, counts),
        Body::Keys(names, scans) => keys(page, names, *scans),
        // These have no banner.
        Body::Ready(_) | Body::List(_) | Body::Pattern => {}
    }
}

fn say(page: &mut Page, area: Area, say: &Say) {
    let Area { x, y, w, mut h } = area;
    if let Some(strip) = &say.strip {
        let band = Area::new(0, y + h - 24, WIDTH, 24);
        page.strip(band, &strip.first(page.language), INK, CREAM);
        h -= 26;
    }
    if let Some(note) = &say.note {
        page.words(Area::new(x, y + h - 20, w, 20), note, Style::new(INK, WHITE, 16, 13));
        h -= 22;
    }
    let mut left = 0;
    if let Some(sign) = say.sign {
        page.scene.sign(Area::new(x + 2, y + h / 2 - 34, 76, 60), sign, INK, WHITE);
        left = 88;
    }
    page.say(Area::new(x + left, y, w - left, h), &say.words);
}

fn waiting(page: &mut Page, left_s: u64) {
    page.scene.sign(Area::new(8, 84, 56, 44), Shape::Card, INK, WHITE);
    let take = Check::TakeCard;
    page.words(Area::new(70, 80, 244, 32), &take, Style::new(INK, WHITE, 22, 18).bold());
    page.second(Area::new(70, 112, 244, 18), &take, Style::new(FAINT, WHITE, 14, 12));
    let not_yet = Check::NotYetConfirmed;
    page.words(Area::new(8, 142, 304, 24), &not_yet, Style::new(INK, WHITE, 20, 16).bold());
    page.second(Area::new(8, 166, 304, 16), &not_yet, Style::new(FAINT, WHITE, 14, 12));
    let left = Check::LeftSeconds(left_s);
    page.words(Area::new(8, 188, 304, 26), &left, Style::new(INK, WHITE, 22, 16).right());
}

/// Unlike any verdict: amber, a dashed clock and a dashed frame, and the number as the largest thing.
fn pending(page: &mut Page, area: Area, reception: ReceptionNumber, problem: Option<Code>) {
    let (top, bottom) = (area.y, area.bottom());
    page.scene.dashed(Area::new(2, top, WIDTH - 4, bottom - top), 4, AMBER);
    let label = Check::Reception;
    page.words(Area::new(14, top + 14, 88, 22), &label, Style::new(INK, WHITE, 18, 12).bold());
    page.second(Area::new(14, top + 38, 90, 16), &label, Style::new(FAINT, WHITE, 12, 10));
    let number = Area::new(106, top + 6, 200, 64);
    page.text(number, &reception.to_string(), Style::new(INK, WHITE, 60, 30).bold());
    if let Some(code) = problem {
        let code = code.code();
        let say = format!("{}\n{code}", super::sentences(code.staff(page.language)));
        let area = Area::new(14, top + 71, 292, bottom - top - 78);
        return page.text(area, &say, Style::new(INK, WHITE, 18, 12).lines(4));
    }
    let say = Check::PendingSay;
    page.words(Area::new(14, top + 72, 292, 36), &say, Style::new(INK, WHITE, 22, 13).bold().lines(2));
    page.second(Area::new(14, top + 109, 292, 18), &say, Style::new(FAINT, WHITE, 12, 10));
}

fn late(page: &mut Page, notice: &LateNotice, more: u32) {
    late_head(page, notice);
    let words = content::late_outcome(notice.kind);
    page.scene.fill(Area::new(0, 122, WIDTH, 46), RED);
    page.scene.sign(Area::new(6, 126, 38, 38), Shape::Cross, WHITE, RED);
    page.words(Area::new(52, 123, 262, 30), &words, Style::new(WHITE, RED, 26, 16).bold());
    let second = words.second(page.language);
    let below = match notice.kind {
        LateKind::Refused(code) | LateKind::TooOld(code) => format!("{}  {second}", code.code()),
        _ => second.into_owned(),
    };
    page.text(Area::new(52, 153, 262, 14), &below, Style::new(WHITE, RED, 12, 10));
    page.words(Area::new(8, 170, 304, 24), &Check::LateSay, Style::new(INK, WHITE, 16, 12).bold());
    let rest = if more > 0 { 90 } else { 0 };
    page.second(Area::new(8, 196, 304 - rest, 18), &Check::LateSay, Style::new(FAINT, WHITE, 12, 10));
    if more > 0 {
        let style = Style::new(INK, WHITE, 16, 12).right().bold();
        page.words(Area::new(222, 196, 90, 20), &Check::More(more), style);
    }
}

/// The number and the time, by which staff find the person.
fn late_head(page: &mut Page, notice: &LateNotice) {
    let label = Area::new(8, 78, 76, 40);
    page.words(label, &Check::Reception, Style::new(INK, WHITE, 18, 10).bold());
    let number = Area::new(86, 74, 100, 46);
    page.text(number, &notice.head.reception.to_string(), Style::new(INK, WHITE, 42, 20).bold());
    let doubt = Check::ClockDoubtful;
    let doubt = if notice.head.clock_synchronised { "".into() } else { doubt.first(page.language) };
    let time =
        format!("{}\n{}\n{doubt}", Check::Captured.first(page.language), jst_text(notice.head.captured_at));
    let style = Style::new(INK, WHITE, 17, 10).lines(3).right();
    page.text(Area::new(190, 75, 124, 44), time.trim_end(), style);
}

fn wait(page: &mut Page, area: Area, left: &Words, why: &Words) {
    let upper = Area::new(area.x, area.y + 2, area.w, 60);
    page.words(upper, left, Style::new(INK, WHITE, 48, 24).bold().centre());
    page.say(Area::new(area.x, area.y + 64, area.w, area.h - 64), why);
}

/// Keys as they are pressed, the newest at the right and marked.
fn keys(page: &mut Page, names: &[String], scans: u32) {
    page.words(Area::new(8, 76, 304, 26), &Tool::KeysSay, Style::new(INK, WHITE, 20, 14).bold());
    page.second(Area::new(8, 102, 304, 16), &Tool::KeysSay, Style::new(FAINT, WHITE, 13, 11));
    for (name, place) in names.iter().zip(0..) {
        let newest = usize::try_from(place + 1).is_ok_and(|count| count == names.len());
        let (ink, ground) = if newest { (WHITE, TEAL) } else { (INK, PALE) };
        let area = Area::new(10 + 30 * place, 126, 28, 30);
        page.scene.fill(area, ground);
        page.text(area, name, Style::new(ink, ground, 20, 12).bold().centre());
    }
    page.words(Area::new(8, 162, 304, 20), &Tool::Scans(scans), Style::new(INK, WHITE, 16, 14));
    page.words(Area::new(8, 188, 304, 24), &Tool::KeysLeave, Style::new(INK, WHITE, 17, 12).bold());
}

/// All colours, all steps of grey, and a border that ends exactly at the display's edge.
pub(super) fn pattern(page: &mut Page, sheet: &Sheet) {
    let whole = Area::new(0, 0, WIDTH, HEIGHT);
    page.scene.fill(whole, INK);
    page.scene.frame(whole, 2, WHITE);
    let plain = [Rgb(255, 0, 0), Rgb(0, 255, 0), Rgb(0, 0, 255), Rgb(0, 255, 255), Rgb(255, 0, 255)];
    let bars = plain.into_iter().chain([AMBER, GREEN, RED, BLUE, TEAL]);
    for (colour, n) in bars.zip(0..) {
        page.scene.fill(Area::new(10 + 30 * n, 10, 30, 70), colour);
    }
    for n in 0..15 {
        let grey = u8::try_from(n * 255 / 14).unwrap_or(255);
        page.scene.fill(Area::new(10 + 20 * n, 84, 20, 40), Rgb(grey, grey, grey));
    }
    page.scene.fill(Area::new(6, 130, WIDTH - 12, 60), WHITE);
    let title = &sheet.head.title;
    page.words(Area::new(10, 132, 300, 32), title, Style::new(INK, WHITE, 24, 14).bold().centre());
    page.second(Area::new(10, 166, 300, 20), title, Style::new(FAINT, WHITE, 14, 11).centre());
    pattern_keys(page, &sheet.keys);
}

/// The keys, within the border.
fn pattern_keys(page: &mut Page, keys: &Keys) {
    let hints = keys.hints(page.language, |words, language| words.first(language));
    for ((cap, does), x) in hints.iter().zip([20, 200]) {
        let style = Style::new(WHITE, INK, 18, 12).bold();
        page.text(Area::new(x, 200, 110, 28), &format!("{cap} {does}"), style);
    }
}
