//! Screens of verdicts. Each begins with colour, sign and word; what must be noted down is large.

use super::ready::certificate_strip;
use super::{CONTENT, Look, Page, WIDTH};
use crate::colour::{BLUE, CREAM, FAINT, GREEN, INK, PALE, RED, Rgb, WHITE};
use crate::names;
use crate::scene::{Area, Style};
use crate::shape::Shape;
use crate::texts::{self, Words};
use desk::{Coverage, Failure, Judged};
use wire::{Code, Person};

const YES: Look = Look { sign: Shape::Ring, ink: WHITE, ground: GREEN };
const NO: Look = Look { sign: Shape::Cross, ink: WHITE, ground: RED };
const FAILED: Look = Look { sign: Shape::BoxedMark, ink: WHITE, ground: BLUE };

pub(super) fn valid(page: &mut Page, judged: &Judged, person: &Person, coverage: Coverage) {
    let (look, title) = match coverage {
        Coverage::Covered | Coverage::NoList => (YES, texts::VALID),
        Coverage::OtherPurpose | Coverage::NotListed => (NO, texts::VALID_NOT_COVERED),
    };
    page.banner(look, title, Some(judged.reception));
    let y = name(page, person);
    page.text(Area::new(8, y, 304, 19), &birth_and_share(person), Style::new(INK, WHITE, 17, 11));
    page.text(Area::new(8, y + 19, 304, 19), &person.insurer_name, Style::new(INK, WHITE, 17, 11));
    page.text(Area::new(8, y + 38, 304, 23), &numbers(person), Style::new(INK, WHITE, 16, 10).lines(2));
    contract(page, Area::new(0, y + 61, WIDTH, 21), judged, coverage);
    certificate_strip(page, Area::new(0, 198, WIDTH, 19), judged.certificate, judged.certificate_until);
    close(page);
}

/// Kana above the name, as on forms; gives where the next line begins.
fn name(page: &mut Page, person: &Person) -> i32 {
    let kana = person.name_kana.as_deref().unwrap_or("");
    page.text(Area::new(8, 73, 146, 16), kana, Style::new(FAINT, WHITE, 15, 10));
    let mut loss = names::loss(page.fonts, &person.name);
    let insurer = names::loss(page.fonts, &person.insurer_name);
    loss.substituted |= insurer.substituted;
    let note = match loss {
        names::Loss { substituted: true, .. } => texts::SUBSTITUTED,
        names::Loss { variant: true, .. } => texts::VARIANT,
        names::Loss { .. } => "",
    };
    if !note.is_empty() {
        let area = Area::new(156, 73, 162, 16);
        page.scene.fill(area, CREAM);
        page.text(area, note, Style::new(INK, CREAM, 11, 10).centre());
    }
    let shown = if person.name.is_empty() { texts::NO_NAME } else { &person.name };
    page.text(Area::new(8, 89, 304, 27), shown, Style::new(INK, WHITE, 24, 11).bold().lines(2));
    116
}

fn birth_and_share(person: &Person) -> String {
    let birth = format!("{}{}", names::date(&person.birthdate), texts::BORN);
    let share = person.insured_partial_contribution_ratio.as_deref().and_then(names::share);
    share.map_or(birth.clone(), |share| format!("{birth}  {share}"))
}

fn numbers(person: &Person) -> String {
    let mut parts = vec![format!("{}{}", texts::INSURER_NUMBER, person.insurer_number)];
    let symbol = person.insured_card_symbol.as_deref().filter(|s| !s.is_empty());
    parts.extend(symbol.map(|s| format!("{}{s}", texts::SYMBOL)));
    parts.push(format!("{}{}", texts::NUMBER, person.insured_identification_number));
    let branch = person.insured_branch_number.as_deref().filter(|b| !b.is_empty());
    parts.extend(branch.map(|b| format!("{}{b}", texts::BRANCH)));
    parts.join(" ")
}

/// The answer to what is really asked: under contract for this purpose or not.
fn contract(page: &mut Page, area: Area, judged: &Judged, coverage: Coverage) {
    let (ink, ground): (Rgb, Rgb) = match coverage {
        Coverage::Covered => (WHITE, GREEN),
        Coverage::NoList => (INK, PALE),
        Coverage::OtherPurpose | Coverage::NotListed => (WHITE, RED),
    };
    let words = texts::coverage(coverage);
    let text = format!("{}：{}", texts::purpose(judged.purpose).ja, words.ja);
    page.strip(area, &text, ink, ground);
}

pub(super) fn invalid(page: &mut Page, judged: &Judged, newer: bool, person: Option<&Person>) {
    let (title, say) = if newer {
        (texts::INVALID_NEWER, texts::INVALID_NEWER_SAY)
    } else {
        (texts::INVALID, texts::INVALID_SAY)
    };
    page.banner(NO, title, Some(judged.reception));
    let Some(person) = person else {
        page.say(CONTENT, say);
        return close(page);
    };
    let y = name(page, person);
    page.text(Area::new(8, y, 304, 19), &lost(person), Style::new(INK, WHITE, 17, 11));
    page.text(Area::new(8, y + 19, 304, 19), &person.insurer_name, Style::new(INK, WHITE, 17, 11));
    page.strip(Area::new(0, y + 42, WIDTH, 26), say.ja, WHITE, RED);
    page.text(Area::new(8, y + 70, 304, 15), say.en, Style::new(FAINT, WHITE, 13, 11));
    certificate_strip(page, Area::new(0, 201, WIDTH, 16), judged.certificate, judged.certificate_until);
    close(page);
}

/// When and why the qualification ended.
fn lost(person: &Person) -> String {
    let end = person.insured_card_expiration_date.as_deref().filter(|d| !d.is_empty());
    let end = end.map(|day| format!("{} {}", texts::UNTIL, names::date(day)));
    let reason = person.reason_of_loss.as_deref().and_then(names::reason);
    let reason = reason.map(|reason| format!("{} {reason}", texts::REASON));
    [end, reason].into_iter().flatten().collect::<Vec<_>>().join("  ")
}

pub(super) fn no(page: &mut Page, judged: &Judged, title: Words, say: Words) {
    page.banner(NO, title, Some(judged.reception));
    page.say(Area { h: CONTENT.h - 24, ..CONTENT }, say);
    certificate_strip(page, Area::new(0, 194, WIDTH, 22), judged.certificate, judged.certificate_until);
    close(page);
}

pub(super) fn refused(page: &mut Page, judged: &Judged, too_old: bool, code: Code) {
    let title = if too_old { texts::TOO_OLD } else { texts::REFUSED };
    page.banner(FAILED, title, Some(judged.reception));
    page.failure(CONTENT, &Failure::from(code));
    close(page);
}

pub(super) fn inconsistent(page: &mut Page, judged: &Judged) {
    page.banner(FAILED, texts::FAILED, Some(judged.reception));
    page.say(CONTENT, texts::INCONSISTENT_SAY);
    close(page);
}

fn close(page: &mut Page) {
    page.hints(None, Some((texts::KEY_OK, texts::DO_CLOSE)));
}
