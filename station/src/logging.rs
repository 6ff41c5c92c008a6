//! The log: structured, to stderr or journald, and never with a person in it.
//!
//! Other people's crates are capped at `warn`: at `trace` an HTTP or TLS library may print what crosses it.
//! A panic is logged by its place only, because its message may quote data. A thread that logs never waits for the writer
//! (`writer`).

mod journald;
mod writer;

use crate::config::{Level, Log, LogTo};
use std::{io::Write as _, time::Duration};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _};
use writer::Lossy;

/// The crates whose log lines are ours to answer for.
pub const OURS: [&str; 7] = ["station", "firmware", "desk", "screen", "journal", "uplink", "report"];

/// Lines were dropped because the log was stalled.
const DROPPED: &str = codes::S189.name();
/// How long the end of the process (or of a thread, by a panic) waits for its last lines to be written.
const LAST_LINES: Duration = Duration::from_secs(1);

/// Writes the last lines when dropped; hold it as long as the process logs.
#[must_use = "the last lines are written when it is dropped"]
pub struct Logging(Lossy);

impl Drop for Logging {
    fn drop(&mut self) {
        self.0.flush(LAST_LINES);
    }
}

/// True when journald takes a log.
///
/// # Errors
/// When it does not listen.
pub fn journald_listens() -> std::io::Result<()> {
    journald::sink().map(drop)
}

/// Starts logging; call once, before anything else.
///
/// # Errors
/// When journald is wanted and does not listen, or the operating system gives no thread.
pub fn start(log: &Log) -> std::io::Result<Logging> {
    let registry = tracing_subscriber::registry().with(filter(log.level));
    let lossy = match log.to {
        LogTo::Stderr => {
            let lossy = Lossy::start(|line| std::io::stderr().write_all(line), dropped)?;
            registry.with(stderr_layer(lossy.clone())).init();
            lossy
        }
        LogTo::Journald => {
            let lossy = Lossy::start(journald::sink()?, journald::dropped)?;
            registry.with(journald::Records(lossy.clone())).init();
            lossy
        }
    };
    let last = lossy.clone();
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic.location().map_or("unknown".into(), ToString::to_string);
        let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
        tracing::error!(code = codes::S190.name(), %place, %thread, "{}", codes::S190.technician());
        last.flush(LAST_LINES);
    }));
    Ok(Logging(lossy))
}

fn dropped(count: u64) -> Vec<u8> {
    format!("WARN station::logging: log lines were dropped: the log was stalled code=\"{DROPPED}\" count={count}\n")
        .into_bytes()
}

fn stderr_layer<S>(lossy: Lossy) -> impl tracing_subscriber::Layer<S>
where
    S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
{
    tracing_subscriber::fmt::layer().with_writer(move || lossy.clone()).with_ansi(false)
}

fn filter(level: Level) -> Targets {
    let ours = match level {
        Level::Error => LevelFilter::ERROR,
        Level::Warn => LevelFilter::WARN,
        Level::Info => LevelFilter::INFO,
        Level::Debug => LevelFilter::DEBUG,
        Level::Trace => LevelFilter::TRACE,
    };
    let others = ours.min(LevelFilter::WARN);
    Targets::new().with_default(others).with_targets(OURS.map(|name| (name, ours)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_crates_never_say_more_than_warn() {
        let filter = filter(Level::Trace);
        assert!(filter.would_enable("station::run", &tracing::Level::TRACE));
        assert!(filter.would_enable("uplink", &tracing::Level::TRACE));
        assert!(!filter.would_enable("h2::proto", &tracing::Level::INFO));
        assert!(!filter.would_enable("rustls", &tracing::Level::DEBUG));
    }
}
