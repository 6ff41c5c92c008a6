//! Errors of the configuration, with file and line.

use codes::Failure;
use std::path::Path;

/// Why the configuration cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", Failure::from(self))]
pub struct ConfigError {
    /// `file` or `file:line`.
    pub place: String,
    /// The fault, with the field.
    pub what: String,
}

impl From<&ConfigError> for Failure {
    fn from(error: &ConfigError) -> Self {
        Self::new(codes::S101).with(format!("{}: {}", error.place, error.what))
    }
}

impl ConfigError {
    /// The file cannot be read.
    pub fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self { place: path.display().to_string(), what: format!("cannot be read: {error}") }
    }

    /// The file is not a valid configuration.
    pub fn malformed(path: &Path, text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        let key = error.span().and_then(|span| field_of(text, span.start));
        let field = key.map_or(String::new(), |k| format!("{k}: "));
        let what = format!("{field}{}", error.message().trim().replace('\n', " "));
        Self { place: format!("{}:{line}", path.display()), what }
    }

    /// A value that can only be judged together with another, or with the world.
    pub fn field(path: &Path, field: &str, what: impl std::fmt::Display) -> Self {
        Self { place: path.display().to_string(), what: format!("{field}: {what}") }
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    text.bytes().take(offset).filter(|b| *b == b'\n').count() + 1
}

/// `[section] key` at the place of the error, as the reader of the file would call it.
fn field_of(text: &str, offset: usize) -> Option<String> {
    let line = line_of(text, offset);
    let current = text.lines().nth(line.checked_sub(1)?)?;
    let section = text.lines().take(line).filter(|l| l.trim_start().starts_with('[')).last();
    let key = current.split_once('=').map(|(key, _)| key.trim());
    match (section, key) {
        (Some(section), Some(key)) => Some(format!("{} {key}", section.trim())),
        (Some(section), None) => Some(section.trim().to_owned()),
        (None, key) => key.map(str::to_owned),
    }
}
