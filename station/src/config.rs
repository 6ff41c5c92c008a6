//! The station's configuration: one TOML file, every key documented with its default, unknown keys refused.
//!
//! A wrong value is reported with file, line and field; ranges are checked while reading, so that their errors
//! carry a line too. Nothing secret stands in the file: keys are named by path.

mod error;
mod file;
mod range;
mod speech;

pub use error::ConfigError;
pub use file::*;

use std::path::Path;

/// Where `station` looks when no `--config` is given.
pub const DEFAULT_PATH: &str = "/etc/junkai/station.toml";

/// The default configuration with every key and what it means, as `station check-config --example` prints it.
pub const EXAMPLE: &str = include_str!("../station.example.toml");

/// Reads and checks the file. Relative paths in it count from the folder it is in.
pub fn load(path: &Path) -> Result<Config, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|e| ConfigError::unreadable(path, &e))?;
    let mut config = parse(path, &text)?;
    let folder = path.parent().unwrap_or(Path::new("."));
    config.resolve(folder);
    Ok(config)
}

/// Reads a configuration from text; `path` is only named in errors.
pub fn parse(path: &Path, text: &str) -> Result<Config, ConfigError> {
    toml::from_str(text).map_err(|e| ConfigError::malformed(path, text, &e))
}

#[cfg(test)]
mod tests;
