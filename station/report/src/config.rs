//! Settings of the connection to the broker, with their ranges.

use codes::{Code, Failure};
use std::path::PathBuf;
use std::time::Duration;
use wire::StationId;

/// Settings. The station reads them from its configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Name or address of the broker; must be in the broker's certificate.
    pub host: String,
    /// Port, usually 8883.
    pub port: u16,
    /// The fleet's CA, PEM: issuer of the broker's certificate.
    pub ca: PathBuf,
    /// This station's certificate chain from the fleet's CA, PEM. Its common name is the station id.
    pub certificate: PathBuf,
    /// The key of [`Config::certificate`], PEM. Never printed.
    pub key: PathBuf,
    /// This station's id; part of every topic.
    pub station: StationId,
    /// Number of the station's start, from 1.
    pub boot: u64,
    /// Software version in the birth.
    pub software: String,
    /// Interval of the probes of the connection: 5 to 60 s. A dead link is noticed after twice this at most.
    pub keepalive: Duration,
    /// Interval of repeating an unchanged status: 10 s to 1 h.
    pub status_every: Duration,
    /// Seed of the jitter between tries, so that a fleet does not reconnect all at once and a test repeats.
    pub seed: u64,
    /// Inner times; tests shorten them.
    pub timing: Timing,
}

impl Config {
    /// Default of [`Config::keepalive`]: a dead link is noticed within 80 s.
    pub const KEEPALIVE: Duration = Duration::from_secs(40);
    /// Default of [`Config::status_every`].
    pub const STATUS_EVERY: Duration = Duration::from_secs(120);

    /// Checks the ranges; the files are checked when they are read.
    ///
    /// # Errors
    /// The first field out of range.
    pub fn check(&self) -> Result<(), ConfigError> {
        let range = |field, ok: bool, rule| if ok { Ok(()) } else { Err(ConfigError::Range { field, rule }) };
        let (keepalive, every) = (self.keepalive.as_secs(), self.status_every.as_secs());
        range("host", !self.host.is_empty(), "must not be empty")?;
        range("port", self.port != 0, "must not be 0")?;
        range("boot", self.boot != 0, "counts from 1")?;
        range("keepalive", (5..=60).contains(&keepalive), "5 to 60 seconds")?;
        range("status_every", (10..=3600).contains(&every), "10 to 3600 seconds")
    }
}

/// Inner times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// Time to connect, TLS and MQTT included. Whole seconds.
    pub connect: Duration,
    /// Time for a PUBACK; after it the connection counts as dead.
    pub ack: Duration,
    /// First pause before another try; doubles with each failure.
    pub backoff_first: Duration,
    /// Longest pause before another try.
    pub backoff_most: Duration,
    /// A connection that lasted this long resets the pause.
    pub stable: Duration,
    /// Pause before events are offered again that had no subscriber or were refused.
    pub offer_again: Duration,
    /// Time for the goodbye.
    pub goodbye: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(30),
            ack: Duration::from_secs(30),
            backoff_first: Duration::from_secs(1),
            backoff_most: Duration::from_secs(120),
            stable: Duration::from_secs(60),
            offer_again: Duration::from_secs(60),
            goodbye: Duration::from_secs(3),
        }
    }
}

/// Fault in the settings: field, file, rule. Never the content of a file.
#[derive(Debug, thiserror::Error)]
#[error("{}", Failure::from(self))]
pub enum ConfigError {
    /// A value out of its range.
    Range {
        /// The field.
        field: &'static str,
        /// The rule.
        rule: &'static str,
    },
    /// A file that cannot be read.
    Read {
        /// The field that names it.
        field: &'static str,
        /// The file.
        path: PathBuf,
        /// Reason.
        source: std::io::Error,
    },
    /// A file without what is expected in it.
    Content {
        /// The field that names it.
        field: &'static str,
        /// The file.
        path: PathBuf,
        /// The fault.
        what: &'static str,
    },
    /// Certificate and key do not belong together, or TLS cannot use them.
    Identity {
        /// The certificate's file.
        path: PathBuf,
        /// Reason, in the words of rustls.
        why: String,
    },
}

impl ConfigError {
    /// Its entry in the catalogue.
    pub const fn code(&self) -> Code {
        match self {
            Self::Range { .. } => codes::R001,
            Self::Read { .. } => codes::R002,
            Self::Content { .. } => codes::R003,
            Self::Identity { .. } => codes::R004,
        }
    }
}

impl From<&ConfigError> for Failure {
    fn from(error: &ConfigError) -> Self {
        Self::new(error.code()).with(match error {
            ConfigError::Range { field, rule } => format!("{field}: {rule}"),
            ConfigError::Read { field, path, source } => format!("{field}: {}: {source}", path.display()),
            ConfigError::Content { field, path, what } => format!("{field}: {} {what}", path.display()),
            ConfigError::Identity { path, why } => format!("{}: {why}", path.display()),
        })
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self::from(&error)
    }
}
