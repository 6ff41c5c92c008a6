//! Parts of the chain: each has its key and its authenticated ends.

use super::line::{GENESIS, Hash};
use crate::Error;
use crate::connect::run;
use crate::keys::KeyRing;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params};

/// A part of the chain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Part {
    pub part: i64,
    pub key: i64,
    /// The first day of its month; none while the clock was never known to be right.
    pub month: Option<String>,
    pub first: i64,
    /// The hash of the line before the first.
    pub anchor: Hash,
    pub last: i64,
    /// The hash of the last line.
    pub head: Hash,
}

impl Part {
    /// The authenticated content.
    fn content(&self) -> Vec<u8> {
        let Self { part, key, month, first, anchor, last, head } = self;
        let mut content = Vec::with_capacity(128);
        for number in [part, key, first, last] {
            content.extend_from_slice(&number.to_be_bytes());
        }
        content.extend_from_slice(anchor);
        content.extend_from_slice(head);
        content.extend_from_slice(month.as_deref().unwrap_or("-").as_bytes());
        content
    }

    /// From a row, and whether it is as it was written. Of one that is not, only what can be read counts.
    pub(crate) fn from(row: &Row<'_>, ring: &KeyRing) -> rusqlite::Result<(Self, bool)> {
        let values = (0..8)
            .map(|column| row.get_ref(column).map(|value| Value::try_from(value).unwrap_or(Value::Null)));
        let values: Vec<Value> = values.collect::<Result<_, _>>()?;
        if let Some(part) = Self::from_values(&values, ring) {
            return Ok((part, true));
        }
        let number = |at: usize| values.get(at).and_then(integer).unwrap_or(0);
        let hash = |at: usize| values.get(at).and_then(bytes).unwrap_or(GENESIS);
        let month = if let Some(Value::Text(month)) = values.get(2) { Some(month.clone()) } else { None };
        let (part, key, first, last) = (number(0), number(1), number(3), number(5));
        Ok((Self { part, key, month, first, anchor: hash(4), last, head: hash(6) }, false))
    }

    /// From the columns of a row as they are; `None` when its authentication does not fit.
    pub(crate) fn from_values(row: &[Value], ring: &KeyRing) -> Option<Self> {
        let [part, key, month, first, anchor, last, head, mac] = row else { return None };
        let part = Self {
            part: integer(part)?,
            key: integer(key)?,
            month: if let Value::Text(month) = month { Some(month.clone()) } else { None },
            first: integer(first)?,
            anchor: bytes(anchor)?,
            last: integer(last)?,
            head: bytes(head)?,
        };
        ring.chain.fits(&part.content(), &bytes(mac)?).then_some(part)
    }

    pub(crate) fn write(&self, db: &Connection, ring: &KeyRing) -> Result<(), Error> {
        let Self { part, key, month, first, anchor, last, head } = self;
        let mac = ring.chain.of(&self.content());
        let row = params![part, key, month, first, anchor.as_slice(), last, head.as_slice(), mac];
        run(db, include_str!("../sql/access_part_write.sql"), row)
    }
}

fn integer(value: &Value) -> Option<i64> {
    if let Value::Integer(number) = value { Some(*number) } else { None }
}

fn bytes(value: &Value) -> Option<Hash> {
    if let Value::Blob(bytes) = value { bytes.as_slice().try_into().ok() } else { None }
}
