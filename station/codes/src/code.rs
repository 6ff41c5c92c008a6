//! A code and what its entry says.

use crate::Language;
use serde::{Serialize, Serializer};
use std::{cmp::Ordering, fmt, hash, str::FromStr};

/// Texts of a code for staff, in one language. `…` stands for [`Failure::number`](crate::Failure::number).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Texts {
    /// Full sentences: what is the matter, then what to do.
    pub staff: &'static str,
    /// The same for the small display (128×64), where each clause has one line: what is the matter, what to do.
    pub short: [&'static str; 2],
}

/// Texts for staff in the languages that every entry has.
#[derive(Debug)]
pub(crate) struct Staff {
    pub(crate) ja: Texts,
    pub(crate) en: Texts,
}

#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    pub(crate) technician: &'static str,
    /// None where only the log or a command names the code.
    pub(crate) staff: Option<Staff>,
}

/// A code as people say it, e.g. `K103`.
#[derive(Clone, Copy)]
pub struct Code(pub(crate) &'static Entry);

impl Code {
    /// One letter and three digits.
    pub const fn name(self) -> &'static str {
        self.0.name
    }

    /// Staff never see this code: it stands in the log or in a command's answer.
    pub const fn log_only(self) -> bool {
        self.0.staff.is_none()
    }

    /// Texts for staff; none of a code that is only logged.
    pub fn texts(self, language: Language) -> Option<&'static Texts> {
        let staff = self.0.staff.as_ref()?;
        Some(match language {
            Language::Japanese => &staff.ja,
            Language::English => &staff.en,
        })
    }

    /// Full sentences for staff; empty for a code that is only logged.
    pub fn staff(self, language: Language) -> &'static str {
        self.texts(language).map_or("", |texts| texts.staff)
    }

    /// Clauses for the small display; none for a code that is only logged.
    pub fn short(self, language: Language) -> &'static [&'static str] {
        self.texts(language).map_or(&[], |texts| &texts.short)
    }

    /// The event in English, for the log and the technician.
    pub const fn technician(self) -> &'static str {
        self.0.technician
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Code {}

impl Ord for Code {
    fn cmp(&self, other: &Self) -> Ordering {
        self.name().cmp(other.name())
    }
}

impl PartialOrd for Code {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl hash::Hash for Code {
    fn hash<H: hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// A text is no code of this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownCode;

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no such code in this version")
    }
}

impl std::error::Error for UnknownCode {}

impl FromStr for Code {
    type Err = UnknownCode;

    /// Accepts small letters too: a code is typed by people.
    fn from_str(text: &str) -> Result<Self, UnknownCode> {
        Self::all().find(|code| code.name().eq_ignore_ascii_case(text)).ok_or(UnknownCode)
    }
}
