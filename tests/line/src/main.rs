//! `line`: a bad mobile line as a program. See `line --help`.

use clap::{Parser, Subcommand};
use line::{Condition, Config, Forward, Line, Preset, Request};
use std::{error::Error, io::Write as _, path::PathBuf, process::ExitCode, sync::Arc};

const EXAMPLE: &str = "Example:
  line run --forward centre=127.0.0.1:9443,127.0.0.1:8443 --control /tmp/line.sock --preset good
  line set weak --control /tmp/line.sock
  line show --control /tmp/line.sock
  echo '{\"do\":\"set\",\"condition\":{\"up\":64000,\"down\":64000,\"round_trip_ms\":600}}' | nc -U /tmp/line.sock";

/// A bad mobile line between a station and the world: a TCP proxy on this machine with rate, delay, cut and
/// black hole, settable while it runs.
#[derive(Parser)]
#[command(version, after_help = EXAMPLE)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run a line until Ctrl-C; prints its state as one line of JSON when it listens.
    Run {
        /// NAME=LISTEN,TARGET; may be given several times. Port 0 listens on any.
        #[arg(long = "forward", required = true)]
        forwards: Vec<Forward>,
        /// Unix socket for commands.
        #[arg(long)]
        control: PathBuf,
        /// The line at the beginning.
        #[arg(long, value_enum, default_value = "good")]
        preset: Preset,
        /// Seeds the jitter.
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Change the condition of a running line.
    Set {
        /// A named condition.
        #[arg(value_enum)]
        preset: Preset,
        /// Its control socket.
        #[arg(long)]
        control: PathBuf,
    },
    /// Reset every connection of a running line once.
    Sever {
        /// Its control socket.
        #[arg(long)]
        control: PathBuf,
    },
    /// Print the state and the counters of a running line.
    Show {
        /// Its control socket.
        #[arg(long)]
        control: PathBuf,
    },
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run(Arguments::parse().command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("line: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command) -> Result<(), Box<dyn Error>> {
    match command {
        Command::Run { forwards, control, preset, seed } => {
            let condition = Condition::from(preset);
            let line = Arc::new(Line::start(Config { forwards, condition, seed })?);
            let state = serde_json::json!({ "condition": condition, "forwards": line.all() });
            writeln!(std::io::stdout(), "{state}")?;
            tokio::select! {
                served = line::serve(line, &control) => {
                    served.map_err(|e| format!("--control {}: {e}", control.display()))?;
                }
                stopped = stop() => stopped?,
            }
            Ok(std::fs::remove_file(&control)?)
        }
        Command::Set { preset, control } => {
            ask(control, Request::Set { preset: Some(preset), condition: None }).await
        }
        Command::Sever { control } => ask(control, Request::Sever).await,
        Command::Show { control } => ask(control, Request::Show).await,
    }
}

async fn stop() -> std::io::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

async fn ask(control: PathBuf, request: Request) -> Result<(), Box<dyn Error>> {
    let reply =
        line::tell(&control, &request).await.map_err(|e| format!("--control {}: {e}", control.display()))?;
    writeln!(std::io::stdout(), "{}", serde_json::to_string(&reply)?)?;
    reply.error.map_or(Ok(()), |e| Err(e.into()))
}
