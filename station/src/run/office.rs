//! Events for the office: into the journal's outbox, then the reporter sends them.

use journal::Journal;
use report::Report;
use std::sync::Arc;
use wire::EventKind;

/// The way of an event to the office. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    /// Keeps events until the broker took them.
    pub journal: Journal,
    /// The connection to the broker, where one is configured.
    pub report: Option<Arc<Report>>,
    /// The configured limit, bytes a day.
    pub bytes_limit: Option<u64>,
}

impl Office {
    /// Puts an event into the outbox, without waiting for the disk.
    pub fn push(&self, kind: EventKind) {
        let office = self.clone();
        tokio::spawn(async move {
            if let Err(error) = office.journal.push_event(kind).await {
                tracing::warn!(code = error.code().name(), %error, "an event for the office was not kept");
            }
            office.wake();
        });
    }

    /// Reports that the bytes of the day are used up.
    pub fn bytes_limit_reached(&self) {
        if let Some(limit) = self.bytes_limit {
            self.push(EventKind::BytesLimit { limit });
        }
    }

    /// Has the reporter look into the outbox.
    pub fn wake(&self) {
        if let Some(report) = &self.report {
            report.wake();
        }
    }
}
