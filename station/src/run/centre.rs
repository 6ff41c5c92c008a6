//! The uplink: its settings from the configuration, its events for the desk.

use super::{
    backlog::JournalBacklog,
    input::{Inbox, send},
    trouble,
};
use crate::config::Config;
use codes::Failure;
use desk::Event;
use report::Report;
use std::sync::Arc;
use tokio::sync::mpsc;
use uplink::{Uplink, UplinkEvent};

type Result<T> = std::result::Result<T, Failure>;

/// Starts the uplink over the journal's backlog.
///
/// # Errors
/// A setting or file that it cannot use.
pub fn start(
    config: &Config,
    backlog: JournalBacklog,
    inbox: &Inbox,
    report: Option<Arc<Report>>,
) -> Result<Arc<Uplink>> {
    let (events, mut heard) = mpsc::channel(64);
    let uplink = Arc::new(Uplink::start(settings(config)?, Arc::new(backlog), events)?);
    let inbox = inbox.clone();
    tokio::spawn(async move {
        while let Some(event) = heard.recv().await {
            // The line is back: the broker may be reached again too.
            if let (UplinkEvent::Line(wire::LineGrade::Good), Some(report)) = (&event, &report) {
                report.retry_now();
            }
            if let Some(event) = from_uplink(event) {
                send(&inbox, event);
            }
        }
    });
    Ok(uplink)
}

/// The settings of the uplink.
///
/// # Errors
/// A number out of range.
pub fn settings(config: &Config) -> Result<uplink::Config> {
    let centre = &config.centre;
    let book_size = usize::try_from(centre.book).map_err(trouble::start)?;
    Ok(uplink::Config {
        base_url: centre.url.clone(),
        ca: centre.ca.clone(),
        certificate: centre.certificate.clone(),
        key: centre.key.clone(),
        book_size,
        book_low: book_size / 3,
        bytes_per_day: centre.bytes_per_day,
        seed: None,
        timing: uplink::Timing::default(),
    })
}

fn from_uplink(event: UplinkEvent) -> Option<Event> {
    match event {
        UplinkEvent::Refused { check, code } => Some(Event::NotSettled { check, code }),
        UplinkEvent::Line(grade) => Some(Event::Line(grade)),
        UplinkEvent::Book(count) => Some(Event::Book(u32::try_from(count).unwrap_or(u32::MAX))),
        UplinkEvent::BytesLimit { reached } => Some(Event::BytesLimit(reached)),
        UplinkEvent::Trouble(trouble) => {
            let failure = Failure::from(&trouble);
            tracing::warn!(code = failure.code.name(), technician = %failure.detail, "uplink");
            Some(Event::Trouble { failure, over: false })
        }
        UplinkEvent::TroubleOver(code) => {
            let failure = Failure::new(code.code());
            Some(Event::Trouble { failure, over: true })
        }
        UplinkEvent::ClockOffset { seconds } => {
            let failure = Failure::new(codes::S120).with(format!("{seconds} s"));
            tracing::warn!(code = failure.code.name(), seconds, "{}", failure.code.technician());
            Some(Event::Trouble { failure, over: seconds.abs() < 120 })
        }
    }
}
