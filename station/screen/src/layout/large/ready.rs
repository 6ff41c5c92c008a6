//! The ready screen: the request, the choices with the keys that change them, and lasting conditions.

use super::{HINTS, Page, WIDTH, flat, sentences};
use crate::colour::{AMBER, CREAM, FAINT, INK, PALE, TEAL, WHITE};
use crate::layout::sheet::Ready;
use crate::scene::{Area, Style};
use crate::shape::Shape;
use crate::texts::{Card, Translate, Words};
use desk::Failure;

pub(super) fn draw(page: &mut Page, ready: &Ready) {
    place(page, ready);
    page.scene.sign(Area::new(12, 40, 72, 60), Shape::Card, TEAL, WHITE);
    let area = Area::new(92, 36, WIDTH - 100, 56);
    page.words(area, &ready.ask, Style::new(INK, WHITE, 26, 18).bold().lines(2));
    page.second(Area::new(92, 92, WIDTH - 100, 16), &ready.ask, Style::new(FAINT, WHITE, 14, 11));
    chip(page, Area::new(8, 112, 148, 58), "▲", &Card::MethodLabel, &ready.method);
    chip(page, Area::new(164, 112, 148, 58), "▼", &Card::PurposeLabel, &ready.purpose);
    let mut strip = Area::new(0, 174, WIDTH, HINTS.y - 174);
    if let Some(tail) = ready.ticket {
        let upper = Area::new(strip.x, strip.y, strip.w, if ready.trouble.is_some() { 16 } else { 22 });
        page.strip(upper, &Card::TicketKept(tail.to_owned()).first(page.language), INK, AMBER);
        strip = Area::new(strip.x, upper.bottom(), strip.w, strip.bottom() - upper.bottom());
    }
    if let Some(failure) = ready.trouble {
        trouble(page, strip, failure);
    }
}

/// The site and the staff member; or checks that turned out valid.
fn place(page: &mut Page, ready: &Ready) {
    // News goes before text that does not change.
    if let Some(good) = &ready.good {
        return page.strip(Area::new(0, 18, WIDTH, 18), &good.first(page.language), INK, PALE);
    }
    let parts: Vec<&str> = ready.site.into_iter().chain(ready.staff).collect();
    page.text(Area::new(8, 19, WIDTH - 16, 16), &parts.join("  "), Style::new(FAINT, WHITE, 14, 10));
}

/// A choice, and the key that changes it.
fn chip(page: &mut Page, area: Area, key: &str, label: &Card, value: &Words) {
    page.scene.fill(area, PALE);
    let title = format!("{key} {}", label.first(page.language));
    page.text(Area::new(area.x + 6, area.y + 2, 110, 15), &title, Style::new(INK, PALE, 13, 11));
    let value_area = Area::new(area.x + 6, area.y + 17, area.w - 12, 27);
    page.words(value_area, value, Style::new(INK, PALE, 23, 16).bold());
    let second = Area::new(area.x + 6, area.y + 44, area.w - 12, 13);
    page.second(second, value, Style::new(FAINT, PALE, 11, 10));
}

/// A lasting condition: the fault, the action, the code.
pub(super) fn trouble(page: &mut Page, area: Area, trouble: &Failure) {
    page.scene.fill(area, CREAM);
    let style = Style::new(INK, CREAM, 16, 10).lines(3);
    let text = format!("{} {}", sentences(&trouble.staff(page.language)), trouble.code);
    // A line for each sentence, where there are so many lines.
    let broken = crate::scene::fits(page.fonts, area.inset(6), &text, style);
    let text = if broken { text } else { flat(&text, page.language) };
    page.text(area.inset(6), &text, style);
}
