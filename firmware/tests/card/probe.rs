//! The card service in a process of its own (`card-probe`). PC/SC clients find their pcscd by the environment, so
//! each test has its own pcscd, reader, card and service.

use card::{Faults, PrivatePcscd, Slot, VirtualCard};
use personas::jpki::Pki;
use serde_json::Value;
use std::cell::RefCell;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::LazyLock;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

static PKI: LazyLock<Pki> = LazyLock::new(|| Pki::ensure(&personas::shared_dir()).unwrap());

/// The promised time of an answer.
pub const PROMISE: Duration = Duration::from_secs(2);
/// Time limit where nothing is promised: long enough for a busy machine, and an end for a test that hangs.
pub const SOON: Duration = Duration::from_secs(15);

/// Commands of an exchange in PIN mode.
pub const COMMANDS: u64 = 6;
/// Which of them is VERIFY.
pub const VERIFY: u64 = 5;

/// A running `card-probe`. Killed when dropped.
pub struct Probe {
    child: Child,
    stdin: Option<ChildStdin>,
    lines: Receiver<Value>,
    /// The reader's condition, as last reported.
    condition: RefCell<Value>,
}

impl Probe {
    pub fn start(pcscd: &PrivatePcscd, arguments: &[&str]) -> Self {
        Self::start_at(&pcscd.socket(), arguments)
    }

