//! The real `station` as a process: started with systemd's notification protocol, killed, stopped, watched.

use std::{
    fs::File,
    io,
    os::unix::net::UnixDatagram,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    time::{Duration, Instant},
};

/// How a station is started.
#[derive(Debug, Clone)]
pub struct Start {
    /// The `station` binary.
    pub binary: PathBuf,
    /// Its configuration.
    pub config: PathBuf,
    /// Where its log goes; appended to.
    pub log: PathBuf,
    /// Folder for the socket on which it notifies; a short path.
    pub notify: PathBuf,
    /// Environment, e.g. `PCSCLITE_CSOCK_NAME`.
    pub env: Vec<(String, String)>,
}

/// Pause between two looks at a full socket: not shorter than the station's between two notices in tests that fill it.
const NOTICE_EVERY: Duration = Duration::from_millis(10);
/// Refused looks in a row: several times the notices that the station's own queue holds (8).
const REFUSED: u32 = 30;

/// A running station. Killed when dropped.
#[derive(Debug)]
pub struct StationProcess {
    child: Child,
    notify: UnixDatagram,
    notify_path: PathBuf,
}

impl StationProcess {
    /// Starts it and returns at once.
    pub fn spawn(start: &Start) -> io::Result<Self> {
        let notify_path = start.notify.join(format!("notify-{}", unique()));
        let notify = UnixDatagram::bind(&notify_path)?;
        let log = File::options().create(true).append(true).open(&start.log)?;
        let child = Command::new(&start.binary)
            .args(["run", "--config"])
            .arg(&start.config)
            .envs(start.env.iter().cloned())
            .env("NOTIFY_SOCKET", &notify_path)
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        Ok(Self { child, notify, notify_path })
    }

    /// Waits until it says `READY=1`.
    pub fn ready(&mut self, deadline: Duration) -> io::Result<()> {
        self.wait_for("READY=1", deadline)
    }

    /// Waits for a line of the notification protocol.
    pub fn wait_for(&mut self, line: &str, deadline: Duration) -> io::Result<()> {
        let end = Instant::now() + deadline;
        let mut buffer = [0; 4096];
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Err(io::Error::other(format!("station ended with {status}")));
            }
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::Error::new(io::ErrorKind::TimedOut, format!("station did not say {line}")));
            }
            self.notify.set_read_timeout(Some(left.min(Duration::from_millis(200))))?;
            match self.notify.recv(&mut buffer) {
                Ok(length) => {
                    let text = String::from_utf8_lossy(buffer.get(..length).unwrap_or_default());
                    if text.lines().any(|l| l == line) {
                        return Ok(());
                    }
                }
                Err(e) if matches!(e.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {}
                Err(e) => return Err(e),
            }
        }
    }

    /// Waits until the notification socket, which only [`wait_for`](Self::wait_for) reads, takes no further notice, and
    /// goes on to take none while the station has more notices than its own queue holds.
    pub fn unheard(&self, deadline: Duration) -> io::Result<()> {
        let end = Instant::now() + deadline;
        let probe = UnixDatagram::unbound()?;
        probe.set_nonblocking(true)?;
        let mut refused = 0;
        while refused < REFUSED {
            match probe.send_to(&[], &self.notify_path) {
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => refused += 1,
                Err(e) => return Err(e),
                Ok(_) => refused = 0,
            }
            if Instant::now() >= end {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "the notification socket is never full"));
            }
            std::thread::sleep(NOTICE_EVERY);
        }
        Ok(())
    }

    /// Process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// True if it is gone already.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    /// kill −9, as a power cut does it.
    pub fn kill(&mut self) -> io::Result<()> {
        self.child.kill()?;
        self.child.wait().map(drop)
    }

    /// SIGTERM, then waits for a clean end.
    pub fn stop(&mut self, deadline: Duration) -> io::Result<ExitStatus> {
        let sent = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        if !sent.success() {
            return Err(io::Error::other("kill -TERM failed"));
        }
        self.ended(deadline)
    }

    /// Waits for its end.
    pub fn ended(&mut self, deadline: Duration) -> io::Result<ExitStatus> {
        let end = Instant::now() + deadline;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status);
            }
            if Instant::now() >= end {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "station did not end"));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Resident memory, bytes.
    pub fn resident(&self) -> io::Result<u64> {
        resident(self.child.id())
    }
}

impl Drop for StationProcess {
    fn drop(&mut self) {
        // It may have ended by itself; nothing else can be done about an error here.
        let _ = self.kill();
        let _ = std::fs::remove_file(&self.notify_path);
    }
}

/// Resident memory of a process in bytes, from `/proc`.
pub fn resident(pid: u32) -> io::Result<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmRSS:"));
    let kib = line.and_then(|l| l.trim().trim_end_matches(" kB").trim().parse::<u64>().ok());
    kib.map(|k| k * 1024).ok_or_else(|| io::Error::other("no VmRSS"))
}

/// A binary of this build: beside the running program, or one folder up when that is a test.
pub fn sibling(name: &str) -> io::Result<PathBuf> {
    let here = std::env::current_exe()?;
    let folders = here.ancestors().skip(1).take(2);
    let found = folders.map(|f| f.join(name)).find(|p| p.is_file());
    found.ok_or_else(|| {
        io::Error::new(io::ErrorKind::NotFound, format!("{name} is not built; run `make build` first"))
    })
}

fn unique() -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed))
}

/// Makes a folder for a run, empty.
pub fn fresh(folder: &Path) -> io::Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    std::fs::create_dir_all(folder)
}
