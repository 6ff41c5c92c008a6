//! Carries over the reception desk's content of a damaged journal: people with their wrong tries, the access log, tickets, other
//! proofs, choices. What is sealed comes when its seal opens, and is sealed anew; the texts of the access log stay
//! what they were, so that its chain still holds, and the log itself says which lines were lost.

use super::rows::{Row, insert, number, rows, rows_between, scan};
use crate::Error;
use crate::access::{self, GENESIS, LogAnchor, Opened, Part, missing, open_line, reseal_line};
use crate::clock::ClockReading;
use crate::connect::run;
use crate::error::storage;
use crate::keys::{KeyRing, SealedRow};
use crate::lookback::{open_ticket, store_ticket};
use crate::people::{self, Record};
use crate::seal::{Kind, number_owner};
use model::AccessAction;
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use wire::jst_date;

/// Copies it into the new journal, inside the caller's transaction.
pub(super) fn carry_over(
    old: &Connection,
    new: &Connection,
    ring: &KeyRing,
    now: ClockReading,
    owners: &BTreeMap<i64, [u8; 16]>,
    mark: Option<&LogAnchor>,
) -> Result<(), Error> {
    let given = access_log(old, new, ring, now, mark)?;
    roster(old, new, ring, now, given)?;
    tickets(old, new, ring, now, owners)?;
    for row in rows(old, "fallbacks", "seq, day, kind, print") {
        insert(new, "fallbacks", "seq, day, kind, print", row);
    }
    for row in scan(old, "choices", "name, value", "name") {
        insert(new, "choices", "name, value", row);
    }
    Ok(())
}

/// A member whose row does not open is lost, but no reference is given again: `given` is the highest in the access
/// log.
fn roster(
    old: &Connection,
    new: &Connection,
    ring: &KeyRing,
    now: ClockReading,
    given: i64,
) -> Result<(), Error> {
    let mut highest = given;
    for row in rows(old, "staff", "seq, key, sealed") {
        let Some(row) = sealed(&row) else { continue };
        highest = highest.max(row.seq);
        let Ok(record) = ring.read::<Record>(old, Kind::Staff, &row) else {
            super::left_behind("staff member", row.seq);
            continue;
        };
        let (key, sealed) = ring.seal(new, Kind::Staff, jst_date(now.at), &row.owner, &record)?;
        run(new, include_str!("../sql/staff_write.sql"), params![row.seq, key, sealed])?;
    }
    let columns = "staff, wrong, boot, at_ns, mono_ms, synchronised";
    for row in scan(old, "tries", columns, "staff") {
        insert(new, "tries", columns, row);
    }
    keep_number(new, ring, now, highest)
}

/// The highest number that was seen stays taken.
fn keep_number(new: &Connection, ring: &KeyRing, now: ClockReading, highest: i64) -> Result<(), Error> {
    let failed = storage("carry over the roster");
    let last: i64 =
        new.query_row("SELECT ifnull(max(seq), 0) FROM staff", [], |row| row.get(0)).map_err(failed)?;
    if last >= highest {
        return Ok(());
    }
    let lost = Record::lost();
    let (key, sealed) = ring.seal(new, Kind::Staff, jst_date(now.at), &number_owner(highest), &lost)?;
    run(new, include_str!("../sql/staff_write.sql"), params![highest, key, sealed])
}

fn tickets(
    old: &Connection,
    new: &Connection,
    ring: &KeyRing,
    now: ClockReading,
    owners: &BTreeMap<i64, [u8; 16]>,
) -> Result<(), Error> {
    for row in rows(old, "tickets", "seq, key, sealed") {
        let Some(row) = sealed(&row) else { continue };
        let Some(owner) = owners.get(&row.seq) else { continue };
        let row = SealedRow { owner: *owner, ..row };
        if let Ok(Some(ticket)) = open_ticket(old, ring, &row) {
            store_ticket(new, ring, row.seq, owner, jst_date(now.at), &ticket)?;
        }
    }
    new.execute_batch("DELETE FROM tickets WHERE seq NOT IN (SELECT seq FROM checks)")
        .map_err(storage("carry over tickets"))
}

/// A row of seq, key, sealed, whose owner is its number.
fn sealed(row: &Row) -> Option<SealedRow> {
    match row.as_slice() {
        [Value::Integer(seq), Value::Integer(key), Value::Blob(bytes)] => {
            Some(SealedRow { seq: *seq, owner: number_owner(*seq), key: *key, sealed: bytes.clone() })
        }
        _ => None,
    }
}

/// Lines that are looked at together: the log may be larger than the memory that is there.
const WINDOW: i64 = 10_000;

