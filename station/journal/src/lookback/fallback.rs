//! Other proofs: with a check the last one counts, without one it is a line of its own among the day's numbers.

use super::ticket;
use crate::Error;
use crate::access::{Access, Actor};
use crate::connect::run;
use crate::error::storage;
use crate::writer::Writer;
use model::AccessAction;
use model::{FallbackKind, Ticket};
use rusqlite::params;
use wire::{CheckId, jst_date};

impl Writer {
    pub(crate) fn keep_fallback(
        &mut self,
        check: Option<CheckId>,
        ticket: Option<&Ticket>,
        kind: FallbackKind,
        by: &Actor,
    ) -> Result<(), Error> {
        match check {
            Some(check) => self.fallback_of_check(check, ticket, kind, by),
            None => self.fallback_of_day(ticket, kind, by),
        }
    }

    fn fallback_of_check(
        &self,
        id: CheckId,
        ticket: Option<&Ticket>,
        kind: FallbackKind,
        by: &Actor,
    ) -> Result<(), Error> {
        let stub = self.find(id)?.ok_or(Error::Unknown)?;
        let today = jst_date(self.options.clock.now());
        let step = self.begin("keep another proof")?;
        run(&step, include_str!("../sql/check_fallback.sql"), params![stub.seq, kind.word()])?;
        if let Some(ticket) = ticket {
            ticket::store(&step, &self.ring, stub.seq, id.as_bytes(), today, ticket)?;
            self.write_line(&step, &Access::by(by.clone(), AccessAction::TicketAttached).to(id))?;
        }
        let line = Access::by(by.clone(), AccessAction::FallbackRecorded).to(id).with(kind.word());
        self.write_line(&step, &line)?;
        step.commit().map_err(storage("keep another proof"))
    }

    fn fallback_of_day(&self, ticket: Option<&Ticket>, kind: FallbackKind, by: &Actor) -> Result<(), Error> {
        let day = self.day_of(by.at).to_string();
        let fingerprint = ticket.map(|ticket| ticket::fingerprint(&self.ring, ticket));
        let step = self.begin("keep another proof")?;
        if fingerprint.is_some() {
            run(&step, include_str!("../sql/fallback_replace.sql"), params![day, fingerprint])?;
        }
        run(&step, include_str!("../sql/fallback_insert.sql"), params![day, kind.word(), fingerprint])?;
        let line = Access::by(by.clone(), AccessAction::FallbackRecorded).with(kind.word());
        self.write_line(&step, &line)?;
        step.commit().map_err(storage("keep another proof"))
    }
}
