//! Opening the journal for a command that writes: only while the station itself does not run.

use crate::clock::SystemClock;
use crate::config::Config;
use journal::{Journal, Limits, MasterKey, Options};
use std::{error::Error, sync::Arc};
use wire::StaffRef;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The master key as it is configured.
pub(super) fn key(config: &Config) -> Result<MasterKey> {
    let key = config.journal_key().ok_or("S103 [journal] key is not set and there is no credential")?;
    Ok(MasterKey::from_file(&key)?)
}

/// The station's journal, open for writing. A station that runs holds it: `Error::InUse`.
pub(super) fn journal(config: &Config) -> Result<Journal> {
    let clock = SystemClock::new(config.clock.synchronised_file.clone())?;
    std::fs::create_dir_all(&config.station.data)
        .map_err(|e| format!("S104 {}: {e}", config.station.data.display()))?;
    let limits = Limits { checks: u32::try_from(config.journal.checks)?, bytes: config.journal.bytes };
    let options = Options::new(config.journal_path(), config.station.id.clone(), Arc::new(clock));
    Ok(Journal::open(Options { limits, ..options }, key(config)?)?.0)
}

/// Does something with the open journal and closes it in order.
pub(super) fn with<T>(journal: Journal, job: impl AsyncFnOnce(&Journal) -> Result<T>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
    runtime.block_on(async {
        let done = job(&journal).await;
        let closed = journal.close().await;
        let done = done?;
        closed?;
        Ok(done)
    })
}

/// Who the access log says it was.
pub(super) fn technician() -> StaffRef {
    "technician".parse().unwrap_or_else(|_| unreachable!("a valid reference"))
}
