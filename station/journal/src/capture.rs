//! Capturing: number, seal, commit, and only then answer. Nothing is batched behind the acknowledgment: one
//! capture is one transaction and one flush of the log.

use crate::access::{Access, By, What};
use crate::clock::Reading;
use crate::error::storage;
use crate::look::{site_within_bounds, store_ticket};
use crate::marks::Ceilings;
use crate::seal::Kind;
use crate::writer::Writer;
use crate::{CaptureError, Captured, Draft, Error, connect, outbox, seal, stored};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, Transaction, params};
use wire::{Capture, Check, EventKind, Method, Purpose, ReceptionNumber, jst_date};
use zeroize::Zeroizing;

/// How the next reception number is found.
///
/// Numbers count from 1 each day. While the clock is not synchronised no new day begins: the numbers go on. At
/// the first synchronised capture of another day they begin again, unless unsynchronised captures came before
/// it, which may have been made on that very day: then they go on as well. A day that was numbered before (the
/// clock went back) goes on above its highest number. So no number comes twice on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Numbering {
    /// The day the last number counts in.
    day: Option<Date>,
    last: u32,
    /// Whether the last capture was made with an unsynchronised clock.
    adrift: bool,
}

impl Numbering {
    /// The day the last number counts in.
    pub(crate) fn day(&self) -> Option<Date> {
        self.day
    }

    /// After the last capture on record, and above what a lost journal may have given.
    pub(crate) fn read(db: &Connection) -> Result<Self, Error> {
        let failed = storage("read the last reception number");
        let row =
            |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?, row.get::<_, bool>(2)?));
        let last =
            db.query_row(include_str!("sql/reception_last.sql"), [], row).optional().map_err(&failed)?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, Option<String>>(3)?, row.get(4)?));
        let (day, floor) = db.query_row(include_str!("sql/station_read.sql"), [], row).map_err(&failed)?;
        let day: Option<Date> = day.and_then(|day| day.parse().ok());
        let floor = Self { day, last: floor, adrift: false };
        let Some((day, last, synchronised)) = last else { return Ok(floor) };
        let last = Self { day: day.parse().ok(), last, adrift: !synchronised };
        // The floor is of the day of a loss: later days have forgotten it.
        Ok(if last.day <= floor.day { Self { last: last.last.max(floor.last), ..floor } } else { last })
    }

    /// The day and number of a capture on `date`; `given` tells the highest number a day has.
    fn next(
        &self,
        date: Date,
        synchronised: bool,
        given: impl FnOnce(Date) -> Result<u32, Error>,
    ) -> Result<Self, Error> {
        let adrift = !synchronised;
        let (day, last) = match self.day {
            None => (date, given(date)?),
            Some(day) if adrift || day == date => (day, self.last),
            Some(_) if self.adrift => (date, given(date)?.max(self.last)),
            Some(_) => (date, given(date)?),
        };
        Ok(Self { day: Some(day), last: last + 1, adrift })
    }
}

impl Writer {
    pub(crate) fn capture(&mut self, draft: &Draft) -> Result<Captured, CaptureError> {
        let print = self.ring.print(&content(&stored::Draft::from(draft))?);
        if let Some(known) = self.known(draft, &print)? {
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
        self.marks.cover(&needed)?;
        let captured =
            Captured { id: draft.id, reception: ReceptionNumber(next.last), order, boot: self.boot };
        let stored = self.store(draft, captured, &next, &print);
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
    fn known(&self, draft: &Draft, print: &[u8]) -> Result<Option<Captured>, CaptureError> {
        let Some(row) = self.find(draft.id)? else { return Ok(None) };
        if row.print != print {
            return Err(CaptureError::Conflict);
        }
        let (reception, order) = (ReceptionNumber(row.reception), u64::try_from(row.seq).unwrap_or(0));
        Ok(Some(Captured { id: draft.id, reception, order, boot: row.boot }))
    }

    /// Refuses when a limit is reached, and tells the office the first time.
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
        print: &[u8],
    ) -> Result<(), Error> {
        let failed = storage("save a check");
        let now = Reading::of(&*self.options.clock);
        let step = self.begin("save a check")?;
        let check = check(draft, captured);
        let day = numbers.day.unwrap_or_else(|| jst_date(draft.at));
        insert_stub(&step, &check, day, now, print, draft.site.as_deref())?;
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
        let at = Reading { at: draft.at, synchronised: draft.clock_synchronised, ..now };
        let by = By { staff: draft.staff.clone(), at };
        let line = Access::by(by.clone(), What::Captured).to(draft.id);
        self.write_line(&step, &line.with(&captured.reception.to_string()))?;
        if draft.ticket.is_some() {
            self.write_line(&step, &Access::by(by, What::TicketAttached).to(draft.id))?;
        }
        step.commit().map_err(&failed)
    }

    pub(crate) fn push_event(&mut self, kind: &EventKind) -> Result<u64, Error> {
        self.cover_events()?;
        let step = self.begin("put an event into the outbox")?;
        let now = Reading::of(&*self.options.clock);
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
pub(crate) fn print_of(ring: &crate::keys::Ring, check: &Check) -> Result<Vec<u8>, Error> {
    Ok(ring.print(&content(&stored::Draft::from(check))?))
}

/// Stores the part of a check that says nothing about the examinee.
pub(crate) fn insert_stub(
    db: &Connection,
    check: &Check,
    day: Date,
    now: Reading,
    print: &[u8],
    site: Option<&str>,
) -> Result<(), Error> {
    let failed = storage("save a stub");
    let purpose = purpose_word(check.purpose);
    let method = method_word(check.evidence.method());
    let mut insert = db.prepare_cached(include_str!("sql/check_insert.sql")).map_err(&failed)?;
    let row = params![
        check.capture.order,
        check.id.as_bytes(),
        check.capture.boot,
        crate::clock::nanoseconds(check.capture.at),
        crate::clock::milliseconds(now.monotonic),
        check.capture.clock_synchronised,
        day.to_string(),
        check.reception.0,
        purpose,
        method,
        check.staff.as_str(),
        print,
        site.map(site_within_bounds),
    ];
    insert.execute(row).map(drop).map_err(&failed)
}

/// Bytes of the database file that hold something.
pub(crate) fn bytes_used(db: &Connection) -> Result<u64, Error> {
    let failed = storage("measure the journal");
    let mut read = db.prepare_cached(include_str!("sql/pages.sql")).map_err(&failed)?;
    let (pages, free): (u64, u64) =
        read.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(&failed)?;
    Ok((pages - free.min(pages)) * connect::PAGE_BYTES)
}

impl Writer {
    /// Begins a transaction that takes the write lock at once.
    pub(crate) fn begin(&self, doing: &'static str) -> Result<Transaction<'_>, Error> {
        let immediate = rusqlite::TransactionBehavior::Immediate;
        Transaction::new_unchecked(&self.db, immediate).map_err(storage(doing))
    }
}

pub(crate) fn method_word(method: Method) -> &'static str {
    match method {
        Method::Visual => "visual",
        Method::Pin => "pin",
    }
}

pub(crate) fn purpose_word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::HealthCheckup => "health_checkup",
        Purpose::HealthGuidance => "health_guidance",
    }
}

/// The purpose of a stub. A damaged word counts as a health check-up, which changes only how a late verdict is put.
pub(crate) fn purpose_of(word: &str) -> Purpose {
    if word == purpose_word(Purpose::HealthGuidance) {
        Purpose::HealthGuidance
    } else {
        Purpose::HealthCheckup
    }
}
