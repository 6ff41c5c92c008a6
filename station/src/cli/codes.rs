//! `station codes`: every error code with its two texts.

use crate::codes;
use std::error::Error;

/// List every error code, with what staff read and what the technician should know.
#[derive(Debug, clap::Args)]
pub struct Codes {
    /// Only this code.
    code: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

impl Codes {
    /// Prints them.
    pub fn run(&self) -> Result<(), Box<dyn Error>> {
        let wanted = |code: &str| self.code.as_ref().is_none_or(|only| only.eq_ignore_ascii_case(code));
        let entries: Vec<_> = codes::all().into_iter().filter(|entry| wanted(&entry.code)).collect();
        if let (Some(code), true) = (&self.code, entries.is_empty()) {
            return Err(format!("no code {code} in this version").into());
        }
        if self.json {
            println!("{}", serde_json::to_string_pretty(&entries)?);
            return Ok(());
        }
        for entry in entries {
            println!("{}  {}", entry.code, entry.technician);
            if !entry.staff.is_empty() {
                println!("      {}", entry.staff);
            }
        }
        Ok(())
    }
}
