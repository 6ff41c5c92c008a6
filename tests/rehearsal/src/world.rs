//! The world around a station, on one machine and made of the real parts: Mosquitto, pcscd with a virtual reader,
//! the stand-in centre, the bad line between them, and the real `station`.

use crate::{
    broker::Broker,
    process::{self, Start, StationProcess},
    scene::Result,
    watcher::Watcher,
};
use card::{PrivatePcscd, Slot};
use centre::{Centre, ReceiptRecord, Running};
use firmware::panel::{Format, simulated::Client};
use line::{Forward, Line, Preset};
use personas::{jpki::Pki, tls::Tls};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;

/// The name of the one station.
pub const STATION: &str = "bus-01";

const START: Duration = Duration::from_secs(20);

/// What can be chosen about a world.
#[derive(Debug, Clone)]
pub struct Choices {
    /// The station's log level.
    pub log_level: String,
    /// More lines for the station's configuration file, appended to the `[desk]` section.
    pub desk: String,
    /// More lines for the `[centre]` section.
    pub centre: String,
    /// Whether staff must log in.
    pub login: bool,
    /// The panel's display.
    pub format: Format,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            log_level: "debug".into(),
            desk: String::new(),
            centre: String::new(),
            login: false,
            format: Format::Colour,
        }
    }
}

impl Choices {
    /// As a station is run: no debug log.
    pub fn quiet() -> Self {
        Self { log_level: "info".into(), ..Self::default() }
    }
}

/// A world with one station. Everything in it ends when it is dropped.
pub struct World {
    /// Everything of this run.
    pub folder: PathBuf,
    /// Where pictures go.
    pub pictures: PathBuf,
    /// The cards' keys.
    pub pki: Pki,
    /// The reader.
    pub reader: Slot,
    /// The card service.
    pub pcscd: PrivatePcscd,
    /// The centre.
    pub centre: Running,
    /// The line.
    pub line: Line,
    /// The broker.
    pub broker: Broker,
    /// What the office hears.
    pub office: Watcher,
    /// The configuration that the station runs with.
    pub config: PathBuf,
    station: Option<StationProcess>,
    board: Option<Client>,
    /// Sockets: their paths may not be longer than 107 bytes, wherever the checkout is. Last, because the others
    /// use it to their end.
    sockets: TempDir,
}

impl World {
    /// Makes the world below `place` (emptied first; pictures go there, everything else into its folder `world`)
    /// and starts the station.
    pub async fn build(place: &Path, choices: &Choices, mut say: impl FnMut(&str)) -> Result<Self> {
        process::fresh(place)?;
        let (pictures, folder) = (place.to_owned(), place.join("world"));
        std::fs::create_dir_all(&folder)?;
        let folder = folder.as_path();
        let sockets = tempfile::Builder::new().prefix("junkai-").tempdir()?;
        say("keys and certificates of the invented people and machines");
        let shared = personas::shared_dir();
        let (pki, tls) = (Pki::ensure(&shared)?, Tls::ensure(&shared)?);
        say("Mosquitto with TLS, client certificates and an access list");
        let broker = Broker::start(&folder.join("broker"), &tls)?;
        let office = Watcher::start(&folder.join("mqtt.log"), &tls, broker.port())?;
        say("a private pcscd with a virtual reader");
        let pcscd = PrivatePcscd::start(&sockets.path().join("pcscd"))?;
        say("the stand-in centre");
        let centre = Centre::start(centre_config(folder, &shared)).await?;
        say("the line between station and world");
        let line = Line::start(line_config(centre.addr, broker.port()))?;
        let config = write_config(folder, sockets.path(), choices, &tls, &line)?;
        let reader = pcscd.slot();
        let (station, board) = (None, None);
        let mut world = Self {
            folder: folder.to_owned(),
            sockets,
            pictures,
            pki,
            reader,
            pcscd,
            centre,
            line,
            broker,
            office,
            config,
            station,
            board,
        };
        say("the station");
        world.start_station().await?;
        Ok(world)
    }

