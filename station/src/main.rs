//! `station`: the daemon that rides the bus, and the technician's commands for it.

use clap::Parser as _;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = station::cli::Arguments::parse();
    match station::cli::run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("station: {error}");
            station::cli::exit_code(&*error)
        }
    }
}
