//! Asking for a passcode: twice and without an echo at a terminal, else one line of standard input. It is never an
//! argument: other users of the machine can read those.

use journal::Passcode;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use std::error::Error;
use std::io::{BufRead, IsTerminal, Stdin, Write};
use zeroize::Zeroizing;

const RULE: &str = "S106 a passcode is 4 to 12 digits";

/// Asks for a new passcode.
pub(super) fn new_passcode() -> Result<Passcode, Box<dyn Error>> {
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Ok(Passcode::new(&line(&stdin)?).ok_or(RULE)?);
    }
    let quiet = Quiet::begin(&stdin)?;
    let first = asked(&stdin, "passcode (4 to 12 digits): ")?;
    let passcode = Passcode::new(&first).ok_or(RULE)?;
    let again = asked(&stdin, "the same again: ")?;
    drop(quiet);
    if *first == *again { Ok(passcode) } else { Err("S106 the two passcodes differ".into()) }
}

fn asked(stdin: &Stdin, question: &str) -> Result<Zeroizing<String>, Box<dyn Error>> {
    let mut out = std::io::stderr();
    write!(out, "{question}")?;
    out.flush()?;
    let answer = line(stdin);
    writeln!(out)?;
    answer
}

fn line(stdin: &Stdin) -> Result<Zeroizing<String>, Box<dyn Error>> {
    let mut line = Zeroizing::new(String::with_capacity(64));
    stdin.lock().read_line(&mut line)?;
    Ok(Zeroizing::new(line.trim_end_matches(['\r', '\n']).to_owned()))
}

/// A terminal that does not echo, until it is dropped.
struct Quiet<'a> {
    stdin: &'a Stdin,
    before: Termios,
}

impl<'a> Quiet<'a> {
    fn begin(stdin: &'a Stdin) -> Result<Self, Box<dyn Error>> {
        let before = tcgetattr(stdin)?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(stdin, OptionalActions::Flush, &quiet)?;
        Ok(Self { stdin, before })
    }
}

impl Drop for Quiet<'_> {
    fn drop(&mut self) {
        // When this fails there is nobody left to tell.
        let _ = tcsetattr(self.stdin, OptionalActions::Now, &self.before);
    }
}