    /// Starts the station and waits until it is ready.
    pub async fn start_station(&mut self) -> Result<()> {
        let start = self.start()?;
        let mut station = tokio::task::spawn_blocking(move || {
            let mut station = StationProcess::spawn(&start)?;
            station.ready(START).map(|()| station)
        });
        let station = (&mut station).await??;
        self.station = Some(station);
        self.board = Some(Client::connect(&self.board_socket(), START).await?);
        Ok(())
    }

    /// How this world's station is started.
    pub fn start(&self) -> Result<Start> {
        let socket = self.pcscd.socket().display().to_string();
        Ok(Start {
            binary: process::sibling("station")?,
            config: self.config.clone(),
            log: self.folder.join("station.log"),
            notify: self.sockets.path().to_owned(),
            env: vec![(PrivatePcscd::CLIENT_ENV.into(), socket)],
        })
    }

    /// Where the station's board listens.
    pub fn board_socket(&self) -> PathBuf {
        self.sockets.path().join("board.sock")
    }

    /// The panel.
    pub fn board(&mut self) -> Result<&mut Client> {
        self.board.as_mut().ok_or_else(|| "the station is not running".into())
    }

    /// The station's process.
    pub fn station(&mut self) -> Result<&mut StationProcess> {
        self.station.as_mut().ok_or_else(|| "the station is not running".into())
    }

    /// kill −9.
    pub fn kill_station(&mut self) -> Result<()> {
        self.board = None;
        self.station.take().ok_or("the station is not running")?.kill()?;
        Ok(())
    }

    /// SIGTERM; an error when it does not end in order.
    pub async fn stop_station(&mut self) -> Result<()> {
        self.board = None;
        let mut station = self.station.take().ok_or("the station is not running")?;
        let status = tokio::task::spawn_blocking(move || station.stop(START)).await??;
        if status.success() { Ok(()) } else { Err(format!("the station ended with {status}").into()) }
    }

    /// Changes the line.
    pub fn set_line(&self, preset: Preset) {
        self.line.set(preset.into());
    }

    /// Runs a command of the station's binary beside the running station and gives its standard output.
    pub async fn command(&self, arguments: &[&str]) -> Result<String> {
        let start = self.start()?;
        let output = tokio::process::Command::new(&start.binary)
            .args(arguments)
            .arg("--config")
            .arg(&self.config)
            .output()
            .await?;
        if output.status.success() {
            Ok(String::from_utf8(output.stdout)?)
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
        }
    }

    /// Checks that wait, as the technician sees them.
    pub async fn waiting(&self) -> Result<u64> {
        let json = self.command(&["journal", "stats", "--json"]).await?;
        let stats: serde_json::Value = serde_json::from_str(&json)?;
        stats
            .get("waiting")
            .and_then(serde_json::Value::as_u64)
            .ok_or_else(|| "no number of waiting checks".into())
    }

