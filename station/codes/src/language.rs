//! The languages of the panel.

/// A language that people at the reception read. The serialised word is on the disk of stations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// The language of staff.
    #[default]
    Japanese,
    /// For staff and examinees who do not read Japanese.
    English,
}

impl Language {
    /// The next one, in a circle.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Japanese => Self::English,
            Self::English => Self::Japanese,
        }
    }
}
