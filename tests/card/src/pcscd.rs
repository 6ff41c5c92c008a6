//! A real pcscd with a vpcd reader, for one test or one rehearsal: its own socket, its own ports, ended when dropped.
//!
//! Promises:
//! - several run side by side, in one process or in many: the ports are reserved by a lock file as long as this lives;
//! - [`PrivatePcscd::start`] returns when the reader accepts cards, or says why not;
//! - it ends with its owner, also when the owner is killed;
//! - clients find it by the environment variable [`PrivatePcscd::CLIENT_ENV`]; the system's own pcscd is not touched.
//!
//! pcscd takes its socket the way systemd hands it over (LISTEN_FDS, LISTEN_PID). The process id must be the
//! daemon's, and it must be file descriptor 3: a line of shell that moves its standard input there and becomes the
//! daemon does both without unsafe code.

use crate::lifeline::Lifeline;
use crate::pinpad::PinPad;
use crate::{Slot, tcp};
use std::fs::{self, File};
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where Debian's vsmartcard-vpcd puts the driver.
const DRIVER: &str = "/usr/lib/pcsc/drivers/serial/libifdvpcd.so";
/// Below the range that Linux gives to outgoing connections.
const PORTS: std::ops::Range<u16> = 20_000..32_000;
/// A vpcd reader has two slots, on two ports in a row; the second is not used.
const PORTS_EACH: u16 = 2;
/// How the daemon's log names the slot that is used.
const FIRST_SLOT: &str = " 00 00";
const READY_WITHIN: Duration = Duration::from_secs(20);
const LAUNCH: &str = "exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec pcscd \"$@\"";

/// Why there is no pcscd.
#[derive(Debug, thiserror::Error)]
pub enum PcscdError {
    /// A file, socket or process could not be made.
    #[error("{what}: {source}")]
    System {
        /// The operation.
        what: &'static str,
        /// Why not.
        source: std::io::Error,
    },
    /// The driver is missing.
    #[error("the vpcd driver is missing ({DRIVER}): install the packages pcscd and vsmartcard-vpcd")]
    NoDriver,
    /// Every port is taken.
    #[error("no two free ports in a row between {} and {}", PORTS.start, PORTS.end)]
    NoPort,
    /// It ended or did not open its reader in time.
    #[error("pcscd was not ready: {reason}; its log: {log}")]
    NotReady {
        /// The observation.
        reason: &'static str,
        /// The last lines that it printed.
        log: String,
    },
}

fn system(what: &'static str) -> impl FnOnce(std::io::Error) -> PcscdError {
    move |source| PcscdError::System { what, source }
}

/// A running private pcscd with one vpcd reader. Ends with this value.
#[derive(Debug)]
pub struct PrivatePcscd {
    dir: PathBuf,
    ports: Ports,
    daemon: Option<Child>,
    lifeline: Option<Lifeline>,
    pin_pad: Option<PinPad>,
}

impl PrivatePcscd {
    /// The environment variable by which PC/SC clients find another pcscd than the system's.
    pub const CLIENT_ENV: &str = "PCSCLITE_CSOCK_NAME";

    /// Starts one that keeps its files under `dir` (made when missing; keep it short, a socket path has at most 107
    /// bytes) and waits until the reader accepts a card.
    pub fn start(dir: &Path) -> Result<Self, PcscdError> {
        Self::start_reader(dir, |_| Ok(None))
    }

    /// The same with a reader on which a PIN can be typed ([`Self::pin_pad`]).
    pub fn start_with_pin_pad(dir: &Path) -> Result<Self, PcscdError> {
        Self::start_reader(dir, |dir| PinPad::make(dir).map(Some))
    }

    fn start_reader(
        dir: &Path,
        keys: impl FnOnce(&Path) -> Result<Option<PinPad>, PcscdError>,
    ) -> Result<Self, PcscdError> {
        if !Path::new(DRIVER).exists() {
            return Err(PcscdError::NoDriver);
        }
        fs::create_dir_all(dir.join("reader.conf.d")).map_err(system("make directory"))?;
        let (ports, pin_pad) = (Ports::reserve()?, keys(dir)?);
        let mut pcscd = Self { dir: dir.to_owned(), ports, daemon: None, lifeline: None, pin_pad };
        pcscd.launch()?;
        Ok(pcscd)
    }

    /// Exchanges its reader for one with keys, or one without. A daemon that runs is started again.
    pub fn set_pin_pad(&mut self, on: bool) -> Result<(), PcscdError> {
        let ran = self.daemon.is_some();
        self.stop();
        self.pin_pad = if on { Some(PinPad::make(&self.dir)?) } else { None };
        if ran { self.launch() } else { Ok(()) }
    }

    /// The keys of its reader, when it has some.
    pub fn pin_pad(&self) -> Option<&PinPad> {
        self.pin_pad.as_ref()
    }

    /// The socket on which clients are served.
    pub fn socket(&self) -> PathBuf {
        self.dir.join("pcscd.comm")
    }

    /// The TCP port on which the reader waits for a card.
    pub fn port(&self) -> u16 {
        self.ports.first
    }

