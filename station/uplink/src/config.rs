//! Settings of the uplink, with documented defaults. The station reads them as one section of its TOML file.

use crate::error::{TroubleCode, UplinkError};
use serde::Deserialize;
use std::{path::PathBuf, time::Duration};

/// Address of the centre, identity of the station, and limits.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `https://host[:port]`, without a path; `/v1/…` is added.
    pub base_url: String,
    /// PEM file: the CA (one or more certificates) that issued the centre's certificate. The system's store is not used.
    pub ca: PathBuf,
    /// PEM file: the station's certificate, then its chain.
    pub certificate: PathBuf,
    /// PEM file: the station's key (PKCS#8, SEC1 or PKCS#1).
    pub key: PathBuf,
    /// Challenges that a full book holds, 1 to 500.
    #[serde(default = "defaults::book_size")]
    pub book_size: usize,
    /// Below this the book is filled at once; up to `book_size` it is filled when the line is idle.
    #[serde(default = "defaults::book_low")]
    pub book_low: usize,
    /// Bytes per day (JST), sent plus received, after which the backlog waits; absent for no limit. Live checks
    /// go on to one tenth (at least 64 KiB) above it.
    #[serde(default)]
    pub bytes_per_day: Option<u64>,
    /// Seed of the back-off's jitter; absent: from the system's random source. Tests set it.
    #[serde(default)]
    pub seed: Option<u64>,
    /// Times; tests shorten them.
    #[serde(default)]
    pub timing: Timing,
}

/// Times, in seconds in the file (fractions allowed).
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Timing {
    /// Time for the TCP and TLS set-up. Default 15.
    #[serde(deserialize_with = "seconds")]
    pub connect: Duration,
    /// Time for the whole answer to a small request. Default 15.
    #[serde(deserialize_with = "seconds")]
    pub answer: Duration,
    /// Time for the answer to a live check on a connection that has answered before; then a new connection is used: a
    /// mobile line that changed its cell leaves connections behind that never answer again. At least three usual round
    /// trips of the line, plus the time for the bytes in flight. Default 3.
    #[serde(deserialize_with = "seconds")]
    pub live_answer: Duration,
    /// Time for which a live check is retried before it joins the backlog. Default 12: the desk's budget of 10 s and a
    /// little.
    #[serde(deserialize_with = "seconds")]
    pub live: Duration,
    /// Idle time after which the line is probed. Default 40; with `answer`, `backoff_first` and `connect` it bounds the
    /// time until a dead line is noticed (their sum must stay within 88, so that it is noticed within 90).
    #[serde(deserialize_with = "seconds")]
    pub probe: Duration,
    /// First pause after a failure. Default 1.
    #[serde(deserialize_with = "seconds")]
    pub backoff_first: Duration,
    /// Longest pause between tries. Default 60.
    #[serde(deserialize_with = "seconds")]
    pub backoff_longest: Duration,
    /// The pause is reset only after answers came for this long without a failure. Default 30.
    #[serde(deserialize_with = "seconds")]
    pub stable: Duration,
    /// Stay of a rejected check in quarantine before it is retried. Default 600.
    #[serde(deserialize_with = "seconds")]
    pub parked: Duration,
    /// The line counts as idle for filling the book after this long without a live check. Default 2.
    #[serde(deserialize_with = "seconds")]
    pub idle: Duration,
    /// Counted bytes are given to the journal, and the day's sum is read from it, at least this often. Default 60: each
    /// write costs the SD card.
    #[serde(deserialize_with = "seconds")]
    pub meter: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        let s = Duration::from_secs;
        Self {
            connect: s(15),
            answer: s(15),
            live_answer: s(3),
            live: s(12),
            probe: s(40),
            backoff_first: s(1),
            backoff_longest: s(60),
            stable: s(30),
            parked: s(600),
            idle: s(2),
            meter: s(60),
        }
    }
}

mod defaults {
    pub fn book_size() -> usize {
        96
    }
    pub fn book_low() -> usize {
        32
    }
}

fn seconds<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let value = f64::deserialize(deserializer)?;
    Duration::try_from_secs_f64(value)
        .map_err(|_| serde::de::Error::custom("seconds, zero or more, expected"))
}

/// A dead line must be noticed within this, also when idle.
const NOTICED_WITHIN: Duration = Duration::from_secs(90);
/// Time for the few bytes of a probe on top.
const SLACK: Duration = Duration::from_secs(2);

impl Config {
    /// Checks the ranges; the files are read by [`crate::Uplink::start`].
    ///
    /// # Errors
    /// [`TroubleCode::BadUrl`] or [`TroubleCode::BadSetting`], naming the field.
    pub fn check(&self) -> Result<(), UplinkError> {
        let bad = |text: &str| Err(UplinkError::trouble(TroubleCode::BadSetting, text));
        if !(1..=500).contains(&self.book_size) {
            return bad("book_size: 1 to 500 expected");
        }
        if self.book_low > self.book_size {
            return bad("book_low: must not exceed book_size");
        }
        let t = &self.timing;
        if t.probe + t.answer + t.backoff_first + t.connect + SLACK > NOTICED_WITHIN {
            return bad("timing: probe + answer + backoff_first + connect must stay within 88 s");
        }
        let zero = [
            t.connect,
            t.answer,
            t.live_answer,
            t.live,
            t.probe,
            t.backoff_first,
            t.backoff_longest,
            t.parked,
            t.meter,
        ];
        if zero.iter().any(Duration::is_zero) {
            return bad("timing: only stable and idle may be zero");
        }
        if t.backoff_first > t.backoff_longest {
            return bad("timing.backoff_first: must not exceed backoff_longest");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: &str = "base_url = 'https://c.example'\nca = 'a'\ncertificate = 'b'\nkey = 'c'\n";

    #[test]
    fn the_documented_defaults_are_what_a_short_file_gives() {
        let config: Config = toml::from_str(LEAST).unwrap();
        assert_eq!((config.book_size, config.book_low, config.bytes_per_day), (96, 32, None));
        assert_eq!(config.timing, Timing::default());
        config.check().unwrap();
    }

    #[test]
    fn an_unknown_or_impossible_setting_is_named() {
        let unknown = toml::from_str::<Config>(&format!("{LEAST}bok_size = 1\n")).unwrap_err();
        assert!(unknown.to_string().contains("bok_size"));
        for (setting, named) in [
            ("book_size = 0", "book_size"),
            ("book_low = 97", "book_low"),
            ("timing = { probe = 80 }", "probe"),
            ("timing = { connect = 0 }", "timing"),
            ("timing = { backoff_first = 90 }", "backoff_first"),
        ] {
            let config: Config = toml::from_str(&format!("{LEAST}{setting}\n")).unwrap();
            let error = config.check().unwrap_err().to_string();
            assert!(error.starts_with("U106") && error.contains(named), "{setting}: {error}");
        }
        assert!(toml::from_str::<Config>(&format!("{LEAST}timing = {{ probe = -1 }}")).is_err());
    }
}
