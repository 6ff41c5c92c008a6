//! Staff's settings of picture and sound.

use codes::Language;

/// Picture and sound. The serialised form is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct Prefs {
    /// 0 silent to [`Self::LOUDEST`].
    pub volume: u8,
    /// 1 to [`Self::BRIGHTEST`].
    pub brightness: u8,
    /// The panel's language.
    pub language: Language,
}

impl Prefs {
    /// The loudest volume.
    pub const LOUDEST: u8 = 5;
    /// The brightest picture.
    pub const BRIGHTEST: u8 = 5;

    /// The same with values brought into their ranges.
    #[must_use]
    pub fn bounded(self) -> Self {
        let brightness = self.brightness.clamp(1, Self::BRIGHTEST);
        Self { volume: self.volume.min(Self::LOUDEST), brightness, ..self }
    }
}

impl Default for Prefs {
    fn default() -> Self {
        Self { volume: 3, brightness: Self::BRIGHTEST, language: Language::Japanese }
    }
}
