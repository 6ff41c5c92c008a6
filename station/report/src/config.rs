//! Settings of the way to the broker, with their ranges.

use std::path::PathBuf;
use std::time::Duration;
use wire::StationId;

/// Settings. The station reads them from its own configuration file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// Name or address of the broker; must be in the broker's certificate.
    pub host: String,
    /// Port, usually 8883.
    pub port: u16,
    /// The fleet's CA, PEM: what the broker's certificate must come from.
    pub ca: PathBuf,
    /// This station's certificate chain from the fleet's CA, PEM. Its common name is the station id.
    pub certificate: PathBuf,
    /// The key of [`Config::certificate`], PEM. Never printed.
    pub key: PathBuf,
    /// Which station.
    pub station: StationId,
    /// Counts the station's starts, from 1.
    pub boot: u64,
    /// Software version, as the birth tells it.
    pub software: String,
    /// How often the connection is probed: 5 to 60 s. A dead link is noticed after twice this at most.
    pub keepalive: Duration,
    /// How often an unchanged status is repeated: 10 s to 1 h.
    pub status_every: Duration,
    /// Seed of the jitter between tries, so that a fleet does not come back all at once and a test repeats.
    pub seed: u64,
    /// Inner times; the default is right outside of tests.
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

/// Times that a test shortens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timing {
    /// To connect, TLS and MQTT included. Whole seconds.
    pub connect: Duration,
    /// Until a PUBACK must have come; then the connection counts as dead.
    pub ack: Duration,
    /// First wait before another try; doubles with each failure.
    pub backoff_first: Duration,
    /// Longest wait before another try.
    pub backoff_most: Duration,
    /// A connection that lasted this long resets the wait.
    pub stable: Duration,
    /// Wait before events are offered again that the broker took for nobody or refused.
    pub offer_again: Duration,
    /// For the goodbye.
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

/// What is wrong with the settings: field, file, rule. Never the content of a file.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A value out of its range.
    #[error("R001: {field}: {rule}")]
    Range {
        /// The field.
        field: &'static str,
        /// The rule.
        rule: &'static str,
    },
    /// A file that cannot be read.
    #[error("R002: {field}: cannot read {}: {source}", .path.display())]
    Read {
        /// The field that names it.
        field: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file without what is expected in it.
    #[error("R003: {field}: {} {what}", .path.display())]
    Content {
        /// The field that names it.
        field: &'static str,
        /// The file.
        path: PathBuf,
        /// What is wrong.
        what: &'static str,
    },
    /// Certificate and key do not belong together, or TLS cannot use them.
    #[error("R004: certificate and key ({}) cannot be used: {why}", .path.display())]
    Identity {
        /// The certificate's file.
        path: PathBuf,
        /// Why, as rustls says it.
        why: String,
    },
}
