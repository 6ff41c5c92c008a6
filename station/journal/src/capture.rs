//! Capturing: number, seal, commit, and only then answer. Nothing is batched behind the acknowledgment: one
//! capture is one transaction and one flush of the log.

use crate::access::{Access, Actor};
use crate::clock::ClockReading;
use crate::error::storage;
use crate::lookback::{site_within_bounds, store_ticket};
use crate::recovery::high_water::Ceilings;
use crate::seal::Kind;
use crate::stub::{Numbering, bytes_used, insert_stub};
use crate::writer::Writer;
use crate::{CaptureError, Captured, Draft, Error, outbox, seal, stored};
use jiff::civil::Date;
use model::AccessAction;
use rusqlite::{Transaction, params};
use wire::{Capture, Check, EventKind, ReceptionNumber, jst_date};
use zeroize::Zeroizing;

impl Writer {
    pub(crate) fn capture(&mut self, draft: &Draft) -> Result<Captured, CaptureError> {
        let fingerprint = self.ring.fingerprint(&content(&stored::Draft::from(draft))?);
        if let Some(known) = self.known(draft, &fingerprint)? {
            return Ok(known);
        }
        self.make_sure_of_room()?;
        let db = &self.db;
        let given = |day: Date| {
            let read = db.prepare_cached(include_str!("sql/reception_of_day.sql"));
            read.and_then(|mut read| read.query_row([day.to_string()], |row| row.get(0)))
                .map_err(storage("read the day's highest reception number"))
        };
        let next = self.numbering.next(jst_date(draft.at), draft.clock_synchronised, given)?;
        let order = self.last_order + 1;
        let needed = Ceilings { boot: self.boot, order, event: 0, day: next.day, reception: next.last };
        self.high_water.cover(&needed)?;
        let captured =
            Captured { id: draft.id, reception: ReceptionNumber(next.last), order, boot: self.boot };
        let stored = self.store(draft, captured, &next, &fingerprint);
        if let Err(error) = stored {
            return Err(if matches!(error, Error::DiskFull { .. }) {
                CaptureError::DiskFull
            } else {
                error.into()
            });
        }
        (self.last_order, self.numbering, self.full_told) = (order, next, false);
        self.waiting += 1;
        Ok(captured)
    }

    /// The same draft saved before: its answer again.
    fn known(&self, draft: &Draft, fingerprint: &[u8]) -> Result<Option<Captured>, CaptureError> {
        let Some(row) = self.find(draft.id)? else { return Ok(None) };
        if row.fingerprint != fingerprint {
            return Err(CaptureError::Conflict);
        }
        let (reception, order) = (ReceptionNumber(row.reception), u64::try_from(row.seq).unwrap_or(0));
        Ok(Some(Captured { id: draft.id, reception, order, boot: row.boot }))
    }

    /// Refuses when a limit is reached; the first time with an event for the office.
    fn make_sure_of_room(&mut self) -> Result<(), CaptureError> {
        let bytes = bytes_used(&self.db)?;
        let limits = self.options.limits;
        if self.waiting < limits.checks && bytes < limits.bytes {
            return Ok(());
        }
        if !self.full_told {
            // When even this cannot be written the refusal below is what counts.
            self.full_told = self.push_event(&EventKind::JournalFull { waiting: self.waiting }).is_ok();
        }
        Err(CaptureError::Full { waiting: self.waiting, bytes })
    }

    fn store(
        &self,
        draft: &Draft,
        captured: Captured,
        numbers: &Numbering,
        fingerprint: &[u8],
    ) -> Result<(), Error> {
        let failed = storage("save a check");
        let now = ClockReading::of(&*self.options.clock);
        let step = self.begin("save a check")?;
        let check = check(draft, captured);
        let day = numbers.day.unwrap_or_else(|| jst_date(draft.at));
        insert_stub(&step, &check, day, now, fingerprint, draft.site.as_deref().map(site_within_bounds))?;
        let owner = draft.id.as_bytes();
        let (key, sealed) = self.ring.seal(&step, Kind::Evidence, jst_date(now.at), owner, &check)?;
        let mut insert = step.prepare_cached(include_str!("sql/evidence_insert.sql")).map_err(&failed)?;
        insert.execute(params![captured.order, key, sealed]).map_err(&failed)?;
        drop(insert);
        if let Some(ticket) = &draft.ticket {
            let seq = i64::try_from(captured.order).unwrap_or(i64::MAX);
            store_ticket(&step, &self.ring, seq, owner, jst_date(now.at), ticket)?;
        }
        // When the evidence was made, as the check says it.
        let at = ClockReading { at: draft.at, synchronised: draft.clock_synchronised, ..now };
        let by = Actor { staff: draft.staff.clone(), at };
        let line = Access::by(by.clone(), AccessAction::Captured).to(draft.id);
        self.write_line(&step, &line.with(&captured.reception.to_string()))?;
        if draft.ticket.is_some() {
            self.write_line(&step, &Access::by(by, AccessAction::TicketAttached).to(draft.id))?;
        }
        step.commit().map_err(&failed)
    }

    pub(crate) fn push_event(&mut self, kind: &EventKind) -> Result<u64, Error> {
        self.cover_events()?;
        let step = self.begin("put an event into the outbox")?;
        let now = ClockReading::of(&*self.options.clock);
        let order = outbox::push(&step, &self.options.station, now, kind)?;
        step.commit().map_err(storage("put an event into the outbox"))?;
        Ok(order)
    }
}

/// The bytes that a draft is known by.
fn content(draft: &stored::Draft) -> Result<Zeroizing<Vec<u8>>, Error> {
    seal::json(draft)
}

fn check(draft: &Draft, captured: Captured) -> Check {
    Check {
        id: draft.id,
        station: draft.station.clone(),
        institution: draft.institution.clone(),
        purpose: draft.purpose,
        reception: captured.reception,
        staff: draft.staff.clone(),
        capture: Capture {
            at: draft.at,
            clock_synchronised: draft.clock_synchronised,
            boot: captured.boot,
            order: captured.order,
        },
        evidence: draft.evidence.clone(),
    }
}

/// Keyed fingerprint of what was captured.
pub(crate) fn fingerprint_of(ring: &crate::keys::KeyRing, check: &Check) -> Result<Vec<u8>, Error> {
    Ok(ring.fingerprint(&content(&stored::Draft::from(check))?))
}

impl Writer {
    /// Begins a transaction that takes the write lock at once.
    pub(crate) fn begin(&self, doing: &'static str) -> Result<Transaction<'_>, Error> {
        let immediate = rusqlite::TransactionBehavior::Immediate;
        Transaction::new_unchecked(&self.db, immediate).map_err(storage(doing))
    }
}
