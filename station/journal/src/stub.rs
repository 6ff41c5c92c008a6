//! The stub of a check: its numbers and words in the table `checks`, none of which says anything about the examinee.

use crate::Error;
use crate::clock::ClockReading;
use crate::connect;
use crate::error::storage;
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use wire::{Check, Method, Purpose};

/// How the next reception number is found.
///
/// Numbers count from 1 each day. While the clock is not synchronised no new day begins: the numbers go on. At
/// the first synchronised capture of another day they begin again, unless unsynchronised captures came before
/// it, which may have been made on that very day: then they go on as well. A day that was numbered before (the
/// clock went back) goes on above its highest number. So no number comes twice on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Numbering {
    /// The day the last number counts in.
    pub(crate) day: Option<Date>,
    pub(crate) last: u32,
    /// True when the last capture was made with an unsynchronised clock.
    adrift: bool,
}

impl Numbering {
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

    /// The day and number of a capture on `date`; `given` reads the highest number of a day.
    pub(crate) fn next(
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

/// Stores the part of a check that says nothing about the examinee.
pub(crate) fn insert_stub(
    db: &Connection,
    check: &Check,
    day: Date,
    now: ClockReading,
    fingerprint: &[u8],
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
        fingerprint,
        site,
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
