//! A code with what is particular to one time it happened.

use crate::{Code, Language};
use std::{borrow::Cow, fmt};

/// Something that did not work, for staff and technician under one code.
///
/// Carries nothing personal: `detail` has names of files, parts and states, never a value of a person.
/// Displayed for the technician: code, the catalogue's text, detail.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Failure {
    /// Its entry in the catalogue.
    pub code: Code,
    /// The number that staff read where the catalogue's text has `…`.
    pub number: Option<u32>,
    /// Specifics for the technician, in English; may be empty.
    pub detail: Cow<'static, str>,
}

impl Failure {
    /// A failure without specifics.
    pub const fn new(code: Code) -> Self {
        Self { code, number: None, detail: Cow::Borrowed("") }
    }

    /// Adds specifics for the technician.
    #[must_use]
    pub fn with(self, detail: impl Into<Cow<'static, str>>) -> Self {
        Self { detail: detail.into(), ..self }
    }

    /// Fills the number in the sentence for staff.
    #[must_use]
    pub fn number(self, number: u32) -> Self {
        Self { number: Some(number), ..self }
    }

    /// Sentences for staff; empty for a code that is only logged.
    pub fn staff(&self, language: Language) -> Cow<'static, str> {
        self.filled(self.code.staff(language))
    }

    /// Clauses for the small display.
    pub fn short(&self, language: Language) -> impl Iterator<Item = Cow<'static, str>> {
        self.code.short(language).iter().map(|clause| self.filled(clause))
    }

    /// The catalogue's text for the technician and the specifics, without the code.
    pub fn technician(&self) -> Cow<'static, str> {
        match self.detail.as_ref() {
            "" => self.code.technician().into(),
            detail => format!("{}: {detail}", self.code.technician()).into(),
        }
    }

    fn filled(&self, text: &'static str) -> Cow<'static, str> {
        match self.number {
            Some(number) => text.replace('…', &number.to_string()).into(),
            None => text.into(),
        }
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code, self.technician())
    }
}

impl std::error::Error for Failure {}
