//! Why nothing is read aloud. No error quotes the text.

use desk::Failure;
use std::{path::PathBuf, time::Duration};

/// What keeps a text from being read aloud.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpeechError {
    /// Program, dictionary or voice is not installed.
    #[error("S501 speech: the {what} is missing: {}", path.display())]
    Missing {
        /// Which of them.
        what: &'static str,
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The program cannot be run or ended with an error.
    #[error("S502 speech: {program}: {what}")]
    Failed {
        /// The program.
        program: &'static str,
        /// What happened.
        what: String,
    },
    /// The time limit.
    #[error("S503 speech: no sound within {} s", limit.as_secs())]
    TooSlow {
        /// The limit.
        limit: Duration,
    },
    /// What the program gave is no sound.
    #[error("S504 speech: {0}")]
    NoSound(&'static str),
    /// There is nothing in the text that can be spoken.
    #[error("S505 speech: nothing to say")]
    NothingToSay,
    /// More than is read aloud.
    #[error("S506 speech: a text of {characters} characters is too long")]
    TooLong {
        /// How long it is.
        characters: usize,
    },
    /// Another text or a stop came; nobody needs to be told.
    #[error("S507 speech: replaced")]
    Replaced,
}

impl SpeechError {
    /// The code for everybody.
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

    /// One short Japanese sentence and what to do.
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

impl From<&SpeechError> for Failure {
    fn from(error: &SpeechError) -> Self {
        Self { code: error.code().into(), staff: error.staff().into(), technician: error.to_string().into() }
    }
}
