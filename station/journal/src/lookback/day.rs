//! The choice of a day, picture and sound, and the numbers of a day. None of it is personal, so it is plain text.

use super::KeptDay;
use crate::access::{Access, Actor};
use crate::clock::ClockReading;
use crate::connect::run;
use crate::error::storage;
use crate::reader::Reader;
use crate::stub::{method_word, purpose_word};
use crate::writer::Writer;
use crate::{Error, stored, words};
use jiff::civil::Date;
use model::AccessAction;
use model::{DayChoice, DayNumbers, FallbackKind, Prefs};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::time::Duration;
use wire::{Outcome, jst_date};

/// Bytes of a site's name, at most.
pub(crate) const SITE_BYTES: usize = 200;

const DAY: &str = "day";
const PREFS: &str = "prefs";

/// How long a choice counts that was made in this start while the time was unknown: after this its day is surely over.
const DAY_LENGTH: Duration = Duration::from_secs(24 * 60 * 60);

/// True when two moments of the same start, `then` the earlier one, are of the same day.
fn same_day(then: ClockReading, now: ClockReading) -> bool {
    match then.set_right(now).zip(now.set_right(then)) {
        Some((then, now)) => jst_date(then) == jst_date(now),
        None => now.monotonic.saturating_sub(then.monotonic) < DAY_LENGTH,
    }
}

/// A site that can be kept: whole, or cut at a character.
pub(crate) fn site_within_bounds(site: &str) -> &str {
    site.get(..site.floor_char_boundary(SITE_BYTES)).unwrap_or_default()
}

fn write(db: &Connection, name: &str, value: &impl Serialize) -> Result<(), Error> {
    run(db, include_str!("../sql/choice_write.sql"), params![name, stored::choice(value)?])
}

/// A value that does not parse counts as none: it will be chosen again.
fn read<T: DeserializeOwned>(db: &Connection, name: &str) -> Result<Option<T>, Error> {
    let failed = storage("read a choice");
    let mut read = db.prepare_cached("SELECT value FROM choices WHERE name = ?1").map_err(&failed)?;
    let text: Option<String> = read.query_row([name], |row| row.get(0)).optional().map_err(&failed)?;
    Ok(text.and_then(|text| stored::read_choice(&text)))
}

impl Writer {
    /// The day that reception numbers count in now.
    pub(crate) fn today(&self) -> Date {
        self.day_of(ClockReading::of(&*self.options.clock))
    }

    /// The day that a moment of this start belongs to, as far as is known now.
    pub(crate) fn day_of(&self, moment: ClockReading) -> Date {
        let now = ClockReading::of(&*self.options.clock);
        let numbered = || self.numbering.day.unwrap_or_else(|| jst_date(moment.at));
        moment.set_right(now).map_or_else(numbered, jst_date)
    }

    pub(crate) fn day(&self) -> Result<Option<KeptDay>, Error> {
        let Some(kept) = read::<stored::DayChoice>(&self.db, DAY)? else { return Ok(None) };
        let Some(certain) = self.of_today(&kept) else { return Ok(None) };
        Ok(Some(KeptDay { choice: kept.live(), certain }))
    }

    /// `None` when a choice is of another day; true when it is certain to be of today.
    fn of_today(&self, kept: &stored::DayChoice) -> Option<bool> {
        let own = kept.boot == self.boot;
        match kept.moment() {
            Some(moment) if own => same_day(moment, ClockReading::of(&*self.options.clock)).then_some(true),
            moment => {
                let known = moment.is_none_or(|moment| moment.synchronised);
                let certain = own || (known && self.options.clock.synchronised());
                (kept.day == self.today().to_string()).then_some(certain)
            }
        }
    }

    pub(crate) fn choose_day(&mut self, choice: &DayChoice, by: &Actor) -> Result<(), Error> {
        let DayChoice { site, method, purpose } = choice;
        let fits =
            |site: &String| (1..=SITE_BYTES).contains(&site.len()) && !site.chars().any(char::is_control);
        if !site.as_ref().is_none_or(fits) {
            return Err(Error::Label { kind: "site", limit: SITE_BYTES, unit: "bytes" });
        }
        let (day, boot) = (self.day_of(by.at).to_string(), self.boot);
        let kept = stored::DayChoice::new(day, boot, by.at, choice.clone());
        let words = format!("{},{}", method_word(*method), purpose_word(*purpose));
        let step = self.begin("keep what was chosen for the day")?;
        write(&step, DAY, &kept)?;
        self.write_line(&step, &Access::by(by.clone(), AccessAction::DayChosen).with(&words))?;
        step.commit().map_err(storage("keep what was chosen for the day"))
    }

    pub(crate) fn keep_prefs(&mut self, prefs: Prefs) -> Result<(), Error> {
        write(&self.db, PREFS, &stored::Prefs::from(prefs.bounded()))
    }
}

impl Reader {
    pub(crate) fn prefs(&mut self) -> Result<Option<Prefs>, Error> {
        Ok(read::<stored::Prefs>(self.db(), PREFS)?.map(|kept| Prefs::from(kept).bounded()))
    }

    pub(crate) fn numbers(&mut self, day: Date) -> Result<DayNumbers, Error> {
        let (checks, by_outcome) = self.outcomes(day)?;
        let queue = self.queue(self.now())?;
        let with_check = self.fallbacks(include_str!("../sql/fallback_counts.sql"), day)?;
        let without_card = self.fallbacks(include_str!("../sql/fallback_counts_alone.sql"), day)?;
        Ok(DayNumbers {
            day,
            checks,
            by_outcome,
            with_check,
            without_card,
            waiting: queue.waiting,
            oldest: queue.oldest_s.map(Duration::from_secs),
            unacknowledged: queue.unacknowledged,
        })
    }

    /// The day's checks in all, and the settled ones by outcome.
    fn outcomes(&self, day: Date) -> Result<(u32, BTreeMap<Outcome, u32>), Error> {
        let failed = storage("count the day's verdicts");
        let mut read = self.db().prepare_cached(include_str!("../sql/verdicts.sql")).map_err(&failed)?;
        let row = |row: &rusqlite::Row<'_>| Ok((words::outcome(row, 0)?, row.get::<_, u32>(2)?));
        let rows = read.query_map([day.to_string()], row).map_err(&failed)?;
        let (mut checks, mut by_outcome) = (0, BTreeMap::new());
        for row in rows {
            let (outcome, count) = row.map_err(&failed)?;
            checks += count;
            if let Some(outcome) = outcome {
                *by_outcome.entry(outcome).or_default() += count;
            }
        }
        Ok((checks, by_outcome))
    }

    fn fallbacks(&self, sql: &str, day: Date) -> Result<BTreeMap<FallbackKind, u32>, Error> {
        let failed = storage("count other proofs");
        let mut read = self.db().prepare_cached(sql).map_err(&failed)?;
        let row = |row: &rusqlite::Row<'_>| Ok(words::word(row, 0)?.zip(row.get(1)?));
        let rows = read.query_map([day.to_string()], row).map_err(&failed)?;
        rows.filter_map(Result::transpose).collect::<Result<_, _>>().map_err(&failed)
    }
}
