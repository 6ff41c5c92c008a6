//! Failures of reading aloud. No error quotes the text.

use codes::{Code, Failure};
use std::{path::PathBuf, time::Duration};

/// A failure of reading aloud.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", Failure::from(self))]
pub enum SpeechError {
    /// Program, dictionary or voice is not installed.
    Missing {
        /// `program`, `dictionary` or `voice`.
        what: &'static str,
        /// The path that was checked.
        path: PathBuf,
    },
    /// The program cannot be run, or ended with an error.
    Failed {
        /// The program.
        program: &'static str,
        /// The error or exit status.
        what: String,
    },
    /// The time limit passed.
    TooSlow {
        /// The limit.
        limit: Duration,
    },
    /// The output of the program is no sound.
    NoSound(&'static str),
    /// The text holds nothing that can be spoken.
    NothingToSay,
    /// The text is longer than [`crate::LONGEST_TEXT`].
    TooLong {
        /// Its length.
        characters: usize,
    },
    /// Another text or a stop came. Not a fault.
    Replaced,
}

impl SpeechError {
    /// Its entry in the catalogue.
    pub const fn code(&self) -> Code {
        match self {
            Self::Missing { .. } => codes::S501,
            Self::Failed { .. } => codes::S502,
            Self::TooSlow { .. } => codes::S503,
            Self::NoSound(_) => codes::S504,
            Self::NothingToSay => codes::S505,
            Self::TooLong { .. } => codes::S506,
            Self::Replaced => codes::S507,
        }
    }
}

impl From<&SpeechError> for Failure {
    fn from(error: &SpeechError) -> Self {
        Self::new(error.code()).with(match error {
            SpeechError::Missing { what, path } => format!("{what}: {}", path.display()),
            SpeechError::Failed { program, what } => format!("{program}: {what}"),
            SpeechError::TooSlow { limit } => format!("{} s", limit.as_secs()),
            SpeechError::NoSound(why) => (*why).to_owned(),
            SpeechError::TooLong { characters } => format!("{characters} characters"),
            SpeechError::NothingToSay | SpeechError::Replaced => String::new(),
        })
    }
}