    /// The slot of its reader.
    pub fn slot(&self) -> Slot {
        Slot::with_log(self.port(), self.log_file())
    }

    /// The daemon's process id while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.daemon.as_ref().map(Child::id)
    }

    /// A command whose PC/SC calls go to this pcscd.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env(Self::CLIENT_ENV, self.socket());
        command
    }

    /// Ends it as a crash would: open contexts of clients break, its socket is gone. A card on the reader is pulled
    /// by that.
    pub fn stop(&mut self) {
        if let Some(mut daemon) = self.daemon.take() {
            let _ = daemon.kill();
            let _ = daemon.wait();
        }
        self.lifeline = None;
        let _ = fs::remove_file(self.socket());
    }

    /// Ends it and starts it again with the same socket and ports.
    pub fn restart(&mut self) -> Result<(), PcscdError> {
        self.stop();
        self.launch()
    }

    fn launch(&mut self) -> Result<(), PcscdError> {
        let _ = fs::remove_file(self.socket());
        let config = self.dir.join("reader.conf.d");
        let driver = self.pin_pad.as_ref().map_or(Path::new(DRIVER), PinPad::driver);
        let reader = format!(
            "FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x{port:04X}\nLIBPATH {driver}\nCHANNELID 0x{port:04X}\n",
            port = self.port(),
            driver = driver.display(),
        );
        fs::write(config.join("vpcd"), reader).map_err(system("write reader.conf"))?;
        let listener = UnixListener::bind(self.socket()).map_err(system("bind the socket of pcscd"))?;
        let log = File::create(self.log_file()).map_err(system("make the log of pcscd"))?;
        let errors = log.try_clone().map_err(system("open the log of pcscd"))?;
        let daemon = Command::new("/bin/sh")
            .args(["-c", LAUNCH, "pcscd", "--foreground", "--info", "--config"])
            .arg(&config)
            .envs(self.pin_pad.iter().flat_map(|keys| keys.environment(DRIVER)))
            .stdin(Stdio::from(OwnedFd::from(listener)))
            .stdout(log)
            .stderr(errors)
            .spawn()
            .map_err(system("start pcscd"))?;
        let pid = daemon.id();
        self.daemon = Some(daemon);
        self.lifeline = Some(Lifeline::tie(pid).map_err(system("watch over pcscd"))?);
        self.wait_until_ready()
    }

    /// Ready is when the reader listens; asked of the kernel, because connecting would put a card on it.
    fn wait_until_ready(&mut self) -> Result<(), PcscdError> {
        let deadline = Instant::now() + READY_WITHIN;
        while !tcp::is_listening(self.port()) {
            let ended = self.daemon.as_mut().is_some_and(|daemon| !matches!(daemon.try_wait(), Ok(None)));
            let reason = if ended { "it ended" } else { "its reader does not listen" };
            if ended || Instant::now() > deadline {
                self.stop();
                return Err(PcscdError::NotReady { reason, log: self.last_lines() });
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Ok(())
    }

    /// Its output: no APDUs, but complaints of its drivers.
    pub fn log_file(&self) -> PathBuf {
        self.dir.join("pcscd.log")
    }

    fn last_lines(&self) -> String {
        let log = fs::read(self.log_file()).unwrap_or_default();
        let log = String::from_utf8_lossy(&log).into_owned();
        let lines: Vec<&str> = log.lines().rev().take(5).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join(" | ")
    }
}

impl Drop for PrivatePcscd {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Ports that are ours as long as this lives.
#[derive(Debug)]
struct Ports {
    first: u16,
    _lock: File,
}

impl Ports {
    /// The first free ones from a place that differs from process to process, so that tests rarely meet.
    fn reserve() -> Result<Self, PcscdError> {
        let locks = std::env::temp_dir().join("junkai-vpcd-ports");
        fs::create_dir_all(&locks).map_err(system("make the directory of port locks"))?;
        let count = (PORTS.end - PORTS.start) / PORTS_EACH;
        let begin = u16::try_from(std::process::id() % u32::from(count)).unwrap_or_default();
        for n in 0..count {
            let first = PORTS.start + (begin + n) % count * PORTS_EACH;
            let lock = File::create(locks.join(first.to_string())).map_err(system("make a port lock"))?;
            let free = |port| TcpListener::bind(("0.0.0.0", port)).is_ok();
            if lock.try_lock().is_ok() && free(first) && free(first + 1) {
                return Ok(Self { first, _lock: lock });
            }
        }
        Err(PcscdError::NoPort)
    }
}

/// True if the daemon that prints this log believes that a card is on its first slot. It logs so at level "info",
/// which prints no APDUs.
pub(crate) fn sees_card(log: &Path) -> bool {
    let log = fs::read(log).unwrap_or_default();
    let log = String::from_utf8_lossy(&log);
    let of_slot = |line: &&str| line.trim_end().ends_with(FIRST_SLOT);
    let event = |line: &str| match () {
        () if line.contains("Card inserted into") => Some(true),
        () if line.contains("Card Removed From") => Some(false),
        () => None,
    };
    log.lines().rev().filter(of_slot).find_map(event).unwrap_or(false)
}
