//! A reader with keys of its own, and the person at them.
//!
//! vpcd's reader has no keys. A small driver in front of it has (`pinpad/ifd-pinpad.c`, which says what it judges and
//! promises); it is compiled when it is first wanted. A test is the person: it hears that a PIN is asked for and types.
//! All PINs are invented, and none is printed here or there.

use crate::pcscd::PcscdError;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

const SOURCE: &str = include_str!("../pinpad/ifd-pinpad.c");
/// By which the driver finds vpcd's, and the person.
const DRIVER_ENV: &str = "JUNKAI_PINPAD_DRIVER";
const KEYS_ENV: &str = "JUNKAI_PINPAD_KEYS";
const LOOK: Duration = Duration::from_millis(5);
/// How long the driver may take to say what it wants once it has called.
const CALL: Duration = Duration::from_secs(5);

/// The keys of a reader. One person at a time.
#[derive(Debug)]
pub struct PinPad {
    driver: PathBuf,
    keys: PathBuf,
    listener: UnixListener,
}

impl PinPad {
    /// Compiles the driver into `dir` and sits down at its keys.
    pub(crate) fn make(dir: &Path) -> Result<Self, PcscdError> {
        let (source, driver, keys) =
            (dir.join("ifd-pinpad.c"), dir.join("libifd-pinpad.so"), dir.join("keys"));
        let system = |what| move |source| PcscdError::System { what, source };
        std::fs::write(&source, SOURCE).map_err(system("write the driver with keys"))?;
        compile(&source, &driver).map_err(system("compile the driver with keys"))?;
        // There may have been others before.
        let _ = std::fs::remove_file(&keys);
        let listener = UnixListener::bind(&keys).map_err(system("bind the socket of the keys"))?;
        listener.set_nonblocking(true).map_err(system("bind the socket of the keys"))?;
        Ok(Self { driver, keys, listener })
    }

    /// The driver that the service loads instead of vpcd's.
    pub(crate) fn driver(&self) -> &Path {
        &self.driver
    }

    /// Environment of the driver.
    pub(crate) fn environment(&self, vpcd: &str) -> [(&'static str, PathBuf); 2] {
        [(DRIVER_ENV, vpcd.into()), (KEYS_ENV, self.keys.clone())]
    }

    /// Waits until the reader asks for a PIN.
    ///
    /// # Errors
    /// `TimedOut` when it did not.
    pub fn asked(&self, within: Duration) -> io::Result<Asked> {
        let deadline = Instant::now() + within;
        loop {
            match self.listener.accept() {
                Ok((stream, _)) => return Asked::greet(stream),
                Err(e) if e.kind() == io::ErrorKind::WouldBlock && Instant::now() < deadline => {
                    std::thread::sleep(LOOK);
                }
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => return Err(io::ErrorKind::TimedOut.into()),
                Err(e) => return Err(e),
            }
        }
    }
}

/// The reader asks for a PIN and waits for keys. To drop it is a reader that fails.
#[derive(Debug)]
pub struct Asked(UnixStream);

impl Asked {
    fn greet(stream: UnixStream) -> io::Result<Self> {
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(CALL))?;
        let mut line = String::new();
        BufReader::new(&stream).read_line(&mut line)?;
        if line == "asked\n" { Ok(Self(stream)) } else { Err(io::ErrorKind::InvalidData.into()) }
    }

    /// Types these digits and confirms.
    pub fn types(self, digits: &str) -> io::Result<()> {
        self.says(digits)
    }

    /// Presses the cancel key.
    pub fn cancels(self) -> io::Result<()> {
        self.says("cancel")
    }

    /// Types nothing until the reader's own time has run out; here at once.
    pub fn lets_time_run_out(self) -> io::Result<()> {
        self.says("silence")
    }

    /// A reader that does not take the block by which a PIN is asked for.
    pub fn refuses(self) -> io::Result<()> {
        self.says("refuse")
    }

    /// A reader that never answers, not even when its time is over, until this value is dropped.
    pub fn is_mute(mut self) -> io::Result<Self> {
        writeln!(self.0, "mute")?;
        Ok(self)
    }

    /// True if the reader has ended it by itself: the card was taken, or the time is over.
    pub fn is_over(&mut self) -> bool {
        let looking = self.0.set_nonblocking(true);
        let over = looking.is_ok() && matches!(self.0.read(&mut [0]), Ok(0));
        over || self.0.set_nonblocking(false).is_err()
    }

    /// Types nothing and waits for the reader to end it: the card was taken, or the time is over. Returns whether it
    /// happened in time.
    pub fn is_ended(mut self, within: Duration) -> bool {
        let waiting = self.0.set_read_timeout(Some(within));
        waiting.is_ok() && matches!(self.0.read(&mut [0]), Ok(0))
    }

    fn says(mut self, line: &str) -> io::Result<()> {
        writeln!(self.0, "{line}")
    }
}

fn compile(source: &Path, driver: &Path) -> io::Result<()> {
    let found = Command::new("pkg-config").args(["--cflags", "libpcsclite"]).output()?;
    let flags = String::from_utf8_lossy(&found.stdout).into_owned();
    let mut compiler = Command::new("cc");
    compiler.args(["-std=gnu11", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror"]);
    let done =
        compiler.args(flags.split_whitespace()).arg("-o").arg(driver).arg(source).arg("-ldl").output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(io::Error::other(String::from_utf8_lossy(&done.stderr).into_owned()))
}
