//! The log: structured, to stderr or journald, and never with a person in it.
//!
//! Other people's crates are capped at `warn`: at `trace` an HTTP or TLS library may print what crosses it.
//! A panic is logged by its place only, because its message may quote data.

use crate::config::{Level, Log, LogTo};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::{filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _};

/// The crates whose log lines are ours to answer for.
pub const OURS: [&str; 7] = ["station", "firmware", "desk", "screen", "journal", "uplink", "report"];

/// Starts logging; call once, before anything else.
pub fn start(log: &Log) -> std::io::Result<()> {
    let registry = tracing_subscriber::registry().with(filter(log.level));
    match log.to {
        LogTo::Stderr => registry.with(stderr_layer()).init(),
        LogTo::Journald => registry.with(tracing_journald::layer()?).init(),
    }
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or("unknown".into(), ToString::to_string);
        let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
        tracing::error!(code = "S190", %place, %thread, "a part of the station panicked");
    }));
    Ok(())
}

fn stderr_layer<S>() -> impl tracing_subscriber::Layer<S>
where
    S: tracing::Subscriber + for<'a> tracing_subscriber::registry::LookupSpan<'a>,
{
    tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false)
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
