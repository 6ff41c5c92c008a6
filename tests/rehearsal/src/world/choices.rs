//! Options of a world, and the configuration that a technician would write for it.

use crate::scene::Result;
use firmware::panel::Format;
use line::Line;
use personas::tls::Tls;
use std::path::{Path, PathBuf};

/// The name of the one station.
pub const STATION: &str = "bus-01";

/// Options of a world.
#[derive(Debug, Clone)]
pub struct Choices {
    /// The station's log level.
    pub log_level: String,
    /// More lines for the station's configuration file, appended to the `[desk]` section.
    pub desk: String,
    /// More lines for the `[centre]` section.
    pub centre: String,
    /// More sections, appended to the file.
    pub sections: String,
    /// Sites for the choice of the day.
    pub sites: Vec<String>,
    /// True if staff must log in.
    pub login: bool,
    /// True if the board has a speaker that reads aloud (eSpeak NG).
    pub speech: bool,
    /// The panel's display.
    pub format: Format,
    /// True if the reader has keys of its own.
    pub pin_pad: bool,
}

impl Default for Choices {
    fn default() -> Self {
        Self {
            log_level: "debug".into(),
            desk: String::new(),
            centre: String::new(),
            sections: String::new(),
            sites: Vec::new(),
            login: false,
            speech: false,
            format: Format::Colour,
            pin_pad: false,
        }
    }
}

impl Choices {
    /// As a new member of staff meets a bus: with login and sites to choose from.
    pub fn for_page() -> Self {
        let sites = ["見本町役場", "見本第二公民館", "みほん市保健センター"].map(String::from).into();
        Self { login: true, speech: true, sites, ..Self::quiet() }
    }

    /// As a station is run: no debug log.
    pub fn quiet() -> Self {
        Self { log_level: "info".into(), ..Self::default() }
    }
}

/// Where things are that the configuration names.
pub(super) struct Places<'a> {
    /// The configuration and everything beside it.
    pub folder: &'a Path,
    /// The board's socket.
    pub board: &'a Path,
    /// The machines' identities.
    pub tls: &'a Tls,
    /// The line's near ends.
    pub line: &'a Line,
}

/// Makes what the configuration names and is made once.
pub(super) fn prepare(folder: &Path) -> Result<()> {
    journal::MasterKey::create(&folder.join("journal.key"))?;
    std::fs::write(folder.join("contracts.csv"), personas::CONTRACTS_CSV)?;
    Ok(std::fs::write(synchronised(folder), "")?)
}

/// The file by which the station knows that its clock is synchronised.
pub(super) fn synchronised(folder: &Path) -> PathBuf {
    folder.join("synchronised")
}

/// Writes the station's configuration as a technician would.
pub(super) fn write(places: &Places<'_>, choices: &Choices) -> Result<()> {
    let speech = if choices.speech { "\n[speech]\nengine = \"espeak_ng\"\n" } else { "" };
    let text = machine(places, choices)? + speech + &choices.sections;
    Ok(std::fs::write(places.folder.join("station.toml"), text)?)
}

fn machine(places: &Places<'_>, choices: &Choices) -> Result<String> {
    let identity = places.tls.station(STATION)?;
    let port = |name| places.line.address(name).map(|a| a.port()).ok_or("no such forward");
    Ok(format!(
        r#"[station]
id = "{STATION}"
institution = "1321234567"
data = "data"

[desk]
contracts = "contracts.csv"
sites = {sites:?}
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
        board = places.board.display(),
        desk = choices.desk,
        sites = choices.sites,
        login = choices.login,
        format = match choices.format {
            Format::Colour => "colour",
            Format::Mono => "mono",
        },
        centre = choices.centre,
        level = choices.log_level,
        centre_port = port("centre")?,
        broker_port = port("broker")?,
        centre_ca = places.tls.centre_ca.display(),
        centre_certificate = identity.centre.certificate.display(),
        centre_key = identity.centre.key.display(),
        fleet_ca = places.tls.fleet_ca.display(),
        fleet_certificate = identity.fleet.certificate.display(),
        fleet_key = identity.fleet.key.display(),
    ))
}
