//! Wires the components together and runs them until SIGTERM.
//!
//! One loop owns the desk: everything that happens comes to it as an [`input::Input`], and the desk's effects are started
//! from it and never waited for. So the panel answers whatever the reader, the line, the broker or the disk are doing
//! (invariant 7).

mod backlog;
mod broker;
mod card;
mod centre;
mod components;
mod event_loop;
mod evidence;
mod input;
mod liveness;
mod names;
mod office;
mod requests;
mod signing;
mod status;
mod trouble;
mod voice;

use crate::{clock::SystemClock, config::Config, logging, watchdog};
pub use broker::settings as report_settings;
pub use centre::settings as uplink_settings;
use codes::Failure;
use components::Components;
pub use evidence::StationKey;
use std::{process::Stdio, time::Duration};
use tokio::signal::unix::{SignalKind, signal};
use trouble::start;

/// Longest wait until the card service has powered the card down.
const CARD_END: Duration = Duration::from_millis(1_500);

/// Longest wait for the command that switches the machine off.
const SWITCH_OFF: Duration = Duration::from_secs(30);

/// Runs a station with this configuration until SIGTERM or SIGINT.
///
/// # Errors
/// Anything that keeps it from starting, with a code; once ready it does not end by itself.
pub fn run(config: &Config) -> Result<(), Failure> {
    let _until_the_end = logging::start(&config.log).map_err(start)?;
    // Two workers: one may be busy with TLS or a batch while the other turns the desk.
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(start)?;
    let result = runtime.block_on(station(config));
    // A hung driver's thread must not hold up the end of the process.
    runtime.shutdown_background();
    if let Err(error) = &result {
        tracing::error!(%error, "the station cannot run");
    }
    result
}

async fn station(config: &Config) -> Result<(), Failure> {
    let mut terminate = signal(SignalKind::terminate()).map_err(start)?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(start)?;
    let clock = SystemClock::new(config.clock.synchronised_file.clone()).map_err(start)?;
    let (components, event_loop) = Components::open(config, clock).await?;
    let mut desk = tokio::spawn(event_loop.turn());
    watchdog::ready();
    tracing::info!(boot = components.boot, "ready");
    let mut off = false;
    let ended = tokio::select! {
        () = components.power_off.notified() => {
            off = true;
            Ok(())
        }
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
        // A component ends only by a panic: end too, so that the service manager starts everything afresh.
        dead = liveness::watch(&components) => Err(Failure::new(dead)),
        _ = &mut desk => Err(Failure::new(codes::S191)),
    };
    watchdog::stopping();
    tracing::info!("stopping");
    // Ends the card's session too (it is powered down); from here on nothing new is captured.
    desk.abort();
    let _ended = tokio::time::timeout(CARD_END, desk).await;
    components.close().await;
    if off { switch_off(&config.power.off).await } else { ended }
}

/// Switches the machine off; everything is on disk by now.
async fn switch_off(command: &[String]) -> Result<(), Failure> {
    let Some((program, arguments)) = command.split_first() else { return Ok(()) };
    let failed = |why: String| Failure::new(codes::S411).with(why);
    tracing::info!(program, "switching off");
    let run = tokio::process::Command::new(program).args(arguments).stdin(Stdio::null()).status();
    match tokio::time::timeout(SWITCH_OFF, run).await {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(failed(format!("{program} ended with {status}"))),
        Ok(Err(error)) => Err(failed(format!("{program}: {error}"))),
        Err(_) => Err(failed(format!("{program} did not end in time"))),
    }
}
