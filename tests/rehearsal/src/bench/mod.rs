//! `make bench`: speed and size, each beside its yardstick, measured in the same run on the same machine.
//!
//! A measurement of one component is an example of its crate that prints JSON rows; one that needs the whole system is
//! measured here, with the real station in a world.

mod card;
mod rooms;
mod row;
mod station;

use crate::scene::Result;
pub use row::Row;
use std::path::Path;

/// Measures everything, prints the table, and fails when a reach is missed.
///
/// # Errors
/// When something could not be measured, or a row is not met.
pub async fn run(folder: &Path, json: bool) -> Result<()> {
    let mut rows = Vec::new();
    let say = |what: &str| eprintln!("measuring: {what}");
    say("the card exchange");
    rows.extend(card::rows(&folder.join("card")).await?);
    say("the station's memory, size and start");
    rows.extend(station::rows(&folder.join("station")).await?);
    say("pictures, from the view to the display's bus");
    rows.extend(rooms::picture(folder).await?);
    say("durable captures");
    rows.extend(rooms::captures(folder).await?);
    say("the drain over a narrow line, and reconnects (about two minutes)");
    rows.extend(rooms::drain(folder).await?);
    if json {
        println!("{}", serde_json::to_string_pretty(&rows)?);
    } else {
        print!("{}", row::table(&rows));
    }
    let missed: Vec<&str> = rows.iter().filter(|r| !r.met).map(|r| r.what.as_str()).collect();
    if missed.is_empty() { Ok(()) } else { Err(format!("not met: {}", missed.join("; ")).into()) }
}
