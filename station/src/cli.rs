//! The commands: `run`, `check-config`, `codes`, `journal …`, `staff …`. Each exits non-zero on failure and has an
//! example in its help.

mod access;
mod check;
mod codes;
mod journal;
mod open;
mod secret;
mod staff;
mod which;

use crate::config;
use clap::{Parser, Subcommand};
use std::{error::Error, path::PathBuf, process::ExitCode};

/// Eligibility-check station for touring health-check buses.
#[derive(Debug, Parser)]
#[command(
    version,
    about = "Eligibility-check station for touring health-check buses",
    after_help = "Example:\n  station run --config /etc/junkai/station.toml"
)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the station until SIGTERM.
    #[command(after_help = "Example:\n  station run --config /etc/junkai/station.toml")]
    Run(ConfigPath),
    /// Check the configuration and every file it names.
    #[command(
        after_help = "Examples:\n  station check-config --config station.toml\n  station check-config --example > station.toml"
    )]
    CheckConfig(check::CheckConfig),
    /// List every error code, with what staff read and what the technician should know.
    #[command(after_help = "Examples:\n  station codes K103\n  station codes --json")]
    Codes(codes::Codes),
    /// Look into the journal; never shows personal data.
    #[command(subcommand)]
    Journal(journal::Command),
    /// Staff who can log in at the station.
    #[command(subcommand)]
    Staff(staff::Command),
}

/// The configuration.
#[derive(Debug, clap::Args)]
pub struct ConfigPath {
    /// The configuration file.
    #[arg(long, default_value = config::DEFAULT_PATH, value_name = "FILE")]
    config: PathBuf,
}

impl ConfigPath {
    fn load(&self) -> Result<config::Config, config::ConfigError> {
        config::load(&self.config)
    }
}

/// Carries out a command.
pub fn run(arguments: Arguments) -> Result<(), Box<dyn Error>> {
    match arguments.command {
        Command::Run(path) => Ok(crate::run(&path.load()?)?),
        Command::CheckConfig(command) => command.run(),
        Command::Codes(command) => command.run(),
        Command::Journal(command) => command.run(),
        Command::Staff(command) => command.run(),
    }
}

/// How a command ends with this error: as shells have it for one that a signal ended, otherwise with 1.
pub fn exit_code(error: &(dyn Error + 'static)) -> ExitCode {
    match error.downcast_ref() {
        Some(secret::Interrupted { signal }) => ExitCode::from(128 + signal),
        None => ExitCode::FAILURE,
    }
}
