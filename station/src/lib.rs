//! The daemon on the bus: reads its configuration, wires the components together, and moves events and effects between
//! them. The components (desk, screen, journal, uplink, report, health, speech, firmware) are crates of their own.

pub mod cli;
pub mod clock;
pub mod codes;
pub mod config;
pub mod contracts;
mod convert;
mod diagnosis;
pub mod logging;
mod panel;
mod run;
mod watchdog;

pub use run::run;

/// The software version that the office and the technician see.
pub const SOFTWARE: &str = env!("CARGO_PKG_VERSION");

/// Checks that the file holds a key that the station can sign with.
///
/// # Errors
/// The fault, by code; never quotes the file.
pub fn check_station_key(path: &std::path::Path) -> Result<(), impl std::error::Error> {
    run::StationKey::load(path).map(drop)
}
