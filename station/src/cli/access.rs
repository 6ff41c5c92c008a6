//! `station journal access`: the access log for the technician. References and numbers only, never anything of an
//! examinee.
//!
//! The export is a line of the log itself. That line needs the journal to itself: beside a running station, or from
//! a file that was set aside, nothing is noted, and it is said so.

use super::open;
use super::which::Which;
use codes::Failure;
use jiff::civil::Date;
use journal::{AccessLine, AccessLog};
use model::AccessAction;
use std::error::Error;
use std::io::Write;
use wire::jst_date;

/// Print the access log.
#[derive(Debug, clap::Args)]
pub struct Access {
    #[command(flatten)]
    which: Which,
    /// First day, as the calendar in Japan has it.
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Date>,
    /// Last day.
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<Date>,
    /// Print CSV, with a hash in each line.
    #[arg(long, conflicts_with = "json")]
    csv: bool,
}

#[derive(serde::Serialize)]
struct Row<'a> {
    number: u64,
    boot: u64,
    at: String,
    synchronised: bool,
    staff: &'a str,
    what: &'a str,
    check: String,
    detail: &'a str,
    hash: &'a str,
}

impl<'a> From<&'a AccessLine> for Row<'a> {
    fn from(line: &'a AccessLine) -> Self {
        Self {
            number: line.number,
            boot: line.boot,
            at: line.at.to_string(),
            synchronised: line.clock_synchronised,
            staff: line.staff.as_ref().map_or("-", |staff| staff.as_str()),
            what: &line.what,
            check: line.check.map_or_else(|| "-".to_owned(), |check| check.to_string()),
            detail: line.detail.as_deref().unwrap_or("-"),
            hash: &line.hash,
        }
    }
}

impl Access {
    /// Carries it out.
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        // Noted before anything is printed.
        self.note()?;
        let log = journal::access(&self.which.path()?, &self.which.key()?)?;
        let inside = |line: &&AccessLine| {
            let day = jst_date(line.at);
            self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
        };
        let rows: Vec<Row<'_>> = log.lines.iter().filter(inside).map(Row::from).collect();
        if self.which.json {
            return json(&log, &rows);
        }
        if self.csv { csv(&rows) } else { text(&rows) }
    }

    fn note(&self) -> Result<(), Box<dyn Error>> {
        let Some(config) = self.which.of_station() else {
            eprintln!("station: another file is looked at; the export is not noted in it");
            return Ok(());
        };
        let config = config.load()?;
        if !config.journal_path().exists() {
            let place = config.journal_path().display().to_string();
            return Err(Failure::new(codes::S107).with(place).into());
        }
        match open::journal(&config) {
            Ok(opened) => opened.with(async |journal, by| {
                Ok(journal.note(journal::Access::by(by, AccessAction::Exported)).await.map(drop)?)
            }),
            Err(error) if in_use(&*error) => {
                eprintln!("station: the station is running; the export is not noted in the access log");
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

fn in_use(error: &(dyn Error + 'static)) -> bool {
    matches!(error.downcast_ref(), Some(journal::Error::InUse { .. }))
}

fn json(log: &AccessLog, rows: &[Row<'_>]) -> Result<(), Box<dyn Error>> {
    let lines: Vec<_> = rows.iter().map(object).collect();
    let all = serde_json::json!({ "anchor": log.anchor, "lines": lines });
    println!("{}", serde_json::to_string_pretty(&all)?);
    Ok(())
}

/// In JSON what is not there is `null`; `-` is for columns.
fn object(row: &Row<'_>) -> serde_json::Value {
    let given = |text: &str| (text != "-").then(|| text.to_owned());
    serde_json::json!({
        "number": row.number, "boot": row.boot, "at": row.at, "synchronised": row.synchronised,
        "staff": given(row.staff), "what": row.what, "check": given(&row.check),
        "detail": given(row.detail), "hash": row.hash,
    })
}

fn csv(rows: &[Row<'_>]) -> Result<(), Box<dyn Error>> {
    let mut out = csv::Writer::from_writer(std::io::stdout().lock());
    for row in rows {
        out.serialize(row)?;
    }
    Ok(out.flush()?)
}

fn text(rows: &[Row<'_>]) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:>7} {:>5} {:<24} {:<5} {:<12} {:<18} {:<36} detail",
        "number", "boot", "at", "clock", "staff", "what", "check"
    )?;
    for row in rows {
        let Row { number, boot, at, staff, what, check, detail, .. } = row;
        let clock = if row.synchronised { "ok" } else { "?" };
        writeln!(
            out,
            "{number:>7} {boot:>5} {at:<24} {clock:<5} {staff:<12} {what:<18} {check:<36} {detail}"
        )?;
    }
    Ok(())
}
