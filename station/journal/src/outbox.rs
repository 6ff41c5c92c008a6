//! The outbox: events that the office must hear of, kept until the broker has confirmed them.
//!
//! Bounded to [`LIMIT`]. When it is full, the oldest event that a later one of the same condition has made
//! stale goes (the same trouble code again, another start, full again, the byte limit again); when there is
//! none, the oldest of all. How many went is counted in `Stats::events_dropped`.

use crate::Error;
use crate::clock::ClockReading;
use crate::error::storage;
use crate::seal::Stored;
use rusqlite::{Connection, params};
use wire::{Clock, Event, EventKind, StationId};

/// Events the outbox holds at most.
pub const LIMIT: usize = 1_000;

/// Puts an event into the outbox, inside the caller's transaction; returns its order.
pub(crate) fn push(
    db: &Connection,
    station: &StationId,
    now: ClockReading,
    kind: &EventKind,
) -> Result<u64, Error> {
    let failed = storage("put an event into the outbox");
    make_room(db)?;
    let mut number = db.prepare_cached(include_str!("sql/event_number.sql")).map_err(&failed)?;
    let (order, boot) = number.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(&failed)?;
    let clock = Clock { at: now.at, synchronised: now.synchronised };
    let event = Event { station: station.clone(), boot, order, clock, kind: kind.clone() };
    let text = event.to_disk()?;
    let text = std::str::from_utf8(&text).unwrap_or_default();
    let (condition, repeats) = condition(kind);
    let mut insert = db.prepare_cached(include_str!("sql/event_insert.sql")).map_err(&failed)?;
    insert.execute(params![order, condition, repeats, text]).map_err(&failed)?;
    Ok(order)
}

fn make_room(db: &Connection) -> Result<(), Error> {
    let failed = storage("make room in the outbox");
    let count: usize =
        db.query_row(include_str!("sql/event_count.sql"), [], |row| row.get(0)).map_err(&failed)?;
    if count < LIMIT {
        return Ok(());
    }
    let stale = db.execute(include_str!("sql/event_coalesce.sql"), []).map_err(&failed)?;
    if stale == 0 {
        db.execute(include_str!("sql/event_oldest.sql"), []).map_err(&failed)?;
    }
    db.execute(include_str!("sql/event_dropped.sql"), []).map_err(&failed)?;
    Ok(())
}

/// The condition of an event; true when a later event of the same condition makes it stale.
fn condition(kind: &EventKind) -> (String, bool) {
    match kind {
        EventKind::Started { .. } => ("started".to_owned(), true),
        EventKind::JournalFull { .. } => ("journal_full".to_owned(), true),
        EventKind::BytesLimit { .. } => ("bytes_limit".to_owned(), true),
        EventKind::Trouble { code, .. } => (format!("trouble:{code}"), true),
        EventKind::JournalSetAside { .. } => ("journal_set_aside".to_owned(), false),
        EventKind::LateVerdict { .. } => ("late_verdict".to_owned(), false),
        EventKind::Acknowledged { .. } => ("acknowledged".to_owned(), false),
    }
}

/// The oldest events, at most `count`. One that does not parse (a damaged page, a later version's event) is left
/// out and never holds back those behind it; it stays until the outbox is full.
pub(crate) fn next(db: &Connection, count: usize) -> Result<Vec<Event>, Error> {
    let failed = storage("read the outbox");
    let mut read = db.prepare_cached(include_str!("sql/events_next.sql")).map_err(&failed)?;
    let mut rows = read.query([]).map_err(&failed)?;
    let mut events = Vec::new();
    while events.len() < count
        && let Some(row) = rows.next().map_err(&failed)?
    {
        let text: Result<String, _> = row.get(0);
        if let Some(event) = text.ok().and_then(|text| Event::from_disk(text.as_bytes())) {
            events.push(event);
        }
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STARTED: &str = r#"{"station":"bus-01","boot":1,"order":9,"clock":{"at":"2026-05-12T00:30:00Z",
        "synchronised":true},"event":"started","software":"t","clean":true}"#;

    #[test]
    fn unreadable_events_at_the_head_do_not_block_those_behind_them() {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE outbox (seq INTEGER PRIMARY KEY, event TEXT)").unwrap();
        for seq in 1..=8 {
            db.execute("INSERT INTO outbox VALUES (?1, '{\"event\":\"of a later version\"')", [seq]).unwrap();
        }
        db.execute("INSERT INTO outbox VALUES (9, ?1), (10, x'00')", [STARTED]).unwrap();
        let orders: Vec<_> = next(&db, 8).unwrap().into_iter().map(|event| event.order).collect();
        assert_eq!(orders, [9]);
        assert!(next(&db, 0).unwrap().is_empty());
    }
}
