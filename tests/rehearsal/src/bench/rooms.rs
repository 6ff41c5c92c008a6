//! Rooms that measure themselves: an example of their crate, built beside this program, prints rows as JSON.

use super::Row;
use crate::{Result, sibling};
use std::path::Path;

#[derive(serde::Deserialize)]
struct Captures {
    captures_per_second: f64,
    plain_sqlite_per_second: f64,
    ratio: f64,
}

/// The journal's captures beside plain SQLite.
pub async fn captures(folder: &Path) -> Result<Vec<Row>> {
    let found: Captures = example("bench", folder).await?;
    let what = "durable captures per second, one at a time (yardstick: the same rows in plain SQLite)";
    let reach = found.plain_sqlite_per_second * 0.8;
    Ok(vec![Row {
        what: what.into(),
        unit: "1/s".into(),
        measured: found.captures_per_second.round(),
        yardstick: Some(found.plain_sqlite_per_second.round()),
        reach: reach.round(),
        met: found.ratio >= 0.8,
    }])
}

/// The drain over a narrow line, and what reconnects to the centre cost.
pub async fn drain(folder: &Path) -> Result<Vec<Row>> {
    example("drain", folder).await
}

/// A picture from the view to the display's bus, and a clock tick there.
pub async fn picture(folder: &Path) -> Result<Vec<Row>> {
    example("picture", folder).await
}

/// Runs an example and takes what it prints. It may exit with an error when a row is not met; the rows show it.
async fn example<T: serde::de::DeserializeOwned>(name: &str, folder: &Path) -> Result<T> {
    let program = sibling(&format!("examples/{name}"))?;
    let output = tokio::process::Command::new(program).arg("--json").current_dir(folder).output().await?;
    serde_json::from_slice(&output.stdout).map_err(|error| {
        let said = String::from_utf8_lossy(&output.stderr);
        format!("example {name} printed no rows ({error}): {said}").into()
    })
}
