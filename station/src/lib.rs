//! The daemon that rides the bus: reads its configuration, puts the rooms together, and moves events and effects
//! between them. The rooms themselves (desk, screen, journal, uplink, report, firmware) do the work; here is
//! only what joins them.

pub mod cli;
pub mod clock;
pub mod codes;
pub mod config;
pub mod contracts;
mod diagnosis;
pub mod logging;
mod run;
mod watchdog;

pub use run::run;

/// The software version, as the office and the technician are told.
pub const SOFTWARE: &str = env!("CARGO_PKG_VERSION");

/// Whether the file holds a key that the station can sign with.
///
/// # Errors
/// What is wrong with it, by code; never quotes the file.
pub fn check_station_key(path: &std::path::Path) -> Result<(), impl std::error::Error> {
    run::StationKey::load(path).map(drop)
}
