//! Opening the journal for a command that writes: only while the station itself does not run, and without counting
//! as a start of it.

use crate::clock::SystemClock;
use crate::config::Config;
use codes::Failure;
use journal::{Actor, ClockReading, Journal, Limits, MasterKey, Opener, Options};
use std::{error::Error, sync::Arc};
use wire::StaffRef;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// The master key as it is configured.
pub(super) fn key(config: &Config) -> Result<MasterKey> {
    let key = config
        .journal_key()
        .ok_or_else(|| Failure::new(codes::S103).with("not set, and there is no credential"))?;
    Ok(MasterKey::from_file(&key)?)
}

/// The station's journal, open for a technician's command, and its clock.
pub(super) struct Opened {
    journal: Journal,
    clock: SystemClock,
}

/// Opens the station's journal for writing. A station that runs holds it: `Error::InUse`.
pub(super) fn journal(config: &Config) -> Result<Opened> {
    let clock = SystemClock::new(config.clock.synchronised_file.clone())?;
    std::fs::create_dir_all(&config.station.data)
        .map_err(|e| Failure::new(codes::S104).with(format!("{}: {e}", config.station.data.display())))?;
    let limits = Limits { checks: u32::try_from(config.journal.checks)?, bytes: config.journal.bytes };
    let options = Options::new(config.journal_path(), config.station.id.clone(), Arc::new(clock.clone()));
    let options = Options { limits, opener: Opener::Technician, ..options };
    Ok(Opened { journal: Journal::open(options, key(config)?)?.0, clock })
}

impl Opened {
    /// Opens the journal, calls `act` with the actor and the time, and closes the journal in order.
    pub(super) fn with<T>(self, job: impl AsyncFnOnce(&Journal, Actor) -> Result<T>) -> Result<T> {
        let Self { journal, clock } = self;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build()?;
        runtime.block_on(async {
            let done = job(&journal, Actor { staff: technician(), at: ClockReading::of(&clock) }).await;
            let closed = journal.close().await;
            let done = done?;
            closed?;
            Ok(done)
        })
    }
}

/// The actor for the access log.
fn technician() -> StaffRef {
    "technician".parse().unwrap_or_else(|_| unreachable!("a valid reference"))
}
