//! `rehearse`: the whole system on one machine.

use clap::{Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// The whole system on one machine: broker, card service, card, centre, line and the real station.
#[derive(Debug, Parser)]
#[command(version, after_help = "Example:\n  rehearse demo --once")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Play a scripted morning and show it as it happens.
    #[command(after_help = "Example:\n  rehearse demo --once --folder target/demo")]
    Demo {
        /// End after the morning; the exit status tells whether every step did what it should.
        #[arg(long)]
        once: bool,
        /// Where everything of the run goes; emptied first.
        #[arg(long, default_value = "target/demo", value_name = "FOLDER")]
        folder: PathBuf,
    },
    /// Measure speed and size, each beside its yardstick. Measure a release build.
    #[command(after_help = "Example:\n  rehearse bench --json > bench.json")]
    Bench {
        /// Print rows as JSON.
        #[arg(long)]
        json: bool,
        /// Where everything of the run goes; emptied first.
        #[arg(long, default_value = "target/bench", value_name = "FOLDER")]
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("rehearse: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> rehearse::Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    match arguments.command {
        Command::Demo { once, folder } => {
            std::fs::create_dir_all(&folder)?;
            runtime.block_on(rehearse::demo(&folder.canonicalize()?, once))
        }
        Command::Bench { json, folder } => {
            std::fs::create_dir_all(&folder)?;
            runtime.block_on(rehearse::bench(&folder.canonicalize()?, json))
        }
    }
}