    /// A card service whose pcscd listens at this socket.
    pub fn start_at(socket: &Path, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_card-probe"));
        command.env(PrivatePcscd::CLIENT_ENV, socket).args(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take().unwrap());
        let (tell, lines) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                if tell.send(serde_json::from_str(&line).unwrap()).is_err() {
                    break;
                }
            }
        });
        Self { child, stdin, lines, condition: RefCell::default() }
    }

    pub fn ask(&mut self, line: &str) {
        writeln!(self.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// The next event, except a reader event that only adds capabilities.
    pub fn next(&self, within: Duration) -> Value {
        self.heard(within).unwrap_or_else(|| panic!("no event within {within:?}"))
    }

    fn heard(&self, within: Duration) -> Option<Value> {
        let by = Instant::now() + within;
        loop {
            let line = self.lines.recv_timeout(by.saturating_duration_since(Instant::now())).ok()?;
            if line["event"] != "reader"
                || self.condition.replace(line["condition"].clone()) != line["condition"]
            {
                return Some(line);
            }
        }
    }

    /// The next event, which must be this one.
    pub fn expect(&self, event: &str, within: Duration) -> Value {
        let line = self.next(within);
        assert_eq!(line["event"], event, "{line}");
        line
    }

    /// The next event, which must be a failure with this code.
    pub fn expect_failure(&self, code: &str, within: Duration) -> Value {
        let line = self.expect("failed", within);
        assert_eq!(line["code"], code, "{line}");
        line
    }

    /// The next event, which must be this condition of the reader.
    pub fn expect_reader(&self, condition: &str, within: Duration) -> Value {
        let line = self.expect("reader", within);
        assert_eq!(line["condition"], condition, "{line}");
        line
    }

    /// True if no event comes within this time.
    pub fn is_silent(&self, time: Duration) -> bool {
        self.heard(time).is_none()
    }

    pub fn stats(&mut self) -> Value {
        self.ask("stats");
        self.expect("stats", SOON)
    }

    /// Stops the service; returns the time of its drop and whether the process ended well in time.
    pub fn quit(mut self, within: Duration) -> (Duration, bool) {
        self.ask("quit");
        let by = Instant::now() + within;
        let stopped = std::iter::from_fn(|| Some(self.next(within))).find(|line| line["event"] == "stopped");
        let took = Duration::from_millis(stopped.unwrap()["took_ms"].as_u64().unwrap());
        loop {
            match self.child.try_wait().unwrap() {
                Some(status) => return (took, status.success()),
                None if Instant::now() > by => return (took, false),
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    }
}

impl Drop for Probe {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A reader, a slot and a card service.
pub struct Bench {
    // Dropped first: the service ends before its reader.
    pub probe: Probe,
    pub slot: Slot,
    pub pcscd: PrivatePcscd,
    _dir: tempfile::TempDir,
}

pub fn bench() -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let pcscd = PrivatePcscd::start(dir.path()).unwrap();
    let probe = Probe::start(&pcscd, &[]);
    probe.expect_reader("ready", SOON);
    Bench { probe, slot: pcscd.slot(), pcscd, _dir: dir }
}

/// The same with a reader on which a PIN can be typed, with this many seconds for the first key.
pub fn bench_with_pin_pad(seconds: &str) -> Bench {
    let dir = tempfile::tempdir().unwrap();
    let pcscd = PrivatePcscd::start_with_pin_pad(dir.path()).unwrap();
    let probe = Probe::start(&pcscd, &["", seconds]);
    probe.expect_reader("ready", SOON);
    Bench { probe, slot: pcscd.slot(), pcscd, _dir: dir }
}

pub fn card(persona: &str) -> VirtualCard {
    VirtualCard::new(personas::find(persona).unwrap(), &PKI).unwrap()
}

pub fn faulty(persona: &str, faults: Faults) -> VirtualCard {
    let card = card(persona);
    card.set_faults(faults);
    card
}

impl Bench {
    /// Puts the card on and waits for the service to see it.
    pub fn place(&mut self, card: &VirtualCard) {
        self.slot.insert(card).unwrap();
        self.probe.expect("placed", SOON);
    }

    /// Reads the card with its tries left.
    pub fn read(&mut self) -> Value {
        self.probe.ask("read tries");
        self.probe.expect("read", SOON)
    }

    /// Asks for a signature with the card's own PIN.
    pub fn ask_to_sign(&mut self, card: &VirtualCard) {
        self.probe.ask(&format!("sign {}", card.persona().unwrap().card.pin));
    }

    /// Signs with the card's own PIN.
    pub fn sign(&mut self, card: &VirtualCard) {
        self.ask_to_sign(card);
        let signed = self.probe.expect("signed", SOON);
        assert_eq!((signed["bytes"].as_u64(), signed["fits_certificate"].as_bool()), (Some(256), Some(true)));
    }

    /// Powers the card down and takes it away.
    pub fn release(&mut self, card: &VirtualCard) {
        self.probe.ask("release");
        assert!(card.wait_powered(false, SOON), "the card is powered down");
        self.remove();
    }

    /// Puts the card on and sends all requests up to this command of an exchange in PIN mode.
    pub fn lead_to(&mut self, card: &VirtualCard, command: u64) {
        self.place(card);
        if command < VERIFY {
            self.probe.ask("read tries");
        } else {
            self.read();
            self.ask_to_sign(card);
        }
        assert!(card.wait_apdus(command, SOON));
    }

    /// Removes the card and waits for the event.
    pub fn remove(&mut self) {
        self.slot.pull();
        self.probe.expect("removed", PROMISE);
    }

    /// Proves that the service works: a sound card is read and signs.
    pub fn next_card_works(&mut self) {
        let next = card("valid-hanako");
        self.place(&next);
        let read = self.read();
        assert_eq!((read["token"].as_str(), read["tries_left"].as_u64()), (Some("card"), Some(3)), "{read}");
        self.sign(&next);
        self.release(&next);
    }
}

/// A PIN that is not the card's.
pub fn wrong_pin(card: &VirtualCard) -> &'static str {
    if card.persona().unwrap().card.pin == "0000" { "0001" } else { "0000" }
}

/// Runs the same test for each of these at the same time: most of it is waiting for readers.
pub fn for_each<T: Send>(items: impl IntoIterator<Item = T>, test: impl Fn(T) + Sync) {
    std::thread::scope(|scope| {
        for item in items {
            scope.spawn(|| test(item));
        }
    });
}
