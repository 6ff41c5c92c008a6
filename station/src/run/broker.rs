//! The reporter: its settings from the configuration, its outbox in the journal, its events for the desk.

use super::input::{Inbox, send};
use crate::config::{Broker, Config};
use codes::Failure;
use desk::Event;
use journal::Journal;
use report::{Fault, Outbox, OutboxError, Report, ReportEvent};
use std::sync::Arc;
use tokio::sync::mpsc;

/// The journal's outbox behind the reporter's trait.
#[derive(Debug)]
struct JournalOutbox(Journal);

impl Outbox for JournalOutbox {
    async fn next(&self, n: usize) -> Result<Vec<wire::Event>, OutboxError> {
        self.0.next_events(n).await.map_err(|e| OutboxError(e.to_string()))
    }

    async fn delete(&self, order: u64) -> Result<(), OutboxError> {
        self.0.delete_event(order).await.map_err(|e| OutboxError(e.to_string()))
    }
}

/// Starts the reporter, where a broker is configured.
///
/// # Errors
/// A setting or file that it cannot use.
pub fn start(
    config: &Config,
    journal: &Journal,
    boot: u64,
    inbox: &Inbox,
) -> Result<Option<Arc<Report>>, Failure> {
    let Some(broker) = &config.broker else { return Ok(None) };
    let (events, heard) = mpsc::channel(32);
    let settings = settings(config, broker, boot);
    let report = Report::start(settings, JournalOutbox(journal.clone()), events)?;
    tokio::spawn(receive(heard, inbox.clone()));
    Ok(Some(Arc::new(report)))
}

/// The settings of the reporter.
pub fn settings(config: &Config, broker: &Broker, boot: u64) -> report::Config {
    report::Config {
        host: broker.host.clone(),
        port: broker.port,
        ca: broker.ca.clone(),
        certificate: broker.certificate.clone(),
        key: broker.key.clone(),
        station: config.station.id.clone(),
        boot,
        software: crate::SOFTWARE.into(),
        keepalive: report::Config::KEEPALIVE,
        status_every: broker.status_every_s,
        seed: boot ^ u64::from(std::process::id()),
        timing: report::Timing::default(),
    }
}

async fn receive(mut heard: mpsc::Receiver<ReportEvent>, inbox: Inbox) {
    while let Some(event) = heard.recv().await {
        let (fault, over) = match event {
            ReportEvent::Connected { resumed } => {
                tracing::info!(resumed, "broker connected");
                continue;
            }
            // The office sees it by itself, and staff can do nothing about it.
            ReportEvent::Disconnected { fault, detail } => {
                tracing::info!(code = fault.code().name(), %detail, "broker disconnected");
                continue;
            }
            // Events are kept until the office subscribes; staff can do nothing about it.
            ReportEvent::Trouble { fault: Fault::NobodyListens, detail } => {
                tracing::info!(code = Fault::NobodyListens.code().name(), %detail, "report");
                continue;
            }
            ReportEvent::Cleared { fault: Fault::NobodyListens } => continue,
            ReportEvent::Trouble { fault, detail } => {
                tracing::warn!(code = fault.code().name(), %detail, "report");
                (fault, false)
            }
            ReportEvent::Cleared { fault } => (fault, true),
        };
        let failure = Failure::new(fault.code());
        send(&inbox, Event::Trouble { failure, over });
    }
}
