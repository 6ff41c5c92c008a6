//! What is chosen for a day, and how the panel is set.

use wire::{Method, Purpose};

/// The choice of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Where the bus stands; `None` when no sites are configured.
    pub site: Option<String>,
    /// How persons are authenticated, to begin with.
    pub method: Method,
    /// What for, to begin with.
    pub purpose: Purpose,
}

/// A line of the purpose list. 本人確認のみ is on it so that who looks for it learns why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PurposeChoice {
    /// 特定健診
    Checkup,
    /// 特定保健指導
    Guidance,
    /// 本人確認のみ: never a purpose.
    IdentityOnly,
}

impl PurposeChoice {
    /// The list, in its order.
    pub const ALL: [Self; 3] = [Self::Checkup, Self::Guidance, Self::IdentityOnly];

    /// The purpose; `None` for the one that is refused.
    pub fn purpose(self) -> Option<Purpose> {
        match self {
            Self::Checkup => Some(Purpose::HealthCheckup),
            Self::Guidance => Some(Purpose::HealthGuidance),
            Self::IdentityOnly => None,
        }
    }
}

/// The panel's language.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// 日本語
    #[default]
    Japanese,
    /// English
    English,
}

impl Language {
    pub(crate) fn next(self) -> Self {
        match self {
            Self::Japanese => Self::English,
            Self::English => Self::Japanese,
        }
    }
}

/// How staff have set picture and sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Prefs {
    /// 0 silent to 5.
    pub volume: u8,
    /// 1 to 5.
    pub brightness: u8,
    /// The panel's language.
    pub language: Language,
}

impl Prefs {
    /// The loudest volume.
    pub const LOUDEST: u8 = 5;
    /// The brightest picture.
    pub const BRIGHTEST: u8 = 5;

    /// With values brought into their ranges.
    pub(crate) fn bounded(self) -> Self {
        let brightness = self.brightness.clamp(1, Self::BRIGHTEST);
        Self { volume: self.volume.min(Self::LOUDEST), brightness, ..self }
    }
}

impl Default for Prefs {
    fn default() -> Self {
        Self { volume: 3, brightness: Self::BRIGHTEST, language: Language::Japanese }
    }
}
