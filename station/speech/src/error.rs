//! Failures of reading aloud. No error quotes the text.

use std::{path::PathBuf, time::Duration};

/// A failure of reading aloud.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpeechError {
    /// Program, dictionary or voice is not installed.
    #[error("S501 speech: the {what} is missing: {}", path.display())]
    Missing {
        /// `program`, `dictionary` or `voice`.
        what: &'static str,
        /// The path that was checked.
        path: PathBuf,
    },
    /// The program cannot be run, or ended with an error.
    #[error("S502 speech: {program}: {what}")]
    Failed {
        /// The program.
        program: &'static str,
        /// The error or exit status.
        what: String,
    },
    /// The time limit passed.
    #[error("S503 speech: no sound within {} s", limit.as_secs())]
    TooSlow {
        /// The limit.
        limit: Duration,
    },
    /// The output of the program is no sound.
    #[error("S504 speech: {0}")]
    NoSound(&'static str),
    /// The text holds nothing that can be spoken.
    #[error("S505 speech: nothing to say")]
    NothingToSay,
    /// The text is longer than [`crate::LONGEST_TEXT`].
    #[error("S506 speech: a text of {characters} characters is too long")]
    TooLong {
        /// Its length.
        characters: usize,
    },
    /// Another text or a stop came. Not a fault.
    #[error("S507 speech: replaced")]
    Replaced,
}

impl SpeechError {
    /// The error code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "S501",
            Self::Failed { .. } => "S502",
            Self::TooSlow { .. } => "S503",
            Self::NoSound(_) => "S504",
            Self::NothingToSay => "S505",
            Self::TooLong { .. } => "S506",
            Self::Replaced => "S507",
        }
    }

    /// One short Japanese sentence for staff, with the action.
    pub fn staff(&self) -> &'static str {
        match self {
            Self::Missing { .. } => "読み上げの準備ができていません。技術担当に連絡してください。",
            Self::NothingToSay | Self::TooLong { .. } => {
                "この画面は読み上げできません。画面を見て伝えてください。"
            }
            Self::Failed { .. } | Self::TooSlow { .. } | Self::NoSound(_) | Self::Replaced => {
                "読み上げができませんでした。画面を見て伝えてください。"
            }
        }
    }
}
