//! Screens of verdicts. Each begins with colour, sign and word, then what to do; what must be noted down is large.

use super::{CONTENT, HINTS, Look, Page, WIDTH};
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

/// Below the banner: the sentence that counts.
const BAND: Area = Area::new(0, 74, WIDTH, 24);
/// Rows of a person's data, each this high.
const ROW: i32 = 19;
const DATA: Style = Style::new(INK, WHITE, 17, 10);

pub(super) fn valid(page: &mut Page, judged: &Judged, person: &Person, coverage: Coverage) {
    match coverage {
        Coverage::Covered | Coverage::NoList => {
            let under = under(texts::VALID, judged);
            page.banner_with(YES, texts::VALID.ja, &under, Some(judged.reception));
        }
        Coverage::OtherPurpose | Coverage::NotListed => {
            page.banner(NO, texts::VALID_NOT_COVERED, Some(judged.reception));
        }
    }
    contract(page, judged, coverage);
    let y = name(page, person);
    page.text(Area::new(8, y, 304, ROW), &birth(person), DATA);
    page.text(Area::new(8, y + ROW, 304, ROW), &person.insurer_name, DATA);
    let rows = Area::new(8, y + 2 * ROW, 304, 2 * ROW);
    page.text(rows, &numbers(person), DATA.lines(3));
    close(page, judged);
}

/// In the banner of a good verdict there is room for the certificate's last day, where it matters.
fn under(words: Words, judged: &Judged) -> String {
    match judged.certificate.and_then(texts::certificate_short) {
        Some(warning) => {
            let until = judged.certificate_until.map(|day| day.strftime(" %Y/%-m/%-d").to_string());
            format!("{}; {}{}", words.en, warning.en, until.unwrap_or_default())
        }
        None => words.en.to_owned(),
    }
}

/// The answer to what is really asked: under contract for this purpose or not.
fn contract(page: &mut Page, judged: &Judged, coverage: Coverage) {
    let (ink, ground): (Rgb, Rgb) = match coverage {
        Coverage::Covered => (WHITE, GREEN),
        Coverage::NoList => (INK, PALE),
        Coverage::OtherPurpose | Coverage::NotListed => (WHITE, RED),
    };
    let words = texts::coverage(coverage);
    let text = format!("{}：{}", texts::purpose(judged.purpose).ja, words.ja);
    page.strip(BAND, &text, ink, ground);
}

/// Kana above the name, as on forms; gives where the next row begins.
fn name(page: &mut Page, person: &Person) -> i32 {
    let kana = person.name_kana.as_deref().unwrap_or("");
    page.text(Area::new(8, 99, 146, 15), kana, Style::new(FAINT, WHITE, 14, 10));
    let name = names::loss(page.fonts, &person.name);
    let insurer = names::loss(page.fonts, &person.insurer_name);
    let note = if name.substituted || insurer.substituted {
        texts::SUBSTITUTED
    } else if name.variant {
        texts::VARIANT
    } else {
        ""
    };
    if !note.is_empty() {
        let area = Area::new(156, 99, 162, 15);
        page.scene.fill(area, CREAM);
        page.text(area, note, Style::new(INK, CREAM, 11, 10).centre());
    }
    let shown = if person.name.is_empty() { texts::NO_NAME } else { &person.name };
    page.text(Area::new(8, 114, 304, 27), shown, Style::new(INK, WHITE, 24, 11).bold().lines(2));
    141
}

fn birth(person: &Person) -> String {
    if person.birthdate.is_empty() {
        return String::new();
    }
    format!("{}{}", names::date(&person.birthdate), texts::BORN)
}

/// Insurer and share on one line; symbol, number and branch on the next, each kept with its label.
fn numbers(person: &Person) -> String {
    let share = person.insured_partial_contribution_ratio.as_deref().and_then(names::share);
    let share = share.map(|share| format!("  {}{share}", texts::SHARE)).unwrap_or_default();
    let symbol = person.insured_card_symbol.as_deref().unwrap_or("");
    let branch = person.insured_branch_number.as_deref().unwrap_or("");
    let parts = [
        (texts::SYMBOL, symbol),
        (texts::NUMBER, &person.insured_identification_number),
        (texts::BRANCH, branch),
    ];
    let told = parts.iter().filter(|(_, value)| !value.is_empty());
    let second = told.map(|(label, value)| format!("{label}\u{a0}{value}")).collect::<Vec<_>>().join(" ");
    format!("{} {}{share}\n{second}", texts::INSURER_NUMBER, person.insurer_number)
}

pub(super) fn invalid(page: &mut Page, judged: &Judged, newer: bool, person: Option<&Person>) {
    let (title, say) = if newer {
        (texts::INVALID_NEWER, texts::INVALID_NEWER_SAY)
    } else {
        (texts::INVALID, texts::INVALID_SAY)
    };
    page.banner(NO, title, Some(judged.reception));
    if let Some(person) = person {
        page.strip(BAND, say.ja, WHITE, RED);
        let y = name(page, person);
        page.text(Area::new(8, y, 304, ROW), &ended(person), DATA);
        page.text(Area::new(8, y + ROW, 304, ROW), &reason(person), DATA);
        page.text(Area::new(8, y + 2 * ROW, 304, ROW), &person.insurer_name, DATA);
        page.text(Area::new(8, y + 3 * ROW, 304, ROW), say.en, Style::new(FAINT, WHITE, 14, 12));
    } else {
        page.say(CONTENT, say);
    }
    close(page, judged);
}

fn ended(person: &Person) -> String {
    let end = person.insured_card_expiration_date.as_deref().filter(|d| !d.is_empty());
    end.map(|day| format!("{} {}", texts::UNTIL, names::date(day))).unwrap_or_default()
}

fn reason(person: &Person) -> String {
    let reason = person.reason_of_loss.as_deref().and_then(names::reason);
    reason.map(|reason| format!("{} {reason}", texts::REASON)).unwrap_or_default()
}

pub(super) fn no(page: &mut Page, judged: &Judged, title: Words, say: Words) {
    page.banner(NO, title, Some(judged.reception));
    page.say(CONTENT, say);
    close(page, judged);
}

pub(super) fn refused(page: &mut Page, judged: &Judged, too_old: bool, code: Code) {
    let title = if too_old { texts::TOO_OLD } else { texts::REFUSED };
    page.banner(FAILED, title, Some(judged.reception));
    page.failure(CONTENT, &Failure::from(code));
    page.hints(None, Some((texts::KEY_OK, texts::DO_CLOSE)));
}

pub(super) fn inconsistent(page: &mut Page, judged: &Judged) {
    page.banner(FAILED, texts::FAILED, Some(judged.reception));
    page.say(CONTENT, texts::INCONSISTENT_SAY);
    page.hints(None, Some((texts::KEY_OK, texts::DO_CLOSE)));
}

/// The key that closes, and beside it what staff should tell the person about the card.
fn close(page: &mut Page, judged: &Judged) {
    if let Some(words) = judged.certificate.and_then(texts::certificate_short) {
        let area = Area::new(0, HINTS.y, WIDTH / 2, HINTS.h);
        page.strip(area, words.ja, INK, crate::colour::AMBER);
    }
    page.hints(None, Some((texts::KEY_OK, texts::DO_CLOSE)));
}
