//! The languages of the panel.

/// A language that people at the reception read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// The language of staff.
    #[default]
    Japanese,
    /// For staff and examinees who do not read Japanese.
    English,
}