    /// Waits until no check waits any more.
    pub async fn settled(&self, within: Duration) -> Result<()> {
        let end = tokio::time::Instant::now() + within;
        while self.waiting().await? != 0 {
            if tokio::time::Instant::now() >= end {
                return Err("checks still wait".into());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        Ok(())
    }

    /// Waits until the office sees a status that says `line` is `grade`.
    pub async fn line_is(&self, grade: &str, within: Duration) -> Result<()> {
        let needle = format!("\"line\":\"{grade}\"");
        let latest_says = |heard: &str| {
            heard.lines().rfind(|l| l.contains("/status ")).is_some_and(|l| l.contains(&needle))
        };
        self.office.wait(within, latest_says).await
    }

    /// Every check that the station keeps a line of, with what the centre has of it.
    pub async fn checks(&self) -> Result<Vec<KnownCheck>> {
        let json = self.command(&["journal", "list", "--json"]).await?;
        let mut receipts = self.receipts()?;
        let mut known = Vec::new();
        for row in serde_json::from_str::<Vec<Row>>(&json)? {
            let place = receipts.iter().position(|r| r.check.to_string() == row.check);
            known.push(KnownCheck {
                reception: row.reception,
                day: row.day,
                outcome: row.outcome,
                receipt: place.map(|p| receipts.swap_remove(p)),
            });
        }
        match receipts.first() {
            None => Ok(known),
            Some(stray) => {
                Err(format!("the centre has check {}, which the station does not know", stray.check).into())
            }
        }
    }

    /// What the centre has.
    pub fn receipts(&self) -> Result<Vec<ReceiptRecord>> {
        Ok(self.centre.control.receipts(None)?)
    }
}

/// A check by its reception number.
#[derive(Debug, Clone)]
pub struct KnownCheck {
    /// 受付番号
    pub reception: u32,
    /// The day (JST) of the reception number.
    pub day: String,
    /// What came of it, once that is known.
    pub outcome: Option<String>,
    /// The centre's record, once it has one.
    pub receipt: Option<ReceiptRecord>,
}

#[derive(serde::Deserialize)]
struct Row {
    check: String,
    reception: u32,
    day: String,
    outcome: Option<String>,
}

fn any_port() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 0).into()
}

fn centre_config(folder: &Path, shared: &Path) -> centre::Config {
    centre::Config::new(folder.join("centre"), shared)
}

fn line_config(centre: SocketAddr, broker: u16) -> line::Config {
    let forward = |name: &str, target| Forward { name: name.into(), listen: any_port(), target };
    let forwards = vec![forward("centre", centre), forward("broker", (Ipv4Addr::LOCALHOST, broker).into())];
    line::Config { forwards, condition: Preset::Good.into(), seed: 1 }
}

/// Writes the station's configuration as a technician would.
fn write_config(folder: &Path, sockets: &Path, choices: &Choices, tls: &Tls, line: &Line) -> Result<PathBuf> {
    let identity = tls.station(STATION)?;
    let port = |name| line.address(name).map(|a| a.port()).ok_or("no such forward");
    let key = folder.join("journal.key");
    journal::MasterKey::create(&key)?;
    std::fs::write(folder.join("contracts.csv"), personas::CONTRACTS_CSV)?;
    std::fs::write(folder.join("synchronised"), "")?;
    let text = format!(
        r#"[station]
id = "{STATION}"
institution = "1321234567"
data = "data"

[desk]
contracts = "contracts.csv"
{desk}

[board]
kind = "simulated"
socket = "{board}"
format = "{format}"

[login]
required = {login}

[power]
off = ["true"]

[journal]
key = "journal.key"

[centre]
url = "https://localhost:{centre_port}"
ca = "{centre_ca}"
certificate = "{centre_certificate}"
key = "{centre_key}"
{centre}

[broker]
host = "localhost"
port = {broker_port}
ca = "{fleet_ca}"
certificate = "{fleet_certificate}"
key = "{fleet_key}"
status_every_s = 10

[clock]
synchronised_file = "synchronised"

[log]
level = "{level}"
"#,
        board = sockets.join("board.sock").display(),
        desk = choices.desk,
        login = choices.login,
        format = match choices.format {
            Format::Colour => "colour",
            Format::Mono => "mono",
        },
        centre = choices.centre,
        level = choices.log_level,
        centre_port = port("centre")?,
        broker_port = port("broker")?,
        centre_ca = tls.centre_ca.display(),
        centre_certificate = identity.centre.certificate.display(),
        centre_key = identity.centre.key.display(),
        fleet_ca = tls.fleet_ca.display(),
        fleet_certificate = identity.fleet.certificate.display(),
        fleet_key = identity.fleet.key.display(),
    );
    let path = folder.join("station.toml");
    std::fs::write(&path, text)?;
    Ok(path)
}
