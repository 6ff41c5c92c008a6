//! Screens of the small display with a form of their own.

use super::failure::fitting;
use super::{HEIGHT, Page, WIDTH, inverse, line};
use crate::colour::{DARK, LIT};
use crate::layout::sheet::Sheet;
use crate::layout::{content, flat};
use crate::scene::Area;
use crate::texts::{Check, Tool, Translate};
use desk::{Failure, LateKind, LateNotice};
use wire::{Code, ReceptionNumber, jst_text};

/// The number as the largest thing; with a problem the number goes into the headline and the text below.
pub(super) fn pending(page: &mut Page, sheet: &Sheet, number: ReceptionNumber, problem: Option<Code>) {
    if let Some(code) = problem {
        let head = sheet.head.clone().reception(Some(number));
        let area = page.banner(&Sheet { head, ..sheet.clone() });
        let style = line(12, 10).lines(2);
        let text = fitting(page, area, &Failure::from(code), style, true);
        page.text(area, &text, style);
        page.hints(&sheet.keys);
        return;
    }
    let area = page.banner(sheet);
    let digits = number.to_string();
    let size = if sheet.past.is_some() { 14 } else { 24 };
    let wide = page.wide(&digits, size);
    page.text(Area::new(2, area.y, wide, area.h), &digits, line(size, size));
    let say = Check::PendingSay.short(page.language).into_owned();
    let say = if sheet.past.is_some() { flat(&say, page.language) } else { say };
    page.text(Area::new(wide + 8, area.y, WIDTH - wide - 8, area.h), &say, line(14, 10).lines(2));
    page.hints(&sheet.keys);
}

/// The late verdict, the person it concerns, and the action.
pub(super) fn late(page: &mut Page, sheet: &Sheet, notice: &LateNotice, more: u32) {
    let head = sheet.head.clone().reception(Some(notice.head.reception));
    let area = page.banner(&Sheet { head, ..sheet.clone() });
    let words = content::late_outcome(notice.kind);
    let doubt = if notice.head.clock_synchronised { "" } else { "?" };
    let code = match notice.kind {
        LateKind::Refused(code) | LateKind::TooOld(code) => format!("{} ", code.code()),
        _ => String::new(),
    };
    let right = format!("{code}{}{doubt}", jst_text(notice.head.captured_at));
    let wide = page.wide(&right, 10);
    page.text(Area::new(WIDTH - wide, area.y, wide, 13), &right, line(10, 10));
    page.words(Area::new(0, area.y, WIDTH - wide - 3, 13), &words, line(13, 10));
    let more = if more > 0 { Check::More(more).short(page.language).into_owned() } else { String::new() };
    let wide = page.wide(&more, 10);
    page.text(Area::new(WIDTH - wide, area.y + 13, wide, 11), &more, line(10, 10));
    page.words(Area::new(0, area.y + 13, WIDTH - wide - 3, 11), &Check::LateSay, line(12, 10));
    page.hints(&sheet.keys);
}

/// Keys as they are pressed, the newest last and dark on lit.
pub(super) fn keys(page: &mut Page, sheet: &Sheet, names: &[String], scans: u32) {
    let count = Tool::Scans(scans);
    let area = page.title(&sheet.head.title.short(page.language), &count.short(page.language), true);
    page.words(Area::new(0, area.y, WIDTH, 11), &Tool::KeysSay, line(11, 10));
    let mut x = 0;
    let shown = names.iter().rev().take(6).rev();
    let last = shown.len();
    for (name, n) in shown.zip(1..) {
        let wide = page.wide(name, 10) + 1;
        let area = Area::new(x, area.y + 11, wide, 10);
        if n == last {
            page.scene.fill(area, LIT);
        }
        page.text(area, name, if n == last { inverse(10, 10) } else { line(10, 10) });
        x = area.right() + 2;
    }
    page.words(Area::new(0, 54, WIDTH, 10), &Tool::KeysLeave, line(10, 10));
}

/// A border that ends exactly at the display's edge, a chessboard, and every other row.
pub(super) fn pattern(page: &mut Page, sheet: &Sheet) {
    page.scene.frame(Area::new(0, 0, WIDTH, HEIGHT), 1, LIT);
    for (x, y) in (0..15).flat_map(|x| (0..3).map(move |y| (x, y))) {
        if (x + y) % 2 == 0 {
            page.scene.fill(Area::new(4 + 8 * x, 4 + 8 * y, 8, 8), LIT);
        }
    }
    for y in 0..4 {
        page.scene.fill(Area::new(4, 30 + 2 * y, 120, 1), LIT);
    }
    page.words(Area::new(4, 39, WIDTH - 8, 11), &sheet.head.title, line(11, 10).centre());
    let hints = sheet.keys.hints(page.language, |words, language| words.short(language));
    let text = hints.iter().map(|(cap, does)| format!("{cap} {does}")).collect::<Vec<_>>().join("  ");
    page.text(Area::new(4, 51, WIDTH - 8, 10), &text, crate::scene::Style::new(LIT, DARK, 10, 9).tight());
}