/// Line by line: a part of the chain is begun anew for each month, with the ends that its lines have. Returns the
/// highest number of a staff member that was added.
fn access_log(
    old: &Connection,
    new: &Connection,
    ring: &KeyRing,
    now: ClockReading,
    mark: Option<&LogAnchor>,
) -> Result<i64, Error> {
    let known = known_parts(old, ring);
    let keys = keys(old, &known);
    let (first, last) = bounds(old, mark, &known);
    let (mut part, mut kept, mut given): (Option<Part>, _, _) = (None, Vec::new(), 0);
    let mut from = first;
    while from <= last {
        for row in rows_between(old, "access", "seq, sealed", from, last.min(from + WINDOW - 1)) {
            let (Some(number), Some(Value::Blob(bytes))) = (number(&row), row.get(1)) else { continue };
            let Some(opened) = open_any(old, ring, &keys, number, bytes) else { continue };
            let (grown, key) = access::part_for(new, ring, part.take(), &opened)?;
            let sealed = reseal_line(&key, &opened)?;
            run(new, include_str!("../sql/access_insert.sql"), params![number, sealed])?;
            kept.push(number);
            part = Some(grown);
            given = given.max(added(&opened));
        }
        from += WINDOW;
    }
    if let Some(part) = &part {
        part.write(new, ring)?;
    }
    if last > 0 {
        let lost = missing(first, last, kept);
        say_lost(new, ring, now, (last, hash_at(last, part.as_ref(), mark, &known)), &lost)?;
    }
    Ok(given)
}

/// The number of the staff member that this line says was added.
fn added(opened: &Opened) -> i64 {
    let detail =
        opened.line.detail.as_deref().filter(|_| opened.line.what == AccessAction::StaffAdded.word());
    detail.and_then(|word| people::number(&word.parse().ok()?)).unwrap_or(0)
}

/// The first and the last line that there may be; the last is 0 when there never was one.
fn bounds(old: &Connection, mark: Option<&LogAnchor>, known: &[Part]) -> (i64, i64) {
    let end = |order| {
        let sql = format!("SELECT seq FROM access ORDER BY seq {order} LIMIT 1");
        old.query_row(&sql, [], |row| row.get::<_, i64>(0)).ok().filter(|seq| (1..1 << 40).contains(seq))
    };
    let lasts = known.iter().map(|part| part.last).chain(mark.map(|mark| mark.number)).chain(end("DESC"));
    let firsts = known.iter().map(|part| part.first).chain(end("ASC"));
    (firsts.min().unwrap_or(1), lasts.max().unwrap_or(0))
}

/// The hash of the last line, as far as it is known.
fn hash_at(last: i64, end: Option<&Part>, mark: Option<&LogAnchor>, known: &[Part]) -> [u8; 32] {
    let ends = end.into_iter().chain(known).map(|part| (part.last, part.head));
    let all = ends.chain(mark.map(|mark| (mark.number, mark.hash)));
    all.into_iter().find(|(number, _)| *number == last).map_or(GENESIS, |(_, hash)| hash)
}

fn say_lost(
    new: &Connection,
    ring: &KeyRing,
    now: ClockReading,
    after: (i64, [u8; 32]),
    lost: &[(i64, i64)],
) -> Result<(), Error> {
    let boot = new
        .query_row("SELECT boot FROM station", [], |row| row.get(0))
        .map_err(storage("carry over the access log"))?;
    access::after_recovery(new, ring, boot, now, after, lost)
}

/// Parts whose record is as it was written.
fn known_parts(old: &Connection, ring: &KeyRing) -> Vec<Part> {
    let columns = "part, key, month, first, anchor, last, head, mac";
    scan(old, "access_parts", columns, "part").iter().filter_map(|row| Part::from_values(row, ring)).collect()
}

/// The keys that a line may be sealed with, those of known parts first.
fn keys(old: &Connection, known: &[Part]) -> Vec<i64> {
    let mut keys: Vec<i64> = known.iter().map(|part| part.key).collect();
    for (table, kind) in [("keys", "kind"), ("spare_keys", "5")] {
        for row in scan(old, table, &format!("key, {kind}"), "key") {
            if let [Value::Integer(key), Value::Integer(5)] = row.as_slice() {
                keys.push(*key);
            }
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    keys.retain(|key| seen.insert(*key));
    keys
}

fn open_any(old: &Connection, ring: &KeyRing, keys: &[i64], number: i64, sealed: &[u8]) -> Option<Opened> {
    // An unreadable key loses its own lines only.
    let open = |key: &i64| open_line(&ring.unwrap(old, *key).ok()??, number, sealed);
    keys.iter().find_map(open)
}
