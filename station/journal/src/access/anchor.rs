//! The mark beside the journal (`X.access`): a line that was on disk, by number and hash, authenticated. Without
//! it somebody who cuts the end off the database, or puts an older copy in its place, would go unnoticed. It is a
//! floor: the log goes at least this far.
//!
//! It is written at the start, in housekeeping when lines came, and at the end: after the line is durable, never
//! before. Whoever puts back journal and mark of the same moment is not noticed here: nothing on the station
//! itself can.

use super::line::{GENESIS, Hash, hex};
use super::part::Part;
use crate::Error;
use crate::files::{beside, replace};
use crate::keys::KeyRing;
use std::path::Path;

/// The mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LogAnchor {
    pub number: i64,
    pub hash: Hash,
}

/// The anchor file beside a journal.
pub(crate) enum Found {
    Nothing,
    /// Not as it was written, or another station's.
    Changed,
    Good(LogAnchor),
}

impl LogAnchor {
    /// Before the first line.
    pub(crate) fn none() -> Self {
        Self { number: 0, hash: GENESIS }
    }

    pub(crate) fn of(part: &Part) -> Self {
        Self { number: part.last, hash: part.head }
    }

    /// Reads the mark of `journal`.
    pub(crate) fn read(journal: &Path, ring: &KeyRing) -> Found {
        let Ok(text) = std::fs::read_to_string(beside(journal, ".access")) else { return Found::Nothing };
        parse(&text, ring).map_or(Found::Changed, Found::Good)
    }

    /// Writes it so that a power cut leaves the old or the new one.
    pub(crate) fn write(&self, journal: &Path, ring: &KeyRing) -> Result<(), Error> {
        let Self { number, hash } = self;
        let mac = ring.chain.of(&self.content());
        let text = format!("line {number}\nhash {}\nmac {}\n", hex(hash), hex(&mac));
        replace(&beside(journal, ".access"), text.as_bytes())
    }

    fn content(&self) -> Vec<u8> {
        [b"mark".as_slice(), &self.number.to_be_bytes(), &self.hash].concat()
    }
}

fn parse(text: &str, ring: &KeyRing) -> Option<LogAnchor> {
    let mut lines = text.lines();
    let number = lines.next()?.strip_prefix("line ")?.parse().ok()?;
    let mut hash = GENESIS;
    unhex(lines.next()?.strip_prefix("hash ")?, &mut hash)?;
    let mut mac = GENESIS;
    unhex(lines.next()?.strip_prefix("mac ")?, &mut mac)?;
    let mark = LogAnchor { number, hash };
    ring.chain.fits(&mark.content(), &mac).then_some(mark)
}

fn unhex(text: &str, out: &mut Hash) -> Option<()> {
    let digits = text.as_bytes();
    if digits.len() != 2 * out.len() {
        return None;
    }
    for (byte, pair) in out.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(())
}
