//! The world around a station, on one machine and made of the real parts: Mosquitto, pcscd with a virtual reader,
//! the stand-in centre, the bad line between them, and the real `station`.

mod choices;
mod known;
mod office;
mod staff;
mod switches;

pub use choices::{Choices, STATION};
pub use known::{KnownCheck, Technician};
pub use office::CentreHouse;
pub use switches::{Part, Situation};

use crate::{
    broker::Broker,
    process::{self, Start, StationProcess},
    scene::Result,
    watcher::Watcher,
};
use card::{Asked, PrivatePcscd, Slot};
use firmware::panel::simulated::Client;
use line::{Forward, Line, Preset};
use personas::{jpki::Pki, tls::Tls};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::{Path, PathBuf},
    time::Duration,
};
use tempfile::TempDir;
use tokio::sync::watch;

const START: Duration = Duration::from_secs(20);

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
    pub centre: CentreHouse,
    /// The line.
    pub line: Line,
    /// The broker.
    pub broker: Broker,
    /// Messages that the office receives.
    pub office: Watcher,
    /// The configuration that the station runs with.
    pub config: PathBuf,
    choices: Choices,
    /// The reader asks for a PIN on its own keys.
    asked: Option<Asked>,
    tls: Tls,
    watched: watch::Sender<Situation>,
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
        let of_reader = sockets.path().join("pcscd");
        let pcscd = match choices.pin_pad {
            true => PrivatePcscd::start_with_pin_pad(&of_reader)?,
            false => PrivatePcscd::start(&of_reader)?,
        };
        say("the stand-in centre");
        let centre = CentreHouse::start(centre::Config::new(folder.join("centre"), &shared)).await?;
        say("the line between station and world");
        let line = Line::start(line_config(centre.addr, broker.port()))?;
        choices::prepare(folder)?;
        let reader = pcscd.slot();
        let (station, board) = (None, None);
        let (watched, _) = watch::channel(Situation::default());
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
            config: folder.join("station.toml"),
            choices: choices.clone(),
            asked: None,
            tls,
            watched,
            station,
            board,
        };
        world.write_configuration()?;
        world.hire().await?;
        say("the station");
        world.start_station().await?;
        Ok(world)
    }

    fn write_configuration(&self) -> Result<()> {
        let board = self.board_socket();
        let places =
            choices::Places { folder: &self.folder, board: &board, tls: &self.tls, line: &self.line };
        choices::write(&places, &self.choices)
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
        self.notice();
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
        board_socket(&self.sockets)
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
        self.notice();
        Ok(())
    }

    /// SIGTERM; an error when it does not end in order.
    pub async fn stop_station(&mut self) -> Result<()> {
        self.board = None;
        let mut station = self.station.take().ok_or("the station is not running")?;
        let status = tokio::task::spawn_blocking(move || station.stop(START)).await??;
        self.notice();
        if status.success() { Ok(()) } else { Err(format!("the station ended with {status}").into()) }
    }

    /// The technician at this station.
    pub fn technician(&self) -> Result<Technician> {
        Ok(Technician { binary: process::sibling("station")?, config: self.config.clone() })
    }

    /// Runs a command of the station's binary beside the running station and gives its standard output.
    pub async fn command(&self, arguments: &[&str]) -> Result<String> {
        self.technician()?.command(arguments).await
    }

    /// Waits until the office sees a status that says `line` is `grade`.
    pub async fn line_is(&self, grade: &str, within: Duration) -> Result<()> {
        let needle = format!("\"line\":\"{grade}\"");
        let latest_says = |heard: &str| {
            heard.lines().rfind(|l| l.contains("/status ")).is_some_and(|l| l.contains(&needle))
        };
        self.office.wait(within, latest_says).await
    }
}

fn board_socket(sockets: &TempDir) -> PathBuf {
    sockets.path().join("board.sock")
}

fn any_port() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 0).into()
}

fn line_config(centre: SocketAddr, broker: u16) -> line::Config {
    let forward = |name: &str, target| Forward { name: name.into(), listen: any_port(), target };
    let forwards = vec![forward("centre", centre), forward("broker", (Ipv4Addr::LOCALHOST, broker).into())];
    line::Config { forwards, condition: Preset::Good.into(), seed: 1 }
}
