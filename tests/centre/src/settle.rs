//! A check comes in: known or new, judged, counted, answered. All of it in one piece of work on the store, so that
//! a check is either settled for good or has not been here.

use crate::{
    judge::{Case, Finding, Rules, judge},
    outcome,
    state::Shared,
    store::{Fresh, Kept, Standing, StoreError, Work},
};
use jiff::{Timestamp, civil::Date};
use sha2::{Digest, Sha256};
use wire::{
    Check, CheckId, Code, Evidence, Judgement, Problem, Receipt, Refusal, Settlement, StationId, jst_date,
    retention_end,
};

/// How an arrival ends.
pub(crate) enum Answer {
    /// The settlement's bytes: the same at each arrival.
    Settled(Vec<u8>),
    /// No settlement.
    Problem(Problem),
}

impl Answer {
    fn problem(code: Code) -> Self {
        Self::Problem(code.into())
    }
}

/// Settles checks of one station, oldest first, as one piece of work. A check that cannot be read is already a
/// problem and stays one.
pub(crate) fn settle_all(
    shared: &Shared,
    station: &StationId,
    checks: &[Result<Check, Problem>],
) -> Result<Vec<Answer>, StoreError> {
    let (rules, outcomes) = {
        let director = shared.director();
        (director.rules, director.outcomes.clone())
    };
    let now = shared.clock.now();
    let mut store = shared.store();
    let work = store.work()?;
    let desk = Desk { shared, outcomes: &outcomes, rules, now, station, work: &work };
    let mut settled = 0;
    let mut answers = Vec::with_capacity(checks.len());
    for check in checks {
        answers.push(match check {
            Ok(check) => desk.arrive(check, &mut settled)?,
            Err(problem) => Answer::Problem(problem.clone()),
        });
    }
    work.commit()?;
    drop(store);
    let mut tally = shared.tally();
    tally.checks_seen += checks.len() as u64;
    tally.checks_settled += settled;
    Ok(answers)
}

/// The settlement kept for a check of this station.
pub(crate) fn review(shared: &Shared, station: &StationId, id: CheckId) -> Result<Answer, StoreError> {
    let today = jst_date(shared.clock.now());
    Ok(match shared.store().kept(id)? {
        Some(kept) if kept.station == station.as_str() => kept_answer(kept, today),
        _ => Answer::problem(Code::NotFound),
    })
}

/// Records past their last day are gone, even before the purge deletes them.
fn kept_answer(kept: Kept, today: Date) -> Answer {
    match kept.settlement {
        Some(settlement) if today <= kept.keep_until => Answer::Settled(settlement),
        _ => Answer::problem(Code::Gone),
    }
}

/// One station's checks at one time.
struct Desk<'a> {
    shared: &'a Shared,
    outcomes: &'a std::collections::BTreeMap<String, crate::Outcome>,
    rules: Rules,
    now: Timestamp,
    station: &'a StationId,
    work: &'a Work<'a>,
}

impl Desk<'_> {
    fn arrive(&self, check: &Check, settled: &mut u64) -> Result<Answer, StoreError> {
        if check.station != *self.station {
            return Ok(Answer::problem(Code::StationNotAllowed));
        }
        let content: [u8; 32] = match serde_json::to_vec(check) {
            Ok(normal) => Sha256::digest(normal).into(),
            Err(_) => return Ok(Answer::problem(Code::Malformed)),
        };
        let Some(kept) = self.work.kept(check.id)? else {
            *settled += 1;
            return self.first(check, content);
        };
        if kept.content != content || kept.station != self.station.as_str() {
            self.work.conflicted(check.id)?;
            tracing::warn!(station = %self.station, check = %check.id, "same id, other content");
            return Ok(Answer::problem(Code::Conflict));
        }
        self.work.seen_again(check.id, self.now)?;
        Ok(kept_answer(kept, jst_date(self.now)))
    }

    fn first(&self, check: &Check, content: [u8; 32]) -> Result<Answer, StoreError> {
        let moment = self.rules.moment(&check.capture, self.now);
        // A check that came too late to be judged holds nothing personal, and its sender may ask again.
        let day = jst_date(if moment.too_old { self.now } else { moment.at });
        let number = self.work.take(&Fresh {
            id: check.id,
            station: self.station,
            content,
            at: self.now,
            deferred: moment.deferred,
            keep_until: retention_end(day),
        })?;
        let challenge = match &check.evidence {
            Evidence::Pin { challenge, .. } => self.work.use_challenge(*challenge, self.station, check.id)?,
            Evidence::Visual { .. } => Standing::Unknown,
        };
        let station_keys = self.work.keys(self.station)?;
        let finding = judge(&Case {
            check,
            rules: &self.rules,
            moment,
            anchors: &self.shared.anchors,
            station_keys: &station_keys,
            challenge: &challenge,
        });
        let receipt = Receipt { number, at: self.now };
        let settlement = Settlement { check: check.id, receipt, judgement: self.judgement(check, finding) };
        let word = settlement.outcome().word();
        let Ok(bytes) = serde_json::to_vec(&settlement) else { return Err(StoreError::Row("settlement")) };
        self.work.settle(check.id, word, &bytes)?;
        tracing::info!(station = %self.station, check = %check.id, receipt = number, outcome = word, "settled");
        Ok(Answer::Settled(bytes))
    }

    fn judgement(&self, check: &Check, finding: Finding) -> Judgement {
        match finding {
            Finding::Refused(code) => Judgement::Refused(Refusal { code }),
            Finding::TooOld => Judgement::TooOld(Refusal { code: Code::TooOld }),
            Finding::Proven(certificate) => {
                let persona = self.shared.people.find(check.evidence.certificate().as_slice());
                let instead = persona.and_then(|p| self.outcomes.get(&p.key).copied());
                let result = Box::new(outcome::result(check, persona, instead, self.now));
                Judgement::Accepted { certificate, result }
            }
        }
    }
}
