//! `rehearse`: the whole system on one machine.

use clap::{Parser, Subcommand};
use firmware::panel::Format;
use rehearse::{Choices, Show};
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
    /// Show the bus on a page in a browser, to try out until Ctrl-C.
    #[command(
        after_help = "Examples:\n  rehearse demo\n  rehearse demo --port 8080 --format mono\n  rehearse demo --once"
    )]
    Demo {
        /// Play the scripted morning on the terminal first.
        #[arg(long)]
        morning: bool,
        /// Only play the scripted morning; the exit status is 0 if every step did what it should.
        #[arg(long)]
        once: bool,
        /// Where the page listens on loopback; any free port when left out.
        #[arg(long, default_value_t = 0, hide_default_value = true)]
        port: u16,
        /// The panel's display: colour (320×240) or mono (128×64).
        #[arg(long, default_value = "colour", value_parser = ["colour", "mono"])]
        format: String,
        /// Staff need not log in.
        #[arg(long)]
        no_login: bool,
        /// Where everything of the run goes; emptied first.
        #[arg(long, default_value = "target/demo", value_name = "FOLDER")]
        folder: PathBuf,
    },
    /// Make what staff read: the quick guide and the card of error codes, as HTML and PDF.
    #[command(after_help = "Example:\n  rehearse guide --folder target/guide")]
    Guide {
        /// Where the documents and the pictures go; emptied first.
        #[arg(long, default_value = "target/guide", value_name = "FOLDER")]
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
        Command::Demo { morning, once, port, format, no_login, folder } => {
            std::fs::create_dir_all(&folder)?;
            let format = if format == "mono" { Format::Mono } else { Format::Colour };
            let choices = Choices { login: !no_login, format, ..Choices::for_page() };
            let show = Show { morning, once, port, choices };
            runtime.block_on(rehearse::demo(&folder.canonicalize()?, show))
        }
        Command::Guide { folder } => {
            std::fs::create_dir_all(&folder)?;
            runtime.block_on(rehearse::guide(&folder.canonicalize()?))
        }
        Command::Bench { json, folder } => {
            std::fs::create_dir_all(&folder)?;
            runtime.block_on(rehearse::bench(&folder.canonicalize()?, json))
        }
    }
}
