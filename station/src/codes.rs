//! The catalogue of error codes as `station codes` prints it.

use codes::{Code, Language};
use serde::Serialize;

/// One code with its texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// As people say it.
    pub code: Code,
    /// Sentences for staff in Japanese; empty where only the log or a command names the code.
    pub staff: &'static str,
    /// The same in English.
    pub staff_en: &'static str,
    /// The event, in English.
    pub technician: &'static str,
}

impl From<Code> for Entry {
    fn from(code: Code) -> Self {
        Self {
            code,
            staff: code.staff(Language::Japanese),
            staff_en: code.staff(Language::English),
            technician: code.technician(),
        }
    }
}

/// All codes, in their order.
pub fn all() -> Vec<Entry> {
    Code::all().map(Entry::from).collect()
}
