//! `station journal …`: the technician's look into the store. Numbers, states and reception numbers; never a
//! person. Works beside a running station, and on files that were set aside.

use super::{access, which::Which};
use clap::Subcommand;
use journal::{Line, MasterKey};
use std::{error::Error, path::PathBuf};
use wire::Outcome;

/// Look into the journal; never shows personal data.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// One line for each check that is kept.
    #[command(after_help = "Example:\n  station journal list --config station.toml --json")]
    List(Which),
    /// Open every seal and check every state.
    #[command(after_help = "Example:\n  station journal verify --config station.toml")]
    Verify(Which),
    /// Print the access log: who, when, which check, what.
    #[command(
        after_help = "Examples:\n  station journal access --config station.toml --from 2026-05-01 --to 2026-05-31 --csv > access.csv\n  station journal access --config station.toml --json\n\nThe hash of a line is SHA-256 over the hash of the line before it (32 bytes; 32 zeros before the first of all, the\nanchor of --json when lines have left) and the eight columns number to detail with a tab between them and a line end.\nThe export is a line in the log itself when the station is not running."
    )]
    Access(access::Access),
    /// Numbers about the journal.
    #[command(after_help = "Example:\n  station journal stats --config station.toml")]
    Stats(Which),
    /// Make a new master key file; never overwrites one.
    #[command(after_help = "Example:\n  station journal make-key journal.key")]
    MakeKey {
        /// The file to make.
        file: PathBuf,
    },
}

impl Command {
    /// Carries it out.
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        match self {
            Self::List(which) => list(which),
            Self::Verify(which) => verify(which),
            Self::Access(command) => command.run(),
            Self::Stats(which) => stats(which),
            Self::MakeKey { file } => {
                MasterKey::create(file)?;
                println!("made {}", file.display());
                Ok(())
            }
        }
    }
}

#[derive(serde::Serialize)]
struct Row {
    order: u64,
    check: String,
    boot: u64,
    day: String,
    reception: u32,
    captured_at: String,
    clock_synchronised: bool,
    state: &'static str,
    outcome: Option<&'static str>,
}

impl From<Line> for Row {
    fn from(line: Line) -> Self {
        Self {
            order: line.order,
            check: line.head.id.to_string(),
            boot: line.boot,
            day: line.day.to_string(),
            reception: line.head.reception.0,
            captured_at: line.head.captured_at.to_string(),
            clock_synchronised: line.head.clock_synchronised,
            state: line.state.word(),
            outcome: line.outcome.map(Outcome::word),
        }
    }
}

fn list(which: &Which) -> Result<(), Box<dyn Error>> {
    let rows: Vec<Row> = journal::list(&which.path()?)?.into_iter().map(Row::from).collect();
    if which.json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
        return Ok(());
    }
    println!(
        "{:>6} {:>5} {:<10} {:>9} {:<24} {:<5} {:<15} outcome",
        "order", "boot", "day", "reception", "captured", "clock", "state"
    );
    for row in rows {
        let clock = if row.clock_synchronised { "ok" } else { "?" };
        let outcome = row.outcome.unwrap_or("-");
        println!(
            "{:>6} {:>5} {:<10} {:>9} {:<24} {clock:<5} {:<15} {outcome}",
            row.order, row.boot, row.day, row.reception, row.captured_at, row.state
        );
    }
    Ok(())
}

fn verify(which: &Which) -> Result<(), Box<dyn Error>> {
    let report = journal::verify(&which.path()?, &which.key()?)?;
    if which.json {
        let json = serde_json::json!({
            "checks": report.checks, "access": report.access, "opened": report.opened,
            "notes": report.notes, "findings": report.findings,
        });
        println!("{}", serde_json::to_string_pretty(&json)?);
    } else {
        println!(
            "{} checks, {} lines of the access log, {} sealed fields opened",
            report.checks, report.access, report.opened
        );
        report.notes.iter().for_each(|note| println!("NOTE   {note}"));
        report.findings.iter().for_each(|f| println!("FOUND  {f}"));
    }
    match report.findings.len() {
        0 => Ok(()),
        found => Err(format!("{found} findings").into()),
    }
}

fn stats(which: &Which) -> Result<(), Box<dyn Error>> {
    let stats = journal::stats(&which.path()?)?;
    let rows = [
        ("boot", stats.boot),
        ("checks", stats.checks),
        ("waiting", stats.waiting),
        ("unacknowledged", stats.unacknowledged),
        ("results", stats.results),
        ("challenges", stats.challenges),
        ("events", stats.events),
        ("events_dropped", stats.events_dropped),
        ("keys", stats.keys),
        ("bytes_used", stats.bytes_used),
        ("bytes_on_disk", stats.bytes_on_disk),
    ];
    if which.json {
        let map: serde_json::Map<_, _> = rows.map(|(k, v)| (k.to_owned(), v.into())).into_iter().collect();
        println!("{}", serde_json::to_string_pretty(&map)?);
    } else {
        rows.iter().for_each(|(name, value)| println!("{name:<16} {value:>12}"));
    }
    Ok(())
}
