//! Records of the station and of the centre about the checks, side by side.

use super::World;
use crate::scene::Result;
use centre::ReceiptRecord;
use std::{path::PathBuf, time::Duration};

/// A check by its reception number.
#[derive(Debug, Clone)]
pub struct KnownCheck {
    /// 受付番号
    pub reception: u32,
    /// The day (JST) of the reception number.
    pub day: String,
    /// Its outcome, once that is known.
    pub outcome: Option<String>,
    /// The centre's record, once it has one.
    pub receipt: Option<ReceiptRecord>,
}

/// A line of the technician's list.
#[derive(Debug, Clone, serde::Deserialize)]
pub(crate) struct Row {
    /// The check's id.
    pub check: String,
    /// 受付番号
    pub reception: u32,
    day: String,
    outcome: Option<String>,
}

/// Runner of the station's commands beside the running station.
#[derive(Debug, Clone)]
pub struct Technician {
    pub(super) binary: PathBuf,
    pub(super) config: PathBuf,
}

impl Technician {
    /// Runs a command and gives its standard output.
    ///
    /// # Errors
    /// Standard error of the command, when it fails.
    pub async fn command(&self, arguments: &[&str]) -> Result<String> {
        let mut command = tokio::process::Command::new(&self.binary);
        let output = command.args(arguments).arg("--config").arg(&self.config).output().await?;
        if output.status.success() {
            Ok(String::from_utf8(output.stdout)?)
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
        }
    }

    /// The list of checks.
    pub(crate) async fn list(&self) -> Result<Vec<Row>> {
        Ok(serde_json::from_str(&self.command(&["journal", "list", "--json"]).await?)?)
    }
}

impl World {
    /// Checks that wait, as the technician sees them.
    pub async fn waiting(&self) -> Result<u64> {
        let json = self.command(&["journal", "stats", "--json"]).await?;
        let stats: serde_json::Value = serde_json::from_str(&json)?;
        stats
            .get("waiting")
            .and_then(serde_json::Value::as_u64)
            .ok_or_else(|| "no number of waiting checks".into())
    }

    /// Waits until no check waits any more.
    pub async fn settled(&self, within: Duration) -> Result<()> {
        let end = tokio::time::Instant::now() + within;
        while self.waiting().await? != 0 {
            if tokio::time::Instant::now() >= end {
                return Err("checks still wait".into());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Ok(())
    }

    /// Every check that the station keeps a line of, with what the centre has of it.
    pub async fn checks(&self) -> Result<Vec<KnownCheck>> {
        let rows = self.technician()?.list().await?;
        let mut receipts = self.receipts()?;
        let mut known = Vec::new();
        for row in rows {
            let place = receipts.iter().position(|r| r.check.to_string() == row.check);
            known.push(KnownCheck {
                reception: row.reception,
                day: row.day,
                outcome: row.outcome,
                receipt: place.map(|p| receipts.swap_remove(p)),
            });
        }
        match receipts.first() {
            None => Ok(known),
            Some(stray) => {
                Err(format!("the centre has check {}, which the station does not know", stray.check).into())
            }
        }
    }

    /// Records of the centre.
    pub fn receipts(&self) -> Result<Vec<ReceiptRecord>> {
        Ok(self.centre.control.receipts(None)?)
    }
}
