//! Receipts of the others: the centre, polled, and the broker, by the messages that the office receives.

use super::feed::{Feed, Heard, Receipt};
use crate::{scene::Result, world::Technician};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// How often to look: below what a person notices.
const EVERY: Duration = Duration::from_millis(250);
/// Receipts and messages that are shown at most; the newest.
const SHOWN: usize = 60;

/// Asks the centre for its receipts, for ever.
pub async fn centre(technician: Technician, feed: Arc<Feed>) {
    let mut numbers = BTreeMap::new();
    loop {
        tokio::time::sleep(EVERY).await;
        // While a centre is being started or stopped, there is nothing new to report.
        let Ok(receipts) = feed.control().receipts(None) else { continue };
        let unknown = |r: &&centre::ReceiptRecord| !numbers.contains_key(&r.check.to_string());
        if receipts.iter().any(|r| unknown(&r))
            && let Ok(rows) = technician.list().await
        {
            numbers.extend(rows.into_iter().map(|row| (row.check, row.reception)));
        }
        let told: Vec<Receipt> =
            receipts.iter().rev().take(SHOWN).map(|record| receipt(record, &numbers)).collect();
        feed.receipts.send_if_modified(|last| std::mem::replace(last, told.clone()) != told);
    }
}

fn receipt(record: &centre::ReceiptRecord, numbers: &BTreeMap<String, u32>) -> Receipt {
    Receipt {
        number: record.number,
        reception: numbers.get(&record.check.to_string()).copied(),
        word: record.word.clone(),
        at_ms: record.first_at.as_millisecond(),
        deferred: record.deferred,
        seen: record.times_seen,
        counted: record.times_counted,
    }
}

/// Listens to what the office hears, for ever.
pub async fn office(file: PathBuf, feed: Arc<Feed>) {
    let mut ear = Ear { file, read: 0, number: 0, rest: Vec::new() };
    loop {
        // A file that cannot be read now can be later.
        let fresh = ear.listen().unwrap_or_default();
        if !fresh.is_empty() {
            feed.heard.send_modify(|heard| fresh.into_iter().for_each(|message| keep(heard, message)));
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Newest first. A birth or status replaces the one before it, as it does on the broker, which keeps only the last.
fn keep(heard: &mut Vec<Heard>, message: Heard) {
    if message.kind != "event" {
        heard.retain(|old| old.topic != message.topic);
    }
    heard.insert(0, message);
    heard.truncate(SHOWN);
}

/// Reads the lines that are new in the office's file.
struct Ear {
    file: PathBuf,
    read: u64,
    number: u64,
    rest: Vec<u8>,
}

impl Ear {
    fn listen(&mut self) -> Result<Vec<Heard>> {
        let fresh = since(&self.file, self.read)?;
        self.read += u64::try_from(fresh.len())?;
        self.rest.extend(fresh);
        let Some(end) = self.rest.iter().rposition(|b| *b == b'\n') else { return Ok(Vec::new()) };
        let lines: Vec<u8> = self.rest.drain(..=end).collect();
        Ok(String::from_utf8_lossy(&lines).lines().filter_map(|line| self.message(line)).collect())
    }

    fn message(&mut self, line: &str) -> Option<Heard> {
        let (topic, payload) = line.split_once(' ')?;
        self.number += 1;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Some(Heard {
            number: self.number,
            kind: topic.rsplit('/').next().unwrap_or(topic).to_owned(),
            topic: topic.to_owned(),
            payload: serde_json::from_str(payload).unwrap_or_else(|_| Value::String(payload.to_owned())),
            at_ms: i64::try_from(now.as_millis()).unwrap_or(i64::MAX),
        })
    }
}

fn since(file: &Path, place: u64) -> Result<Vec<u8>> {
    let mut file = File::open(file)?;
    file.seek(SeekFrom::Start(place))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    #[test]
    fn a_line_is_heard_once_and_only_when_it_is_whole() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("mqtt.log");
        let mut log = File::create(&path).unwrap();
        let mut ear = Ear { file: path, read: 0, number: 0, rest: Vec::new() };
        write!(log, "junkai/1/bus-01/event {{\"event\":\"a\"}}\njunkai/1/bus-01/sta").unwrap();
        let first = ear.listen().unwrap();
        assert_eq!(first.len(), 1);
        assert_eq!((first[0].kind.as_str(), first[0].number), ("event", 1));
        assert!(ear.listen().unwrap().is_empty());
        writeln!(log, "tus {{\"line\":\"good\"}}").unwrap();
        let second = ear.listen().unwrap();
        assert_eq!((second[0].kind.as_str(), second[0].payload["line"].as_str()), ("status", Some("good")));
    }

    #[test]
    fn of_a_status_only_the_last_is_kept_and_of_events_all() {
        let said = |number: u64, kind: &str| Heard {
            number,
            kind: kind.into(),
            topic: format!("junkai/1/bus-01/{kind}"),
            payload: Value::Null,
            at_ms: 0,
        };
        let mut heard = Vec::new();
        for (number, kind) in [(1, "status"), (2, "event"), (3, "status"), (4, "event")] {
            keep(&mut heard, said(number, kind));
        }
        assert_eq!(heard.iter().map(|h| h.number).collect::<Vec<_>>(), [4, 3, 2]);
    }
}
