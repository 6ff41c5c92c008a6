//! `station staff …`: who can log in. Adding and removing need the journal to themselves, so the station must not
//! run; a head of staff can add colleagues at the running station. Each change is a line in the access log.

use super::{ConfigPath, open, secret};
use clap::{Subcommand, ValueEnum};
use journal::{StaffDraft, StaffLine};
use model::Role;
use std::error::Error;
use std::io::Write;
use wire::StaffRef;

/// Staff who can log in at the station.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Add a staff member; asks for the passcode, or reads it as one line of standard input.
    #[command(after_help = "Example:\n  station staff add --config station.toml --label 受付1 --role head")]
    Add {
        #[command(flatten)]
        config: ConfigPath,
        /// As the list on the panel shows it: 1 to 20 characters.
        #[arg(long)]
        label: String,
        /// Their role.
        #[arg(long, value_enum, default_value = "staff")]
        role: RoleName,
    },
    /// Print all staff members, removed ones among them. Works beside a running station.
    #[command(after_help = "Example:\n  station staff list --config station.toml --json")]
    List {
        #[command(flatten)]
        config: ConfigPath,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Remove a staff member: passcode and badge are destroyed, the reference is not given again.
    #[command(after_help = "Example:\n  station staff remove --config station.toml s-02")]
    Remove {
        #[command(flatten)]
        config: ConfigPath,
        /// The reference, as `list` shows it.
        staff: StaffRef,
    },
    /// Give a staff member another passcode; wrong tries are forgotten.
    #[command(after_help = "Example:\n  station staff passcode --config station.toml s-02")]
    Passcode {
        #[command(flatten)]
        config: ConfigPath,
        /// The reference, as `list` shows it.
        staff: StaffRef,
    },
}

/// A role on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleName {
    /// Works at the desk.
    Staff,
    /// Also adds staff.
    Head,
    /// Sets the station up.
    Technician,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Staff => Self::Staff,
            RoleName::Head => Self::Head,
            RoleName::Technician => Self::Technician,
        }
    }
}

impl Command {
    /// Carries it out.
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        match self {
            Self::Add { config, label, role } => add(config, label, (*role).into()),
            Self::List { config, json } => list(config, *json),
            Self::Remove { config, staff } => remove(config, staff),
            Self::Passcode { config, staff } => passcode(config, staff),
        }
    }
}

fn add(config: &ConfigPath, label: &str, role: Role) -> Result<(), Box<dyn Error>> {
    // First the lock, so that nobody types a passcode in vain.
    let opened = open::journal(&config.load()?)?;
    let passcode = secret::new_passcode();
    let added = opened.with(async |journal, by| {
        let draft = StaffDraft { label: label.to_owned(), role, passcode: passcode? };
        Ok(journal.add_staff(draft, by).await?)
    })?;
    println!("added {}", added.staff);
    Ok(())
}

fn remove(config: &ConfigPath, staff: &StaffRef) -> Result<(), Box<dyn Error>> {
    let opened = open::journal(&config.load()?)?;
    opened.with(async |journal, by| Ok(journal.remove_staff(staff.clone(), by).await?))?;
    println!("removed {staff}");
    Ok(())
}

fn passcode(config: &ConfigPath, staff: &StaffRef) -> Result<(), Box<dyn Error>> {
    let opened = open::journal(&config.load()?)?;
    let passcode = secret::new_passcode();
    opened.with(async |journal, by| Ok(journal.change_passcode(staff.clone(), passcode?, by).await?))?;
    println!("changed {staff}");
    Ok(())
}

#[derive(serde::Serialize)]
struct Row {
    staff: String,
    label: String,
    role: &'static str,
    badge: bool,
    removed: bool,
    wrong_tries: u32,
}

impl From<StaffLine> for Row {
    fn from(line: StaffLine) -> Self {
        let StaffLine { entry, removed, wrong } = line;
        Self {
            staff: entry.staff.to_string(),
            label: entry.label,
            role: entry.role.word(),
            badge: entry.badge,
            removed,
            wrong_tries: wrong,
        }
    }
}

fn list(config: &ConfigPath, json: bool) -> Result<(), Box<dyn Error>> {
    let config = config.load()?;
    let staff = journal::staff(&config.journal_path(), &open::key(&config)?)?;
    let rows: Vec<Row> = staff.into_iter().map(Row::from).collect();
    if json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
        return Ok(());
    }
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{:<8} {:<10} {:<5} {:<7} {:>11}  label",
        "staff", "role", "badge", "removed", "wrong tries"
    )?;
    for row in rows {
        let word = |yes| if yes { "yes" } else { "-" };
        let (badge, removed) = (word(row.badge), word(row.removed));
        let Row { staff, label, role, wrong_tries, .. } = row;
        writeln!(out, "{staff:<8} {role:<10} {badge:<5} {removed:<7} {wrong_tries:>11}  {label}")?;
    }
    Ok(())
}
