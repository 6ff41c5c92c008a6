//! State that outlives a connection: the newest status, the outbox, reported troubles, the meter.

use crate::ReportEvent;
use crate::config::Config;
use crate::fault::Fault;
use crate::gate::Gate;
use crate::meter::Meter;
use crate::tls::Tls;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::{Notify, mpsc, watch};

/// One station's reporting, across connections.
pub(crate) struct Shared<O> {
    pub(crate) config: Config,
    pub(crate) tls: Tls,
    pub(crate) outbox: O,
    pub(crate) events: mpsc::Sender<ReportEvent>,
    pub(crate) status: watch::Receiver<Option<wire::Status>>,
    pub(crate) stop: watch::Receiver<bool>,
    pub(crate) wake: Arc<Notify>,
    pub(crate) retry: Arc<Notify>,
    pub(crate) gate: Gate,
    pub(crate) meter: Arc<Meter>,
    /// True when there is a connection, as the handle shows it.
    pub(crate) connected: Arc<AtomicBool>,
    pub(crate) reported: BTreeSet<Fault>,
}

impl<O> Shared<O> {
    /// Sends and logs an event; it is dropped when the receiver does not keep up.
    pub(crate) fn emit(&self, event: ReportEvent) {
        match &event {
            ReportEvent::Connected { .. } => self.connected.store(true, Ordering::Relaxed),
            ReportEvent::Disconnected { .. } => self.connected.store(false, Ordering::Relaxed),
            ReportEvent::Trouble { .. } | ReportEvent::Cleared { .. } => {}
        }
        match &event {
            ReportEvent::Connected { resumed } => tracing::debug!(resumed, "broker connected"),
            ReportEvent::Disconnected { fault, detail } | ReportEvent::Trouble { fault, detail } => {
                let code = fault.code();
                tracing::debug!(code = code.name(), %detail, "{}", code.technician());
            }
            ReportEvent::Cleared { fault } => tracing::debug!(code = fault.code().name(), "over"),
        }
        if self.events.try_send(event).is_err() {
            tracing::debug!("an event of the reporter was dropped: its receiver does not keep up");
        }
    }

    /// Reports a trouble once until it is over.
    pub(crate) fn trouble(&mut self, fault: Fault, detail: String) {
        if self.reported.insert(fault) {
            self.emit(ReportEvent::Trouble { fault, detail });
        }
    }

    /// Reports the end of a reported trouble.
    pub(crate) fn clear(&mut self, fault: Fault) {
        if self.reported.remove(&fault) {
            self.emit(ReportEvent::Cleared { fault });
        }
    }

    /// Takes the newest status from the station.
    pub(crate) fn renew(&mut self) {
        if let Some(status) = self.status.borrow_and_update().clone() {
            self.gate.offer(status);
        }
    }
}

/// Returns when a stop is wanted, or when the handle is gone.
pub(crate) async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _wanted = stop.wait_for(|stop| *stop).await;
}
