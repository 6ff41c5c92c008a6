//! A real Mosquitto with the configuration of `deploy/broker`, on a free port of loopback, for tests and the
//! rehearsal.
//!
//! Promises: it is the shipped file that runs (only paths, port and user are set, and each must be there to be
//! set); it accepts connections when [`Broker::start`] returns; it ends when dropped.

use personas::tls::Tls;
use std::fs::File;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The shipped configuration.
pub const CONFIGURATION: &str = include_str!("../../../deploy/broker/mosquitto.conf");
/// The shipped access list.
pub const ACCESS_LIST: &str = include_str!("../../../deploy/broker/acl");

/// The shipped OpenSSL settings.
pub const OPENSSL: &str = include_str!("../../../deploy/broker/openssl.cnf");

/// How long Mosquitto may take to start or to end.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running Mosquitto.
#[derive(Debug)]
pub struct Broker {
    child: Option<Child>,
    dir: PathBuf,
    port: u16,
}

/// The broker did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum BrokerError {
    /// A file or process operation failed.
    #[error("{what}: {source}")]
    Io {
        /// The operation.
        what: &'static str,
        /// Why it failed.
        source: std::io::Error,
    },
    /// The shipped configuration has no such line to set.
    #[error("deploy/broker/mosquitto.conf: expected exactly one line {0:?}")]
    Line(&'static str),
    /// It ended or did not get ready; the end of its log.
    #[error("mosquitto did not get ready: {0}")]
    NotReady(String),
}

fn io(what: &'static str) -> impl FnOnce(std::io::Error) -> BrokerError {
    move |source| BrokerError::Io { what, source }
}

impl Broker {
    /// Starts a broker with its files in `dir` (made when missing) and the identities of `tls`.
    ///
    /// # Errors
    /// [`BrokerError`]; also when Mosquitto is not installed.
    pub fn start(dir: &Path, tls: &Tls) -> Result<Self, BrokerError> {
        std::fs::create_dir_all(dir.join("data")).map_err(io("make the broker's directory"))?;
        std::fs::write(dir.join("acl"), ACCESS_LIST).map_err(io("write acl"))?;
        std::fs::write(dir.join("openssl.cnf"), OPENSSL).map_err(io("write openssl.cnf"))?;
        // Mosquitto requires that only it can read its access list.
        set_mode(&dir.join("acl"), 0o600)?;
        let mut broker = Self { child: None, dir: dir.to_owned(), port: 0 };
        let mut last = BrokerError::NotReady("no free port".into());
        // Another process may take the free port before Mosquitto does.
        for _ in 0..5 {
            broker.port = free_port()?;
            let text = configuration(dir, broker.port, tls)?;
            std::fs::write(broker.configuration(), text).map_err(io("write mosquitto.conf"))?;
            match broker.start_again() {
                Ok(()) => return Ok(broker),
                Err(BrokerError::NotReady(log)) if log.contains("in use") => {
                    last = BrokerError::NotReady(log)
                }
                Err(error) => return Err(error),
            }
        }
        Err(last)
    }

    /// Where it listens, on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its log since the last start.
    pub fn log(&self) -> String {
        String::from_utf8_lossy(&std::fs::read(self.log_file()).unwrap_or_default()).into_owned()
    }

    /// Its process id while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Starts it on the same port with what it kept; does nothing when it runs.
    ///
    /// # Errors
    /// As [`Broker::start`].
    pub fn start_again(&mut self) -> Result<(), BrokerError> {
        if self.child.is_some() {
            return Ok(());
        }
        let log = File::create(self.log_file()).map_err(io("make the broker's log"))?;
        let copy = log.try_clone().map_err(io("make the broker's log"))?;
        let mut command = Command::new("mosquitto");
        command.arg("-c").arg(self.configuration()).current_dir(&self.dir);
        command.env("OPENSSL_CONF", self.dir.join("openssl.cnf"));
        command.stdin(Stdio::null()).stdout(log).stderr(copy);
        self.child = Some(command.spawn().map_err(io("start mosquitto (is it installed?)"))?);
        self.ready()
    }

    fn ready(&mut self) -> Result<(), BrokerError> {
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            let log = self.log();
            if log.contains(" running") {
                return Ok(());
            }
            let ended = self.child.as_mut().is_none_or(|child| !matches!(child.try_wait(), Ok(None)));
            if ended {
                self.child = None;
                return Err(BrokerError::NotReady(log));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let log = self.log();
        self.kill();
        Err(BrokerError::NotReady(log))
    }

    /// Ends it as an administrator would: it keeps retained messages, sessions and what waits in them.
    ///
    /// # Errors
    /// When it does not end in time.
    pub fn stop(&mut self) -> Result<(), BrokerError> {
        let Some(child) = self.child.as_mut() else { return Ok(()) };
        let told = Command::new("kill").arg(child.id().to_string()).status();
        told.map_err(io("tell mosquitto to end"))?;
        let until = Instant::now() + PATIENCE;
        while matches!(child.try_wait(), Ok(None)) {
            if Instant::now() > until {
                self.kill();
                return Err(BrokerError::NotReady("did not end when told".into()));
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        self.child = None;
        Ok(())
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _gone = child.kill();
            let _status = child.wait();
        }
    }

    /// Forgets everything it kept: retained messages and sessions. Only while it does not run.
    ///
    /// # Errors
    /// When the files cannot be removed.
    pub fn forget(&mut self) -> Result<(), BrokerError> {
        let data = self.dir.join("data");
        std::fs::remove_dir_all(&data).map_err(io("forget the broker's data"))?;
        std::fs::create_dir_all(&data).map_err(io("make the broker's directory"))
    }

    fn configuration(&self) -> PathBuf {
        self.dir.join("mosquitto.conf")
    }

    fn log_file(&self) -> PathBuf {
        self.dir.join("broker.log")
    }
}

impl Drop for Broker {
    fn drop(&mut self) {
        self.kill();
    }
}

/// The shipped configuration with the paths, the port and the user of this run. A process that root starts
/// stays root, because it must read the test's files; otherwise Mosquitto ignores `user`.
fn configuration(dir: &Path, port: u16, tls: &Tls) -> Result<String, BrokerError> {
    let path = |path: &Path| path.display().to_string();
    let values = [
        ("user ", "root".to_owned()),
        ("listener ", format!("{port} 127.0.0.1")),
        ("cafile ", path(&tls.fleet_ca)),
        ("certfile ", path(&tls.broker.certificate)),
        ("keyfile ", path(&tls.broker.key)),
        ("acl_file ", path(&dir.join("acl"))),
        ("persistence_location ", path(&dir.join("data")) + "/"),
    ];
    let mut lines: Vec<String> = CONFIGURATION.lines().map(str::to_owned).collect();
    for (key, value) in values {
        let mut found = lines.iter_mut().filter(|line| line.starts_with(key));
        let (Some(line), None) = (found.next(), found.next()) else { return Err(BrokerError::Line(key)) };
        *line = format!("{key}{value}");
    }
    Ok(lines.join("\n") + "\n")
}

fn free_port() -> Result<u16, BrokerError> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(io("find a free port"))?;
    Ok(listener.local_addr().map_err(io("find a free port"))?.port())
}

fn set_mode(path: &Path, mode: u32) -> Result<(), BrokerError> {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).map_err(io("set a file's mode"))
}
