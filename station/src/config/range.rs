//! Values of the configuration that are checked while they are read, so that an error carries its line.

use firmware::range::whole;
use serde::{Deserialize, Deserializer, de::Error as _};
use std::time::Duration;

/// A whole number of seconds within a range.
pub fn seconds<'de, D: Deserializer<'de>, const MIN: u64, const MAX: u64>(
    d: D,
) -> Result<Duration, D::Error> {
    whole::<D, u64, MIN, MAX>(d).map(Duration::from_secs)
}

/// A whole number of minutes within a range.
pub fn minutes<'de, D: Deserializer<'de>, const MIN: u64, const MAX: u64>(
    d: D,
) -> Result<Duration, D::Error> {
    whole::<D, u64, MIN, MAX>(d).map(|minutes| Duration::from_secs(minutes * 60))
}

/// Names of sites: 1 to 40 printable characters each, none twice.
pub fn sites<'de, D: Deserializer<'de>>(d: D) -> Result<Vec<String>, D::Error> {
    let names = Vec::<String>::deserialize(d)?;
    let bad = |name: &&String| {
        let length = name.chars().count();
        name.trim() != name.as_str() || !(1..=40).contains(&length) || name.chars().any(char::is_control)
    };
    if let Some(name) = names.iter().find(bad) {
        return Err(D::Error::custom(format!("{name:?} must have 1 to 40 printable characters")));
    }
    match names.iter().enumerate().find(|(n, name)| names.iter().take(*n).any(|other| other == *name)) {
        Some((_, name)) => Err(D::Error::custom(format!("{name:?} is there twice"))),
        None => Ok(names),
    }
}

/// An absolute https URL without a path beyond `/`.
pub fn https_url<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    let text = String::deserialize(d)?;
    let host = text.strip_prefix("https://").map(|rest| rest.trim_end_matches('/'));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', ' ', '?', '#', '@']) => {
            Ok(format!("https://{host}"))
        }
        _ => Err(D::Error::custom("must be https://host or https://host:port")),
    }
}
