//! Texts of the panel that are not error texts, as data: a key for each text ([`keys`]) and one file per language
//! ([`ja`], [`en`]). Layouts hold keys; the language of the view decides which text is drawn.
//!
//! A further language is a variant of `Language`, a file that implements [`language::Table`], and its line in
//! [`table`]. It does not compile before it has a text for every key.

mod en;
mod ja;
mod keys;
mod language;

pub(crate) use keys::{Action, Card, Check, Day, Label, Login, LossReason, Status, Tool, Verdict};
pub(crate) use language::Form;

use language::{Manner, Table, Text};
use model::Language;
use std::borrow::Cow;
use wire::Outcome;

/// The texts of a language.
fn table(language: Language) -> &'static dyn Table {
    match language {
        Language::Japanese => &ja::Japanese,
        Language::English => &en::English,
    }
}

/// The rules of a language.
pub(crate) fn manner(language: Language) -> Manner {
    table(language).manner()
}

/// The language that is drawn small below the language of the screen.
pub(crate) fn second(language: Language) -> Language {
    match language {
        Language::Japanese => Language::English,
        Language::English => Language::Japanese,
    }
}

/// Access to a text in a language; for keys and for whatever is made of them.
pub(crate) trait Translate {
    /// The text in full and in its short form.
    fn text(&self, language: Language) -> Text;

    /// The full text in the language of the screen.
    fn first(&self, language: Language) -> Cow<'static, str> {
        self.text(language).full
    }

    /// The full text in the other language; empty when both are the same.
    fn second(&self, language: Language) -> Cow<'static, str> {
        let other = self.first(second(language));
        if other == self.first(language) { Cow::Borrowed("") } else { other }
    }

    /// The short form in the language of the screen, for the small display.
    fn short(&self, language: Language) -> Cow<'static, str> {
        let Text { full, brief } = self.text(language);
        brief.unwrap_or(full)
    }

    /// This text, `between`, and `that`.
    fn then(self, between: &'static str, that: impl Into<Words>) -> Words
    where
        Self: Into<Words> + Sized,
    {
        Words::Joined(Box::new((self.into(), between, that.into())))
    }
}

/// Anything that is drawn as a text in the language of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Words {
    Card(Card),
    Check(Check),
    Day(Day),
    Login(Login),
    Action(Action),
    Label(Label),
    Status(Status),
    Tool(Tool),
    Verdict(Verdict),
    /// The outcome of a check.
    Outcome(Outcome, Form),
    /// The name of a language in that language.
    LanguageName(Language),
    /// The same in every language: a name, a number.
    Same(Cow<'static, str>),
    /// Two texts with something between.
    Joined(Box<(Words, &'static str, Words)>),
}

impl Words {
    /// A text that is the same in every language.
    pub(crate) fn same(text: impl Into<Cow<'static, str>>) -> Self {
        Self::Same(text.into())
    }
}

impl Translate for Words {
    fn text(&self, language: Language) -> Text {
        match self {
            Self::Card(key) => key.text(language),
            Self::Check(key) => key.text(language),
            Self::Day(key) => key.text(language),
            Self::Login(key) => key.text(language),
            Self::Action(key) => key.text(language),
            Self::Label(key) => key.text(language),
            Self::Status(key) => key.text(language),
            Self::Tool(key) => key.text(language),
            Self::Verdict(key) => key.text(language),
            Self::Outcome(outcome, form) => table(language).outcome(*outcome).form(*form),
            Self::LanguageName(language) => language::text(manner(*language).name),
            Self::Same(text) => language::text(text.clone()),
            Self::Joined(parts) => {
                let (this, between, that) = &**parts;
                let full = format!("{}{between}{}", this.first(language), that.first(language));
                let short = format!("{}{between}{}", this.short(language), that.short(language));
                language::brief(full, short)
            }
        }
    }
}

/// Connects each group of keys with its table and with [`Words`].
macro_rules! groups {
    ($($group:ident $table:ident),*) => {$(
        impl Translate for $group {
            fn text(&self, language: Language) -> Text {
                table(language).$table(self)
            }
        }

        impl From<$group> for Words {
            fn from(key: $group) -> Self {
                Self::$group(key)
            }
        }
    )*};
}

groups!(
    Card card, Check check, Day day, Login login, Action action, Label label, Status status, Tool tool, Verdict verdict
);

#[cfg(test)]
mod tests;
