//! The parts of a language: a table for each group of keys, and its manner of writing.

use super::keys::{Action, Card, Check, Day, Label, Login, Status, Tool, Verdict};
use std::borrow::Cow;
use wire::Outcome;

/// A text, and a shorter form for the small display where the whole does not fit there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    pub(super) full: Cow<'static, str>,
    pub(super) brief: Option<Cow<'static, str>>,
}

/// A text that fits everywhere.
pub(super) fn text(full: impl Into<Cow<'static, str>>) -> Text {
    Text { full: full.into(), brief: None }
}

/// A text, and its form on the small display.
pub(super) fn brief(full: impl Into<Cow<'static, str>>, short: impl Into<Cow<'static, str>>) -> Text {
    Text { full: full.into(), brief: Some(short.into()) }
}

/// The rules of a language that layouts need.
pub(crate) struct Manner {
    /// Its name in itself.
    pub(crate) name: &'static str,
    /// In place of a line feed where several lines are drawn as one.
    pub(crate) line_break: &'static str,
    /// Smallest size of a sentence on the small display, pixels of the em square, before only its last line is drawn.
    pub(crate) smallest_sentence: u16,
}

/// The place where the outcome of a check is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// The headline of a verdict.
    Title,
    /// The notice of a late verdict.
    Late,
    /// The list of checks and the numbers of the day.
    List,
    /// Beside its number, where three numbers share a row of the small display.
    Tally,
}

/// All words for one outcome of a check.
pub(super) struct OutcomeWords {
    pub(super) title: Text,
    pub(super) late: Text,
    pub(super) list: Text,
    /// The short form where three numbers share a row; in full it is as in the list.
    pub(super) tally: &'static str,
}

impl OutcomeWords {
    pub(super) fn form(self, form: Form) -> Text {
        match form {
            Form::Title => self.title,
            Form::Late => self.late,
            Form::List => self.list,
            Form::Tally => brief(self.list.full, self.tally),
        }
    }
}

/// A language.
pub(super) trait Table: Sync {
    fn manner(&self) -> Manner;
    fn card(&self, key: &Card) -> Text;
    fn check(&self, key: &Check) -> Text;
    fn day(&self, key: &Day) -> Text;
    fn login(&self, key: &Login) -> Text;
    fn action(&self, key: &Action) -> Text;
    fn label(&self, key: &Label) -> Text;
    fn status(&self, key: &Status) -> Text;
    fn tool(&self, key: &Tool) -> Text;
    fn verdict(&self, key: &Verdict) -> Text;
    fn outcome(&self, outcome: Outcome) -> OutcomeWords;
}
