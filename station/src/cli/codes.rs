//! `station codes`: every error code with its texts.

use crate::codes::{self, Entry};
use ::codes::Code;
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
        let entries = match &self.code {
            Some(code) => {
                vec![Entry::from(
                    code.parse::<Code>().map_err(|_| format!("no code {code} in this version"))?,
                )]
            }
            None => codes::all(),
        };
        if self.json {
            println!("{}", serde_json::to_string_pretty(&entries)?);
            return Ok(());
        }
        for entry in entries {
            println!("{}  {}", entry.code, entry.technician);
            for staff in [entry.staff, entry.staff_en].into_iter().filter(|staff| !staff.is_empty()) {
                println!("      {staff}");
            }
        }
        Ok(())
    }
}
