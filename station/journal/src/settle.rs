//! Settling: the centre's answer takes the evidence's place in one step. From then on the check is over for
//! the centre; what is left is that staff see the verdict.

use crate::access::{Access, Actor};
use crate::clock::{ClockReading, Moment, milliseconds, nanoseconds, timestamp};
use crate::connect::run;
use crate::error::storage;
use crate::seal::{Kind, Stored};
use crate::stub::purpose_of;
use crate::types::State;
use crate::writer::Writer;
use crate::{Error, outbox};
use model::{AccessAction, CheckHead};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::time::Duration;
use wire::{CheckId, EventKind, Purpose, ReceptionNumber, Settlement, jst_date};

/// The stub of a check, as far as the steps need it.
pub(crate) struct Stub {
    pub seq: i64,
    pub boot: u64,
    pub reception: u32,
    pub fingerprint: Vec<u8>,
    pub state: State,
    outcome: Option<String>,
    answer_fingerprint: Option<Vec<u8>>,
    settled: Option<Moment>,
    acknowledged: bool,
    calls: bool,
    purpose: Purpose,
    captured_ns: i64,
    clock_synchronised: bool,
}

impl Stub {
    fn from(row: &Row<'_>) -> rusqlite::Result<Self> {
        let settled = match row.get(7)? {
            Some(boot) => Some(Moment { boot, at_ns: row.get(8)?, monotonic_ms: row.get(9)? }),
            None => None,
        };
        Ok(Self {
            seq: row.get(0)?,
            boot: row.get(1)?,
            reception: row.get(2)?,
            fingerprint: row.get(3)?,
            state: State::from_number(row.get(4)?),
            outcome: row.get(5)?,
            answer_fingerprint: row.get(6)?,
            settled,
            acknowledged: row.get::<_, Option<i64>>(10)?.is_some(),
            calls: calls(row, 11)?,
            purpose: purpose_of(&row.get::<_, String>(12)?),
            captured_ns: row.get(13)?,
            clock_synchronised: row.get(14)?,
        })
    }

    fn head(&self, id: CheckId) -> CheckHead {
        CheckHead {
            id,
            reception: ReceptionNumber(self.reception),
            purpose: self.purpose,
            captured_at: timestamp(self.captured_ns),
            clock_synchronised: self.clock_synchronised,
        }
    }

    fn out_of_turn(&self) -> Error {
        Error::OutOfTurn { found: self.state.word() }
    }
}

/// True when staff must see the verdict, and when that is unknown.
pub(crate) fn calls(row: &Row<'_>, column: usize) -> rusqlite::Result<bool> {
    Ok(row.get::<_, Option<bool>>(column)?.unwrap_or(true))
}

impl Writer {
    pub(crate) fn find(&self, id: CheckId) -> Result<Option<Stub>, Error> {
        let failed = storage("find a check");
        let mut find = self.db.prepare_cached(include_str!("sql/check_by_id.sql")).map_err(&failed)?;
        find.query_row([id.as_bytes()], Stub::from).optional().map_err(&failed)
    }

    fn need(&self, id: CheckId) -> Result<Stub, Error> {
        self.find(id)?.ok_or(Error::Unknown)
    }

    pub(crate) fn settle(
        &mut self,
        settlement: &Settlement,
        calls: impl FnOnce(&CheckHead, &Settlement) -> bool,
    ) -> Result<Option<CheckHead>, Error> {
        let stub = self.need(settlement.check)?;
        let fingerprint = self.ring.fingerprint(&settlement.to_disk()?);
        if stub.state != State::Waiting {
            let same = stub.answer_fingerprint.as_deref() == Some(fingerprint.as_slice());
            return if same { Ok(None) } else { Err(Error::Conflict) };
        }
        let head = stub.head(settlement.check);
        let calls = settlement.is_bad() || calls(&head, settlement);
        self.store_answer(&stub, settlement, calls, &fingerprint)?;
        self.waiting = self.waiting.saturating_sub(1);
        Ok(Some(head))
    }

