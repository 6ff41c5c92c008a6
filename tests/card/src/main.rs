//! `card`: puts virtual My Number cards on a vpcd reader, on orders from a Unix socket.
//!
//! One line of JSON is one order (see [`card::deck::Order`]), one line of JSON the answer. It ends with SIGINT or
//! SIGTERM by the default action of these signals: a card on the reader is pulled by that.

use card::deck::{Answer, Deck, Order};
use card::{PrivatePcscd, Slot};
use clap::{Parser, Subcommand};
use personas::jpki::Pki;
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

const EXAMPLES: &str = "Examples:
  card serve --dir /tmp/bus                     a private pcscd, its reader, and all cards in one hand
  card say --dir /tmp/bus '{\"do\":\"insert\",\"persona\":\"valid-hanako\"}'
  card say --dir /tmp/bus '{\"do\":\"fault\",\"faults\":{\"slow_ms\":200,\"status\":{\"at\":3,\"word\":\"6A82\"}}}'
  card say --dir /tmp/bus '{\"do\":\"stats\"}' '{\"do\":\"pull\"}'
  PCSCLITE_CSOCK_NAME=/tmp/bus/pcscd.comm pkcs15-tool -D
  card personas                                 who there is

Faults: slow_ms, mute_at, pull_at, first_6f00, short_reads, no_extended, status {at, word}, raw {at, bytes},
bad_signature, certificate (truncated, malformed, huge, not_der, forged, padded), blocked_6983.";

/// Virtual My Number cards for a vpcd reader.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// Serve orders on DIR/card.sock until ended
    Serve {
        /// Directory for socket and daemon files
        #[arg(long)]
        dir: PathBuf,
        /// Use the vpcd reader that listens at this port, instead of a pcscd of our own
        #[arg(long)]
        port: Option<u16>,
        /// Directory of the test PKI (made when missing)
        #[arg(long)]
        pki: Option<PathBuf>,
    },
    /// Send orders to a running `serve` and print its answers; fails when one was not carried out
    Say {
        /// Directory of the running `serve`
        #[arg(long)]
        dir: PathBuf,
        /// Orders, each one JSON object
        #[arg(required = true)]
        orders: Vec<String>,
    },
    /// List the personas and the badges
    Personas,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().what {
        What::Serve { dir, port, pki } => serve(&dir, port, pki).map(|()| true),
        What::Say { dir, orders } => say(&dir, &orders),
        What::Personas => list().map(|()| true),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "card: {error}");
            ExitCode::FAILURE
        }
    }
}

fn socket(dir: &Path) -> PathBuf {
    dir.join("card.sock")
}

fn serve(dir: &Path, port: Option<u16>, pki: Option<PathBuf>) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(dir)?;
    let pki = Pki::ensure(&pki.unwrap_or_else(personas::shared_dir))?;
    let daemon = if port.is_none() { Some(PrivatePcscd::start(dir)?) } else { None };
    let port = port.or_else(|| daemon.as_ref().map(PrivatePcscd::port)).unwrap_or_default();
    let deck = Arc::new(Mutex::new(Deck::new(pki, Slot::new(port))));
    let _ = std::fs::remove_file(socket(dir));
    let listener = UnixListener::bind(socket(dir))?;
    let mut out = std::io::stdout();
    writeln!(out, "ready on {}", socket(dir).display())?;
    if let Some(daemon) = &daemon {
        writeln!(out, "clients: {}={}", PrivatePcscd::CLIENT_ENV, daemon.socket().display())?;
    }
    for connection in listener.incoming() {
        let (connection, deck) = (connection?, Arc::clone(&deck));
        std::thread::spawn(move || listen(&connection, &deck));
    }
    Ok(())
}

/// Carries out one connection's orders until it closes.
fn listen(connection: &UnixStream, deck: &Mutex<Deck>) {
    let mut writer = connection;
    for line in BufReader::new(connection).lines().map_while(Result::ok) {
        let answer = match serde_json::from_str::<Order>(&line) {
            Ok(order) => deck.lock().unwrap_or_else(PoisonError::into_inner).order(order),
            Err(error) => Answer { error: Some(format!("not an order: {error}")), ..Answer::default() },
        };
        let Ok(text) = serde_json::to_string(&answer) else { return };
        if writeln!(writer, "{text}").is_err() {
            return;
        }
    }
}

fn say(dir: &Path, orders: &[String]) -> Result<bool, Box<dyn Error>> {
    let mut connection = UnixStream::connect(socket(dir))?;
    let mut answers = BufReader::new(connection.try_clone()?).lines();
    let mut all_done = true;
    for order in orders {
        writeln!(connection, "{}", order.replace('\n', " "))?;
        let line = answers.next().ok_or("the server closed the connection")??;
        writeln!(std::io::stdout(), "{line}")?;
        all_done &= serde_json::from_str::<Answer>(&line)?.ok;
    }
    Ok(all_done)
}

fn list() -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout();
    for persona in personas::all() {
        writeln!(out, "{:22} {}", persona.key, persona.about)?;
    }
    for badge in card::badge::BADGES {
        writeln!(out, "{:22} {}", badge.key, badge.about)?;
    }
    Ok(())
}
