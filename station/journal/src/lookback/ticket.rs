//! Tickets: sealed beside the check, found by a keyed fingerprint, gone with the day unless the check still needs
//! somebody.

use crate::Error;
use crate::access::{Access, Actor};
use crate::connect::run;
use crate::error::storage;
use crate::keys::{KeyRing, SealedRow};
use crate::seal::{Kind, Owner};
use crate::settle::calls;
use crate::types::State;
use crate::writer::Writer;
use jiff::civil::Date;
use model::AccessAction;
use model::Ticket;
use rusqlite::{Connection, Transaction, params};
use wire::{CheckId, jst_date};
use zeroize::Zeroizing;

/// The keyed fingerprint that a ticket is found by.
pub(crate) fn fingerprint(ring: &KeyRing, ticket: &Ticket) -> Vec<u8> {
    ring.ticket.of(ticket.as_str().as_bytes())
}

/// The ticket as it is sealed.
fn text(ticket: &Ticket) -> Zeroizing<String> {
    Zeroizing::new(ticket.as_str().to_owned())
}

/// Seals a ticket for the check `seq`, inside the caller's transaction.
pub(crate) fn store(
    db: &Connection,
    ring: &KeyRing,
    seq: i64,
    owner: &Owner,
    today: Date,
    ticket: &Ticket,
) -> Result<(), Error> {
    let (key, sealed) = ring.seal(db, Kind::Ticket, today, owner, &text(ticket))?;
    run(db, include_str!("../sql/ticket_write.sql"), params![seq, fingerprint(ring, ticket), key, sealed])
}

/// Opens a ticket; `None` when it does not open.
pub(crate) fn open(db: &Connection, ring: &KeyRing, row: &SealedRow) -> Result<Option<Ticket>, Error> {
    match ring.read::<Zeroizing<String>>(db, Kind::Ticket, row) {
        Ok(text) => Ok(Ticket::new(&text)),
        Err(Error::Seal { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

impl Writer {
    pub(crate) fn attach_ticket(&mut self, id: CheckId, ticket: &Ticket, by: &Actor) -> Result<(), Error> {
        let stub = self.find(id)?.ok_or(Error::Unknown)?;
        let today = jst_date(self.options.clock.now());
        let step = self.begin("keep a ticket")?;
        store(&step, &self.ring, stub.seq, id.as_bytes(), today, ticket)?;
        self.write_line(&step, &Access::by(by.clone(), AccessAction::TicketAttached).to(id))?;
        step.commit().map_err(storage("keep a ticket"))
    }

    /// Ends the day of the tickets under `key`: they go, except those of checks that wait or call for staff, which are
    /// sealed anew under today's key.
    pub(crate) fn end_tickets(&self, step: &Transaction<'_>, key: i64, today: Date) -> Result<(), Error> {
        let failed = storage("find the tickets of a day");
        let mut read = step.prepare_cached(include_str!("../sql/tickets_of_key.sql")).map_err(&failed)?;
        let row = |row: &rusqlite::Row<'_>| {
            let needed = match State::from_number(row.get(4)?) {
                State::Waiting | State::Unacknowledged => true,
                State::Answered => calls(row, 5)?,
                State::Done => false,
            };
            Ok((SealedRow::from(row)?, needed))
        };
        let rows =
            read.query_map([key], row).and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(&failed)?;
        for (row, needed) in rows {
            let ticket = if needed { open(step, &self.ring, &row)? } else { None };
            match ticket {
                Some(ticket) => {
                    let (key, sealed) =
                        self.ring.renew(step, Kind::Ticket, today, &row.owner, &text(&ticket), row.key)?;
                    run(step, include_str!("../sql/ticket_reseal.sql"), params![row.seq, key, sealed])?;
                }
                // One that does not open any more is of no use.
                None => run(step, include_str!("../sql/ticket_delete.sql"), [row.seq])?,
            }
        }
        Ok(())
    }
}