    fn store_answer(
        &self,
        stub: &Stub,
        answer: &Settlement,
        calls: bool,
        fingerprint: &[u8],
    ) -> Result<(), Error> {
        let failed = storage("store an answer");
        let now = ClockReading::of(&*self.options.clock);
        let step = self.begin("store an answer")?;
        let receipt = i64::try_from(answer.receipt.number).unwrap_or(i64::MAX);
        let (at, monotonic) = (nanoseconds(now.at), milliseconds(now.monotonic));
        let (seq, word) = (stub.seq, answer.outcome().word());
        // Earlier versions kept here whether the desk still waited; they take what is answered for shown.
        let live = true;
        let state = State::Answered as i64;
        let row = params![seq, state, word, receipt, fingerprint, live, self.boot, at, monotonic, calls];
        run(&step, include_str!("sql/check_settle.sql"), row)?;
        run(&step, include_str!("sql/evidence_delete.sql"), [stub.seq])?;
        let owner = answer.check.as_bytes();
        let (key, sealed) = self.ring.seal(&step, Kind::Result, jst_date(now.at), owner, answer)?;
        run(&step, include_str!("sql/result_insert.sql"), params![stub.seq, key, sealed])?;
        step.commit().map_err(failed)
    }

    /// Puts the event of a late bad verdict into the outbox, in the same step.
    fn call(&self, step: &Connection, outcome: &str, now: ClockReading) -> Result<(), Error> {
        let event = EventKind::LateVerdict { outcome: outcome.to_owned() };
        outbox::push(step, &self.options.station, now, &event).map(drop)
    }

    pub(crate) fn handed_over(&mut self, id: CheckId) -> Result<(), Error> {
        let stub = self.need(id)?;
        match stub.state {
            State::Answered => {
                run(&self.db, include_str!("sql/check_state.sql"), params![stub.seq, State::Done as i64])
            }
            State::Done => Ok(()),
            State::Waiting | State::Unacknowledged => Err(stub.out_of_turn()),
        }
    }

    pub(crate) fn late(&mut self, id: CheckId) -> Result<bool, Error> {
        let stub = self.need(id)?;
        match stub.state {
            State::Answered => self.make_late(stub.seq, stub.outcome.as_deref().unwrap_or(""), stub.calls),
            State::Unacknowledged => Ok(true),
            State::Done => Ok(false),
            State::Waiting => Err(stub.out_of_turn()),
        }
    }

    /// An answer becomes a late one: it is not known that staff saw it.
    fn make_late(&mut self, seq: i64, outcome: &str, calls: bool) -> Result<bool, Error> {
        self.cover_events()?;
        let state = if calls { State::Unacknowledged } else { State::Done };
        let step = self.begin("make a verdict late")?;
        run(&step, include_str!("sql/check_state.sql"), params![seq, state as i64])?;
        if calls {
            self.call(&step, outcome, ClockReading::of(&*self.options.clock))?;
        }
        step.commit().map_err(storage("make a verdict late"))?;
        Ok(calls)
    }

    /// Answers that were not closed when the last start ended may not have been seen: those that need staff call them.
    pub(crate) fn end_answered(&mut self) -> Result<(), Error> {
        let failed = storage("find answers that were not closed");
        let mut find = self.db.prepare(include_str!("sql/checks_answered.sql")).map_err(&failed)?;
        let row = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?, calls(row, 2)?));
        let rows = find.query_map([], row);
        let shown = rows.and_then(Iterator::collect::<Result<Vec<_>, _>>).map_err(&failed)?;
        drop(find);
        for (seq, outcome, calls) in shown {
            self.make_late(seq, &outcome, calls)?;
        }
        Ok(())
    }

    pub(crate) fn acknowledge(&mut self, id: CheckId, by: &Actor) -> Result<Option<Duration>, Error> {
        let stub = self.need(id)?;
        match stub.state {
            State::Unacknowledged => {}
            State::Done if stub.acknowledged => return Ok(None),
            State::Done | State::Waiting | State::Answered => return Err(stub.out_of_turn()),
        }
        self.cover_events()?;
        let after = stub.settled.map_or(Duration::ZERO, |settled| settled.age(self.boot, by.at));
        let step = self.begin("acknowledge a verdict")?;
        let row = params![stub.seq, nanoseconds(by.at.at), by.staff.as_str()];
        run(&step, include_str!("sql/check_acknowledge.sql"), row)?;
        let event = EventKind::Acknowledged { after_s: after.as_secs() };
        outbox::push(&step, &self.options.station, by.at, &event)?;
        self.write_line(&step, &Access::by(by.clone(), AccessAction::Acknowledged).to(id))?;
        step.commit().map_err(storage("acknowledge a verdict"))?;
        Ok(Some(after))
    }
}
