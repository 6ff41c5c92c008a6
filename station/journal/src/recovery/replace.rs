//! Setting a damaged journal aside: the new one is built first, with everything that could be read of the old,
//! and only then are the names changed, so that a power cut at any moment leaves either the damaged file to be
//! looked at again or the complete new one.
//!
//! Names: `X.salvage` is the copy that is read; `X.building` is being made and worth nothing; `X.ready` is complete and only waits for its name;
//! `X.damaged-N` is the N-th damaged file, as it was found.

use super::high_water::Ceilings;
use super::{copy, salvage};
use crate::access::{Found, LogAnchor};
use crate::clock::ClockReading;
use crate::error::storage;
use crate::files::{beside, damaged, discard, last_damaged, remove, rename};
use crate::keys::KeyRing;
use crate::{Error, Options, SetAside, outbox, schema};
use std::path::{Path, PathBuf};
use wire::EventKind;

/// Damaged files that are kept; the oldest beyond are deleted, because they hold sealed personal data.
const KEPT: u32 = 3;

/// Builds the new journal and puts it in the damaged one's place.
pub(crate) fn replace(
    options: &Options,
    ring: &KeyRing,
    floors: &Ceilings,
    reason: String,
    now: ClockReading,
) -> Result<SetAside, Error> {
    let path = &options.path;
    let building = beside(path, ".building");
    discard(&building)?;
    let copied = beside(path, ".salvage");
    let old = copy::open(path, &copied)?;
    if ring.fits(&old).is_ok_and(|fits| !fits) {
        drop(old);
        discard(&copied)?;
        return Err(Error::WrongKey { path: path.clone() });
    }
    let new = schema::create(&building, ring, floors)?;
    let mark = match LogAnchor::read(path, ring) {
        Found::Good(mark) => Some(mark),
        Found::Nothing | Found::Changed => None,
    };
    let rescued = salvage::carry_over(&old, &new, ring, now, mark.as_ref())?;
    drop(old);
    discard(&copied)?;
    let event = EventKind::JournalSetAside { rescued };
    let step = new.unchecked_transaction().map_err(storage("fill the new journal"))?;
    outbox::push(&step, &options.station, now, &event)?;
    step.commit().map_err(storage("fill the new journal"))?;
    schema::publish(new, &building, &beside(path, ".ready"))?;
    let aside = move_away(path)?;
    rename(&beside(path, ".ready"), path)?;
    tracing::error!(code = codes::J301.name(), %reason, rescued, "{}", codes::J301.technician());
    Ok(SetAside { path: aside, reason, rescued })
}

/// Ends a replacement that a power cut interrupted. Its event is in the new journal's outbox already.
pub(crate) fn finish(path: &Path) -> Result<Option<SetAside>, Error> {
    let ready = beside(path, ".ready");
    if !ready.exists() {
        return Ok(None);
    }
    let left = path.exists() || beside(path, "-wal").exists();
    let aside = if left { move_away(path)? } else { damaged(path, last_damaged(path)) };
    rename(&ready, path)?;
    let reason = "damaged before the last start, which was interrupted while replacing it".to_owned();
    Ok(Some(SetAside { path: aside, reason, rescued: 0 }))
}

/// Moves the log first: a log that stayed behind would be played into the new journal.
fn move_away(path: &Path) -> Result<PathBuf, Error> {
    let number = last_damaged(path) + 1;
    let aside = damaged(path, number);
    remove(&beside(path, "-shm"))?;
    for suffix in ["-wal", ""] {
        let from = beside(path, suffix);
        if from.exists() {
            rename(&from, &beside(&aside, suffix))?;
        }
    }
    if let Some(old) = number.checked_sub(KEPT) {
        discard(&damaged(path, old))?;
    }
    Ok(aside)
}

/// Deletes set-aside files that were last written before `limit`.
pub(crate) fn expire(path: &Path, limit: jiff::Timestamp) -> Result<(), Error> {
    for number in 1..=last_damaged(path) {
        let aside = damaged(path, number);
        let written = std::fs::metadata(&aside).and_then(|meta| meta.modified());
        let old = |written| jiff::Timestamp::try_from(written).is_ok_and(|written| written < limit);
        if written.is_ok_and(old) {
            discard(&aside)?;
        }
    }
    Ok(())
}
