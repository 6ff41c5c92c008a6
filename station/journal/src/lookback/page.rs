//! The list of checks to look back at: those that need somebody first, then the newest. One pass over the stubs,
//! which are small and few (a month and a half of them at most): an index would cost every capture a page, and
//! saves a reader milliseconds.

use super::{Page, ticket};
use crate::Error;
use crate::clock::timestamp;
use crate::error::storage;
use crate::keys::SealedRow;
use crate::reader::Reader;
use crate::stub::purpose_of;
use crate::types::State;
use crate::words;
use jiff::civil::Date;
use model::{CheckHead, CheckRow, Find, RowState};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use wire::{CheckId, ReceptionNumber};

/// A row as the list has it, with its place among the captures.
fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, CheckRow)> {
    let day: String = row.get(6)?;
    let listed = CheckRow {
        head: head(row)?,
        day: day.parse().unwrap_or(Date::MIN),
        state: match State::from_number(row.get(7)?) {
            State::Waiting => RowState::Waiting,
            State::Unacknowledged => RowState::Unacknowledged(words::answered(row, 8)?),
            State::Answered | State::Done => RowState::Settled(words::answered(row, 8)?),
        },
        ticket: None,
        fallback: words::word(row, 10)?,
    };
    Ok((row.get(0)?, listed))
}

/// The head of a check: columns 1 to 5 are id, reception number, purpose, moment of capture, clock state.
pub(crate) fn head(row: &rusqlite::Row<'_>) -> rusqlite::Result<CheckHead> {
    Ok(CheckHead {
        id: CheckId::from_bytes(row.get(1)?),
        reception: ReceptionNumber(row.get(2)?),
        purpose: purpose_of(&row.get::<_, String>(3)?),
        captured_at: timestamp(row.get(4)?),
        clock_synchronised: row.get(5)?,
    })
}

impl Reader {
    pub(crate) fn page(&mut self, offset: u32, count: u32, find: &Find) -> Result<Page, Error> {
        let failed = storage("list the checks");
        let (found, wanted) = match find {
            Find::All => ("1", None),
            Find::Number(number) => ("reception = ?1", Some(Value::Integer(i64::from(number.0)))),
            Find::Ticket(ticket) => (
                "seq IN (SELECT seq FROM tickets WHERE print = ?1)",
                Some(Value::Blob(ticket::fingerprint(self.ring(), ticket))),
            ),
        };
        // One snapshot for list and total.
        let step = self.db().unchecked_transaction().map_err(&failed)?;
        let total = format!("SELECT count(*) FROM checks WHERE {found}");
        let mut read = step.prepare_cached(&total).map_err(&failed)?;
        let total = read.query_row(params_from_iter(&wanted), |row| row.get(0)).map_err(&failed)?;
        drop(read);
        let list = format!(
            "{} LIMIT {count} OFFSET {offset}",
            include_str!("../sql/page.sql").replace("$FOUND", found)
        );
        let mut read = step.prepare(&list).map_err(&failed)?;
        let rows = read.query_map(params_from_iter(&wanted), row).map_err(&failed)?;
        let rows: Vec<(i64, CheckRow)> = rows.collect::<Result<_, _>>().map_err(&failed)?;
        let rows = rows.into_iter().map(|(seq, row)| Ok(CheckRow { ticket: self.tail(&step, seq)?, ..row }));
        Ok(Page { rows: rows.collect::<Result<_, Error>>()?, total })
    }

    /// One check as the list shows it.
    pub(crate) fn row(&self, db: &Connection, id: CheckId) -> Result<Option<CheckRow>, Error> {
        let failed = storage("find a check");
        let sql = include_str!("../sql/page.sql").replace("$FOUND", "id = ?1");
        let mut read = db.prepare_cached(&sql).map_err(&failed)?;
        let found = read.query_row([id.as_bytes()], row).optional().map_err(&failed)?;
        let Some((seq, row)) = found else { return Ok(None) };
        Ok(Some(CheckRow { ticket: self.tail(db, seq)?, ..row }))
    }

    /// The end of a check's ticket.
    fn tail(&self, db: &Connection, seq: i64) -> Result<Option<String>, Error> {
        let failed = storage("read a ticket");
        let mut read = db.prepare_cached(include_str!("../sql/ticket_read.sql")).map_err(&failed)?;
        let Some(row) = read.query_row([seq], SealedRow::from).optional().map_err(&failed)? else {
            return Ok(None);
        };
        Ok(ticket::open(db, self.ring(), &row)?.map(|ticket| ticket.tail().to_owned()))
    }
}
