//! What is chosen for a day, for the screen and the sound. Nothing of it is personal, so it is kept in plain text.

use super::{DayChoice, DayNumbers, FallbackKind, KeptDay, Prefs};
use crate::access::{Access, What};
use crate::error::storage;
use crate::reader::Reader;
use crate::settle::run;
use crate::writer::Writer;
use crate::{Error, seal};
use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wire::{Counts, Method, Purpose, StaffRef, jst_date};

/// Bytes of a site's name, at most.
pub(crate) const SITE_BYTES: usize = 200;

const DAY: &str = "day";
const PREFS: &str = "prefs";

/// A choice as it is on the disk.
#[derive(Serialize, Deserialize)]
struct Stored {
    day: String,
    boot: u64,
    site: Option<String>,
    method: Method,
    purpose: Purpose,
}

/// A site that can be kept: whole, or cut at a character.
pub(crate) fn site_within_bounds(site: &str) -> &str {
    site.get(..site.floor_char_boundary(SITE_BYTES)).unwrap_or_default()
}

fn write(db: &Connection, name: &str, value: &impl Serialize) -> Result<(), Error> {
    let text = seal::json(value)?;
    let text = std::str::from_utf8(&text).unwrap_or_default();
    run(db, include_str!("../sql/choice_write.sql"), params![name, text])
}

/// A value that does not parse counts as none: it will be chosen again.
fn read<T: DeserializeOwned>(db: &Connection, name: &str) -> Result<Option<T>, Error> {
    let failed = storage("read a choice");
    let mut read = db.prepare_cached("SELECT value FROM choices WHERE name = ?1").map_err(&failed)?;
    let text: Option<String> = read.query_row([name], |row| row.get(0)).optional().map_err(&failed)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

impl Writer {
    /// The day that reception numbers count in now.
    pub(crate) fn today(&self) -> Date {
        let clock = &*self.options.clock;
        let numbered = if clock.synchronised() { None } else { self.numbering.day() };
        numbered.unwrap_or_else(|| jst_date(clock.now()))
    }

    pub(crate) fn day(&self) -> Result<Option<KeptDay>, Error> {
        let stored: Option<Stored> = read(&self.db, DAY)?;
        let Some(stored) = stored.filter(|stored| stored.day == self.today().to_string()) else {
            return Ok(None);
        };
        let certain = stored.boot == self.boot || self.options.clock.synchronised();
        let Stored { site, method, purpose, .. } = stored;
        Ok(Some(KeptDay { choice: DayChoice { site, method, purpose }, certain }))
    }

    pub(crate) fn choose_day(&mut self, choice: &DayChoice, staff: &StaffRef) -> Result<(), Error> {
        let DayChoice { site, method, purpose } = choice;
        let fits =
            |site: &String| (1..=SITE_BYTES).contains(&site.len()) && !site.chars().any(char::is_control);
        if !site.as_ref().is_none_or(fits) {
            return Err(Error::Label { kind: "site", limit: SITE_BYTES, unit: "bytes" });
        }
        let (day, boot) = (self.today().to_string(), self.boot);
        let stored = Stored { day, boot, site: site.clone(), method: *method, purpose: *purpose };
        let words =
            format!("{},{}", crate::capture::method_word(*method), crate::capture::purpose_word(*purpose));
        let step = self.begin("keep what was chosen for the day")?;
        write(&step, DAY, &stored)?;
        self.write_line(&step, &Access::by(staff.clone(), What::DayChosen).with(&words))?;
        step.commit().map_err(storage("keep what was chosen for the day"))
    }

    pub(crate) fn keep_prefs(&mut self, prefs: Prefs) -> Result<(), Error> {
        write(&self.db, PREFS, &within(prefs))
    }
}

fn within(prefs: Prefs) -> Prefs {
    Prefs { volume: prefs.volume.min(5), brightness: prefs.brightness.clamp(1, 5), ..prefs }
}

impl Reader {
    pub(crate) fn prefs(&mut self) -> Result<Option<Prefs>, Error> {
        Ok(read(self.db(), PREFS)?.map(within))
    }

    pub(crate) fn numbers(&mut self, day: Date) -> Result<DayNumbers, Error> {
        let by_verdict = self.verdicts(day)?;
        let queue = self.queue(self.now())?;
        let by_fallback = self.fallbacks(include_str!("../sql/fallback_counts.sql"), day)?;
        let without_card = self.fallbacks(include_str!("../sql/fallback_counts_alone.sql"), day)?;
        Ok(DayNumbers {
            checks: by_verdict.values().sum(),
            by_verdict,
            by_fallback,
            without_card,
            waiting: queue.waiting,
            oldest: queue.oldest_s.map(std::time::Duration::from_secs),
            unacknowledged: queue.unacknowledged,
        })
    }

    fn verdicts(&self, day: Date) -> Result<Counts, Error> {
        let failed = storage("count the day's verdicts");
        let mut read = self.db().prepare_cached(include_str!("../sql/verdicts.sql")).map_err(&failed)?;
        let rows =
            read.query_map([day.to_string()], |row| Ok((row.get(0)?, row.get(1)?))).map_err(&failed)?;
        rows.collect::<Result<Counts, _>>().map_err(&failed)
    }

    fn fallbacks(&self, sql: &str, day: Date) -> Result<BTreeMap<FallbackKind, u32>, Error> {
        let failed = storage("count other proofs");
        let mut read = self.db().prepare_cached(sql).map_err(&failed)?;
        let row = |row: &rusqlite::Row<'_>| Ok((row.get::<_, String>(0)?, row.get(1)?));
        let rows = read.query_map([day.to_string()], row).map_err(&failed)?;
        let rows: Vec<(String, u32)> = rows.collect::<Result<_, _>>().map_err(&failed)?;
        Ok(rows
            .into_iter()
            .filter_map(|(word, count)| Some((FallbackKind::from_word(&word)?, count)))
            .collect())
    }
}
