//! Asking for a passcode: twice and without an echo at a terminal, else one line of standard input. It is never an
//! argument: other users of the machine can read those.
//!
//! However the question ends, by an answer, an error or a signal, the terminal is as it was before, and what was typed
//! and not yet read is thrown away: the shell must not get it.

use codes::Failure;
use model::Passcode;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use std::error::Error;
use std::io::{BufRead, IsTerminal, Stdin, Write};
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

/// The passcode breaks the rule, or was not typed the same way twice.
const RULE: Failure = Failure::new(codes::S106);

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// A signal ended the question; nothing was kept.
#[derive(Debug, thiserror::Error)]
#[error("interrupted; nothing was kept")]
pub(super) struct Interrupted {
    /// Its number.
    pub(super) signal: u8,
}

/// Asks for a new passcode.
pub(super) fn new_passcode() -> std::result::Result<Passcode, Box<dyn Error>> {
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        return at_terminal(&stdin).map_err(|error| error as Box<dyn Error>);
    }
    Ok(Passcode::new(&line(&stdin)?).ok_or(RULE)?)
}

/// Signals are heard while somebody types. From then on they end nothing: what comes after is short and is finished.
fn at_terminal(stdin: &Stdin) -> Result<Passcode> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
    let answer = runtime.block_on(async {
        let mut signals = Signals::listen()?;
        let _quiet = Quiet::begin(stdin)?;
        let (answered, answer) = oneshot::channel();
        // A thread of its own: reading from a terminal cannot be ended. After a signal it goes with the process.
        std::thread::Builder::new().name("prompt".into()).spawn(move || answered.send(asked_twice()))?;
        tokio::select! {
            biased;
            signal = signals.next() => Err(Interrupted { signal }.into()),
            answer = answer => answer?,
        }
    });
    if answer.as_ref().is_err_and(|error| error.is::<Interrupted>()) {
        // Below the question that is left open. The terminal may be gone.
        let _ = writeln!(std::io::stderr());
    }
    answer
}

fn asked_twice() -> Result<Passcode> {
    let stdin = std::io::stdin();
    let first = asked(&stdin, "passcode (4 to 12 digits): ")?;
    let passcode = Passcode::new(&first).ok_or(RULE)?;
    let again = asked(&stdin, "the same again: ")?;
    if *first == *again { Ok(passcode) } else { Err(RULE.with("the two differ").into()) }
}

fn asked(stdin: &Stdin, question: &str) -> Result<Zeroizing<String>> {
    let mut out = std::io::stderr();
    write!(out, "{question}")?;
    out.flush()?;
    let answer = line(stdin);
    writeln!(out)?;
    Ok(answer?)
}

fn line(stdin: &Stdin) -> std::io::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::with_capacity(64));
    stdin.lock().read_line(&mut line)?;
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// Signals that end the program by default.
struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hang_up: Signal,
    quit: Signal,
}

impl Signals {
    fn listen() -> Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hang_up: signal(SignalKind::hangup())?,
            quit: signal(SignalKind::quit())?,
        })
    }

    /// The number of the first that comes.
    async fn next(&mut self) -> u8 {
        tokio::select! {
            _ = self.interrupt.recv() => 2,
            _ = self.terminate.recv() => 15,
            _ = self.hang_up.recv() => 1,
            _ = self.quit.recv() => 3,
        }
    }
}

/// A terminal that does not echo, until it is dropped.
struct Quiet<'a> {
    stdin: &'a Stdin,
    before: Termios,
}

impl<'a> Quiet<'a> {
    fn begin(stdin: &'a Stdin) -> Result<Self> {
        let before = tcgetattr(stdin)?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(stdin, OptionalActions::Flush, &quiet)?;
        Ok(Self { stdin, before })
    }
}

impl Drop for Quiet<'_> {
    fn drop(&mut self) {
        // There is no terminal left to report a failure to.
        let _ = tcsetattr(self.stdin, OptionalActions::Flush, &self.before);
    }
}
