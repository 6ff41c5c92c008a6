//! High-water marks beside the journal: numbers that must never be given again even when the journal itself
//! is lost to damage. The office takes a repeated event order for a repetition and a lower boot for an old
//! life, and staff would meet a reception number twice.
//!
//! The marks are ceilings, set ahead in steps so that the file is rarely written: "no number above this was
//! ever given". They are read only to count starts and when a damaged journal is replaced. Plain text, one
//! `name value` a line; a missing or unreadable file counts as no marks.

use crate::Error;
use crate::files::{beside, replace};
use jiff::civil::Date;
use std::path::{Path, PathBuf};

const ORDER_STEP: u64 = 1_000;
const EVENT_STEP: u64 = 1_000;
const RECEPTION_STEP: u32 = 100;

/// The ceilings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ceilings {
    pub boot: u64,
    pub order: u64,
    pub event: u64,
    pub day: Option<Date>,
    pub reception: u32,
}

/// The ceilings and their file.
pub(crate) struct HighWater {
    path: PathBuf,
    now: Ceilings,
}

impl HighWater {
    /// Reads the marks of `journal`.
    pub(crate) fn read(journal: &Path) -> Self {
        let path = beside(journal, ".marks");
        let now = std::fs::read_to_string(&path).ok().and_then(|text| parse(&text)).unwrap_or_default();
        Self { path, now }
    }

    pub(crate) fn ceilings(&self) -> &Ceilings {
        &self.now
    }

    /// Makes sure that the ceilings are at least these, on disk, before the numbers are given.
    pub(crate) fn cover(&mut self, needed: &Ceilings) -> Result<(), Error> {
        let mut next = self.now.clone();
        next.boot = next.boot.max(needed.boot);
        if needed.order > next.order {
            next.order = needed.order + ORDER_STEP;
        }
        if needed.event > next.event {
            next.event = needed.event + EVENT_STEP;
        }
        if needed.day.is_some() && (needed.day != next.day || needed.reception > next.reception) {
            next.day = needed.day;
            next.reception = needed.reception + RECEPTION_STEP;
        }
        if next != self.now {
            self.write(&next)?;
            self.now = next;
        }
        Ok(())
    }

    fn write(&self, ceilings: &Ceilings) -> Result<(), Error> {
        let mut text =
            format!("boot {}\norder {}\nevent {}\n", ceilings.boot, ceilings.order, ceilings.event);
        if let Some(day) = ceilings.day {
            text.push_str(&format!("day {day}\nreception {}\n", ceilings.reception));
        }
        replace(&self.path, text.as_bytes())
    }
}

fn parse(text: &str) -> Option<Ceilings> {
    let mut ceilings = Ceilings::default();
    for line in text.lines() {
        let (name, value) = line.split_once(' ')?;
        match name {
            "boot" => ceilings.boot = value.parse().ok()?,
            "order" => ceilings.order = value.parse().ok()?,
            "event" => ceilings.event = value.parse().ok()?,
            "day" => ceilings.day = Some(value.parse().ok()?),
            "reception" => ceilings.reception = value.parse().ok()?,
            _ => return None,
        }
    }
    Some(ceilings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn marks_are_ceilings_that_are_on_disk_before_they_are_reached() {
        let dir = tempfile::tempdir().unwrap();
        let journal = dir.path().join("journal");
        let mut high_water = HighWater::read(&journal);
        let needed = Ceilings { boot: 3, order: 12, event: 0, day: Some(date(2026, 5, 1)), reception: 5 };
        high_water.cover(&needed).unwrap();
        let read = HighWater::read(&journal);
        assert_eq!(read.ceilings(), high_water.ceilings());
        assert_eq!((read.now.boot, read.now.order, read.now.event, read.now.reception), (3, 1012, 0, 105));
        high_water.cover(&Ceilings { order: 1012, reception: 105, ..needed.clone() }).unwrap();
        assert_eq!(high_water.ceilings(), read.ceilings());
        high_water.cover(&Ceilings { order: 1013, ..needed }).unwrap();
        assert_eq!(HighWater::read(&journal).now.order, 2013);
    }

    #[test]
    fn unreadable_marks_count_as_none() {
        assert_eq!(parse("boot x\n"), None);
        assert_eq!(parse("\u{0}\u{0}"), None);
    }
}
