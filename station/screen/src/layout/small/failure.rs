//! The short form of a failure, as much of it as a place has room for.

use super::Page;
use crate::scene::{Area, Style};
use crate::texts::{Status, Translate};
use desk::Failure;
use std::iter;

/// The short form of a failure where it fits, else its action, which comes last; with the code where that does not
/// stand elsewhere on the screen.
pub(super) fn fitting(page: &Page, area: Area, failure: &Failure, style: Style, code: bool) -> String {
    let clauses: Vec<_> = failure.short(page.language).collect();
    let mark = if code { format!(" {}", failure.code) } else { String::new() };
    let whole = clauses.join("\n");
    let action = clauses.last().map(|action| &**action);
    let mut texts = iter::once(&*whole).chain(action).map(|text| format!("{text}{mark}"));
    let fitting = texts.find(|text| page.fits(area, text, style));
    // The card of codes has the rest.
    fitting.unwrap_or_else(|| format!("{} {}", Status::SeeCode.short(page.language), failure.code))
}
