//! Answers the desk's questions and does what it wants done besides its checks: logins, looking back, other proofs, the
//! choice of the day.
//!
//! A request is started and never waited for; its answer comes to the desk's loop as an event. The staff member at the
//! desk is remembered here, because the journal records the person together with the act.

mod day;
mod lookback;
mod people;

use super::input::{Inbox, send};
use crate::{clock::SystemClock, diagnosis::Diagnosis};
use codes::Failure;
use desk::{AskId, Device, DiagnosisItem, DiagnosisRow, Event, Reply};
use firmware::card::ReaderInfo;
use journal::{
    Access, Actor, ClockReading, Journal,
    deferred::{Task, WriteQueue},
};
use model::{AccessAction, AccessNote};
use std::{collections::BTreeMap, sync::Arc};
use uplink::Uplink;
use wire::StaffRef;

/// The components that answer requests. Cheap to clone.
#[derive(Clone)]
pub struct Requests {
    /// The store.
    pub journal: Journal,
    /// Writes in the order of the desk's decisions.
    pub write_queue: WriteQueue,
    /// Fetches a check again from the centre.
    pub uplink: Arc<Uplink>,
    /// The technician's screen.
    pub diagnosis: Diagnosis,
    /// The time of an act.
    pub clock: SystemClock,
    /// The desk's loop.
    pub inbox: Inbox,
    /// The configured reference, for acts without a login.
    pub default_staff: StaffRef,
    /// The staff member at the desk.
    pub staff: StaffRef,
}

impl Requests {
    /// The staff member at the desk and the time: to be asked when the desk acts, not when it is written.
    pub fn actor(&self) -> Actor {
        self.actor_now(self.staff.clone())
    }

    fn actor_now(&self, staff: StaffRef) -> Actor {
        Actor { staff, at: ClockReading::of(&self.clock) }
    }

    /// Remembers the staff member at the desk, and writes a line of the access log. The journal records everything else
    /// by itself: every note of the desk is a line.
    pub fn note(&mut self, note: AccessNote) {
        match note.action {
            AccessAction::LoggedIn => self.staff = note.staff.clone(),
            AccessAction::LoggedOut | AccessAction::Locked => self.staff = self.default_staff.clone(),
            _ => {}
        }
        let line = Access { check: note.check, ..Access::by(self.actor_now(note.staff), note.action) };
        self.write_queue.put(Task::Note(line));
    }

    /// Starts a request whose answer is an event.
    fn spawn<F: Future<Output = Event> + Send + 'static>(&self, request: impl FnOnce(Self) -> F) {
        let (inbox, request) = (self.inbox.clone(), request(self.clone()));
        tokio::spawn(async move { send(&inbox, request.await) });
    }

    /// Starts a request that answers a question of the desk.
    fn reply<F: Future<Output = Reply> + Send + 'static>(
        &self,
        ask: AskId,
        request: impl FnOnce(Self) -> F + Send + 'static,
    ) {
        self.spawn(move |requests| {
            let reply = request(requests);
            async move { Event::Reply { ask, reply: reply.await } }
        });
    }

    /// Collects the technician's screen; `reader` is the reader in use, `devices` came or went since the start.
    pub fn diagnose(&self, reader: Option<ReaderInfo>, devices: BTreeMap<Device, bool>) {
        self.spawn(|requests| async move {
            let mut rows = requests.diagnosis.collect(reader).await;
            rows.extend(devices.into_iter().map(|(device, present)| self::device(device, present)));
            Event::Diagnosis(rows)
        });
    }
}

/// A failure of the journal for the desk, after it was logged.
fn failure(doing: &'static str, error: &journal::Error) -> Failure {
    tracing::warn!(code = error.code().name(), %error, doing, "a request of the desk failed");
    Failure::from(error)
}

/// A device in the diagnosis.
fn device(device: Device, present: bool) -> DiagnosisRow {
    let item = match device {
        Device::Keypad => DiagnosisItem::Keypad,
        Device::Scanner => DiagnosisItem::Scanner,
        // Both are the keys that are soldered to the board.
        Device::Buttons | Device::Matrix => DiagnosisItem::Buttons,
    };
    DiagnosisRow { item, value: if present { "OK" } else { "-" }.into(), ok: Some(present) }
}
