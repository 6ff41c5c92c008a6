//! What the desk wants done besides its checks: logins, looking back, other proofs, the choice of the day.
//!
//! Each errand is started and never waited for; its answer comes to the desk's loop as an event. Whoever is logged
//! in is remembered here, because the journal writes who did a thing together with the thing.

mod day;
mod look;
mod people;

use super::{
    input::{Inbox, tell},
    rooms::Handles,
};
use crate::diagnosis::{Broker, Known};
use codes::Failure;
use desk::{AskId, Device, DiagnosisItem, DiagnosisRow, Event, Reply};
use firmware::card::ReaderInfo;
use journal::deferred::{PATIENCE, Task};
use journal::{Access, Actor, ClockReading, Journal};
use model::{AccessAction, AccessNote};
use std::collections::BTreeMap;
use wire::StaffRef;

/// Runs errands for the desk.
#[derive(Clone)]
pub struct Errands {
    rooms: Handles,
    inbox: Inbox,
    staff: StaffRef,
}

impl Errands {
    /// Nobody is logged in yet: what is done counts as done by the configured reference.
    pub fn new(rooms: Handles, inbox: Inbox) -> Self {
        let staff = rooms.staff.clone();
        Self { rooms, inbox, staff }
    }

    /// Who is at the desk, now: to be asked when the desk does it, not when it is written.
    pub fn by(&self) -> Actor {
        self.now_by(self.staff.clone())
    }

    fn now_by(&self, staff: StaffRef) -> Actor {
        Actor { staff, at: ClockReading::of(&self.rooms.clock) }
    }

    /// Remembers the staff member at the desk, and writes a line of the access log. The journal records everything else
    /// by itself: every note of the desk is a line.
    pub fn note(&mut self, note: AccessNote) {
        match note.action {
            AccessAction::LoggedIn => self.staff = note.staff.clone(),
            AccessAction::LoggedOut | AccessAction::Locked => self.staff = self.rooms.staff.clone(),
            _ => {}
        }
        let line = Access { check: note.check, ..Access::by(self.now_by(note.staff), note.action) };
        self.rooms.write_queue.put(Task::Note(line));
    }

    /// Starts an errand whose answer is an event.
    fn go<F: Future<Output = Event> + Send + 'static>(&self, errand: impl FnOnce(Self) -> F) {
        let (inbox, errand) = (self.inbox.clone(), errand(self.clone()));
        tokio::spawn(async move { tell(&inbox, errand.await) });
    }

    /// Starts an errand that answers a question of the desk.
    fn reply<F: Future<Output = Reply> + Send + 'static>(
        &self,
        ask: AskId,
        errand: impl FnOnce(Self) -> F + Send + 'static,
    ) {
        self.go(move |errands| {
            let reply = errand(errands);
            async move { Event::Reply { ask, reply: reply.await } }
        });
    }

    /// Looks how the machine and its rooms are; `reader` is what the card room says of its reader, `devices` what
    /// came or went since the start.
    pub fn diagnose(&self, reader: Option<ReaderInfo>, devices: BTreeMap<Device, bool>) {
        self.go(|errands| async move {
            let mut rows = errands.rooms.diagnosis.collect(errands.known(reader)).await;
            rows.extend(devices.into_iter().map(|(device, present)| self::device(device, present)));
            Event::Diagnosis(rows)
        });
    }

    fn known(&self, reader: Option<ReaderInfo>) -> Known<'_> {
        let rooms = &self.rooms;
        Known {
            journal: &rooms.journal,
            boot: rooms.boot,
            line: rooms.uplink.line(),
            broker: match &rooms.report {
                None => Broker::None,
                Some(report) if report.is_connected() => Broker::Connected,
                Some(_) => Broker::Away,
            },
            now: rooms.clock.wall(),
            synchronised: rooms.clock.synchronised(),
            reader,
        }
    }

    fn journal(&self) -> &Journal {
        &self.rooms.journal
    }
}

/// A failure of the journal as the panel shows it; the technician finds it in the log.
fn failure(doing: &'static str, error: &journal::Error) -> Failure {
    tracing::warn!(code = error.code().name(), %error, doing, "an errand of the desk failed");
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
