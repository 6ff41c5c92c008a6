//! Durable captures per second, one at a time, beside the same rows in plain SQLite with `synchronous=FULL`,
//! measured in turns in the same run on the same disk.
//!
//! `cargo run --release -p journal --example bench -- [--json] [--count N] [--dir DIR]`

use journal::{Clock, Draft, Journal, MasterKey, Options};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use wire::{CheckId, Evidence, Purpose};

type Failure = Box<dyn std::error::Error>;

/// Sizes of a usual user-authentication certificate and of an RSA-2048 signature.
const CERTIFICATE: usize = 1_700;
const SIGNATURE: usize = 256;

struct Wall(Instant);

impl Clock for Wall {
    fn now(&self) -> jiff::Timestamp {
        jiff::Timestamp::now()
    }
    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }
    fn synchronised(&self) -> bool {
        true
    }
}

struct Arguments {
    json: bool,
    count: usize,
    dir: PathBuf,
}

fn arguments() -> Result<Arguments, Failure> {
    let mut found = Arguments { json: false, count: 1_000, dir: std::env::temp_dir() };
    let mut given = std::env::args().skip(1);
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--json" => found.json = true,
            "--count" => found.count = given.next().ok_or("--count needs a number")?.parse()?,
            "--dir" => found.dir = given.next().ok_or("--dir needs a directory")?.into(),
            other => return Err(format!("unknown argument {other}").into()),
        }
    }
    Ok(found)
}

fn draft() -> Result<Draft, Failure> {
    Ok(Draft {
        id: CheckId::random(),
        station: "bench".parse()?,
        institution: "1320000001".parse()?,
        purpose: Purpose::HealthCheckup,
        staff: "desk-1".parse()?,
        at: jiff::Timestamp::now(),
        clock_synchronised: true,
        evidence: Evidence::Visual {
            certificate: vec![0x30; CERTIFICATE].into(),
            statement_signature: vec![0x31; SIGNATURE].into(),
        },
        ticket: None,
        site: None,
    })
}

/// The yardstick: the same four rows that the journal writes for a capture (the stub, the check's body, the line of
/// the access log and the end of its chain; here neither sealed nor authenticated), in tables of the same shape, one
/// transaction a capture.
struct Plain(rusqlite::Connection);

impl Plain {
    fn open(path: &Path) -> Result<Self, Failure> {
        let db = rusqlite::Connection::open(path)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.execute_batch(
            "CREATE TABLE checks (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, boot INTEGER, at INTEGER,
             mono INTEGER, synchronised INTEGER, day TEXT, reception INTEGER, purpose TEXT, method TEXT,
             staff TEXT, print BLOB, state INTEGER);
             CREATE TABLE evidence (seq INTEGER PRIMARY KEY, key INTEGER NOT NULL, body BLOB NOT NULL);
             CREATE TABLE access (seq INTEGER PRIMARY KEY, line BLOB NOT NULL);
             CREATE TABLE access_parts (part INTEGER PRIMARY KEY, key INTEGER, month TEXT, first INTEGER,
             anchor BLOB, last INTEGER, head BLOB, mac BLOB);
             INSERT INTO access_parts VALUES (1, 1, '2026-05-01', 1, zeroblob(32), 0, zeroblob(32), zeroblob(32))",
        )?;
        Ok(Self(db))
    }

    fn save(&mut self, draft: &Draft, order: usize) -> Result<(), Failure> {
        let content = (&draft.station, &draft.institution, &draft.staff, &draft.at, &draft.evidence);
        let body = serde_json::to_vec(&content)?;
        let step = self.0.transaction()?;
        let stub =
            "INSERT INTO checks VALUES (?1, ?2, 1, 1, 1, 1, '2026-05-01', ?1, 'health_checkup', 'visual',
                   'desk-1', ?3, 0)";
        step.prepare_cached(stub)?.execute(rusqlite::params![order, draft.id.as_bytes(), [0_u8; 32]])?;
        let evidence = "INSERT INTO evidence VALUES (?1, 1, ?2)";
        step.prepare_cached(evidence)?.execute(rusqlite::params![order, body])?;
        let (hash, at, check) = ([0_u8; 32], draft.at, &draft.id);
        let line = format!("{order}\t1\t{at}\ttrue\tdesk-1\tcaptured\t{check}\t{order:03}\n");
        let line = [hash.as_slice(), line.as_bytes()].concat();
        step.prepare_cached("INSERT INTO access VALUES (?1, ?2)")?.execute(rusqlite::params![order, line])?;
        let end = "UPDATE access_parts SET last = ?1, head = ?2, mac = ?2 WHERE part = 1";
        step.prepare_cached(end)?.execute(rusqlite::params![order, hash])?;
        Ok(step.commit()?)
    }
}

async fn measure(arguments: &Arguments) -> Result<(f64, f64, f64), Failure> {
    let dir = tempfile::tempdir_in(&arguments.dir)?;
    let clock = Arc::new(Wall(Instant::now()));
    let options = Options::new(dir.path().join("journal"), "bench".parse()?, clock);
    let (journal, _) = Journal::open(options, MasterKey::from_bytes([1; 32]))?;
    let mut plain = Plain::open(&dir.path().join("plain"))?;
    let (mut ours, mut theirs, mut worst) = (Duration::ZERO, Duration::ZERO, Duration::ZERO);
    // In turns, so that a slow moment of the disk hits both sides.
    for number in 1..=arguments.count {
        let draft = draft()?;
        let given = draft.clone();
        let begin = Instant::now();
        journal.capture(given).await?;
        let took = begin.elapsed();
        (ours, worst) = (ours + took, worst.max(took));
        let begin = Instant::now();
        plain.save(&draft, number)?;
        theirs += begin.elapsed();
    }
    journal.close().await?;
    let count = arguments.count as f64;
    Ok((count / ours.as_secs_f64(), count / theirs.as_secs_f64(), worst.as_secs_f64() * 1_000.0))
}

fn main() -> Result<(), Failure> {
    let arguments = arguments()?;
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let (ours, theirs, worst) = runtime.block_on(measure(&arguments))?;
    let ratio = ours / theirs;
    if arguments.json {
        let numbers = serde_json::json!({
            "captures_per_second": ours, "plain_sqlite_per_second": theirs, "ratio": ratio,
            "slowest_capture_ms": worst, "captures": arguments.count,
        });
        println!("{numbers}");
    } else {
        println!("durable captures, one at a time   {ours:8.0} a second, the slowest {worst:.1} ms");
        println!("the same rows in plain SQLite     {theirs:8.0} a second");
        println!("ratio                             {ratio:8.2} (to reach: 0.8)");
    }
    Ok(())
}
