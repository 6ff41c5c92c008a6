//! The file, section by section.

use super::{
    range::{https_url, minutes, seconds, sites},
    speech,
};
use firmware::{
    panel::{Format, pi::PiConfig},
    range::{optional_whole, whole},
};
use serde::Deserialize;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use wire::{InstitutionCode, Method, Purpose, StaffRef, StationId};

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Identity of this station.
    pub station: Station,
    /// How the reception works.
    #[serde(default)]
    pub desk: Desk,
    /// Login at the desk.
    #[serde(default)]
    pub login: Login,
    /// The command that ends the day.
    #[serde(default)]
    pub power: Power,
    /// Panel, keys, lamp.
    pub board: Board,
    /// Card reader.
    #[serde(default)]
    pub reader: Reader,
    /// The store.
    #[serde(default)]
    pub journal: Journal,
    /// The eligibility centre.
    pub centre: Centre,
    /// The operators' broker; without it the station reports to nobody.
    pub broker: Option<Broker>,
    /// Fonts.
    #[serde(default)]
    pub screen: Screen,
    /// Reading aloud; switched off without this section.
    #[serde(default, deserialize_with = "speech::section")]
    pub speech: Option<::speech::Config>,
    /// How the station knows that its clock is right.
    #[serde(default)]
    pub clock: Clock,
    /// Where the log goes.
    #[serde(default)]
    pub log: Log,
}

/// `[station]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Station {
    /// Common name of the station's certificates.
    pub id: StationId,
    /// 機関コード of the organisation that runs the bus.
    pub institution: InstitutionCode,
    /// Folder for the journal.
    #[serde(default = "default_data")]
    pub data: PathBuf,
}

fn default_data() -> PathBuf {
    "/var/lib/junkai".into()
}

/// `[desk]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Desk {
    /// 目視 `visual` or 暗証番号 `pin` when the day begins.
    pub method: Method,
    /// `health_checkup` or `health_guidance`.
    pub purpose: Purpose,
    /// Reference of the staff member at the desk.
    pub staff: StaffRef,
    /// How long staff wait for an answer before the check is called 未確認.
    #[serde(deserialize_with = "seconds::<_, 2, 60>")]
    pub answer_budget_s: Duration,
    /// The same while the line is known to be down.
    #[serde(deserialize_with = "seconds::<_, 1, 60>")]
    pub answer_budget_down_s: Duration,
    /// How long personal data stay on the screen.
    #[serde(deserialize_with = "seconds::<_, 5, 600>")]
    pub display_s: Duration,
    /// 委託元保険者一覧表 as CSV; without it no answer says 契約あり.
    pub contracts: Option<PathBuf>,
    /// Where the bus stops: what staff choose from when the day begins; 1 to 40 characters each.
    #[serde(deserialize_with = "sites")]
    pub sites: Vec<String>,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            method: Method::Visual,
            purpose: Purpose::HealthCheckup,
            staff: StaffRef::try_from("desk".to_owned())
                .unwrap_or_else(|_| unreachable!("a valid reference")),
            answer_budget_s: Duration::from_secs(10),
            answer_budget_down_s: Duration::from_secs(2),
            display_s: Duration::from_secs(60),
            contracts: None,
            sites: Vec::new(),
        }
    }
}

/// `[login]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Login {
    /// Staff log in with a passcode. Without a login every act counts as `[desk] staff`.
    pub required: bool,
    /// Minutes without a key, a card or a code after which the desk locks.
    #[serde(deserialize_with = "minutes::<_, 1, 60>", rename = "lock_after_min")]
    pub lock_after: Duration,
}

impl Default for Login {
    fn default() -> Self {
        Self { required: true, lock_after: Duration::from_secs(15 * 60) }
    }
}

/// `[power]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Power {
    /// The command that switches the machine off when staff end the day, after the station has closed in order.
    pub off: Vec<String>,
}

impl Default for Power {
    fn default() -> Self {
        Self { off: ["systemctl", "--no-ask-password", "poweroff"].map(String::from).into() }
    }
}

/// `[board]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "snake_case")]
pub enum Board {
    /// A board on a Unix socket: frames out, keys in.
    Simulated {
        /// Where to listen.
        socket: PathBuf,
        /// The display's kind: `colour` 320×240 or `mono` 128×64.
        #[serde(default)]
        format: Format,
    },
    /// Parts soldered and plugged to a Raspberry Pi.
    Pi(Box<PiConfig>),
}

impl Board {
    /// The display's kind.
    pub fn format(&self) -> Format {
        match self {
            Self::Simulated { format, .. } => *format,
            Self::Pi(config) => config.display.format(),
        }
    }
}

/// `[reader]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reader {
    /// Part of the reader's name, when there are several.
    pub name: Option<String>,
    /// Examinees type the PIN on the reader's own keys, where it has some.
    pub pin_pad: bool,
}

impl Default for Reader {
    fn default() -> Self {
        Self { name: None, pin_pad: true }
    }
}

/// `[journal]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Journal {
    /// The master key, 32 bytes. Default: the systemd credential `journal-key`.
    pub key: Option<PathBuf>,
    /// Checks it may hold.
    #[serde(deserialize_with = "whole::<_, _, 2000, 100_000>")]
    pub checks: u64,
    /// Bytes it may take on disk.
    #[serde(deserialize_with = "whole::<_, _, 16_000_000, 4_000_000_000>")]
    pub bytes: u64,
}

impl Default for Journal {
    fn default() -> Self {
        Self { key: None, checks: 4_000, bytes: 256_000_000 }
    }
}

/// `[centre]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Centre {
    /// `https://host:port`
    #[serde(deserialize_with = "https_url")]
    pub url: String,
    /// The centre's CA, PEM.
    pub ca: PathBuf,
    /// The station's certificate for the centre, PEM.
    pub certificate: PathBuf,
    /// The station's key, PEM (PKCS#8, P-256).
    pub key: PathBuf,
    /// Challenges kept ahead for PIN mode.
    #[serde(default = "default_book", deserialize_with = "whole::<_, _, 1, 500>")]
    pub book: u64,
    /// Bytes a day over the mobile line; waiting checks stop there.
    #[serde(default, deserialize_with = "optional_whole::<_, _, 100_000, 1_000_000_000_000>")]
    pub bytes_per_day: Option<u64>,
}

fn default_book() -> u64 {
    300
}

/// `[broker]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Broker {
    /// Host name as in the broker's certificate.
    pub host: String,
    /// Port; 8883 by default.
    #[serde(default = "default_broker_port")]
    pub port: u16,
    /// The fleet's CA, PEM.
    pub ca: PathBuf,
    /// The station's certificate for the fleet, PEM.
    pub certificate: PathBuf,
    /// The station's key, PEM.
    pub key: PathBuf,
    /// Seconds between reports when nothing changes.
    #[serde(default = "default_status_every", deserialize_with = "seconds::<_, 10, 3600>")]
    pub status_every_s: Duration,
}

fn default_broker_port() -> u16 {
    8883
}

fn default_status_every() -> Duration {
    Duration::from_secs(300)
}

/// `[screen]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Screen {
    /// Outline fonts (TrueType): the first one that has a character draws it. The first is kept in memory and must be
    /// there; the others stay on the disk, and one that is not there is left out.
    pub fonts: Vec<PathBuf>,
    /// Fonts drawn dot by dot (PCF), each for one size: for displays of 128×64 pixels.
    pub bitmaps: Vec<PathBuf>,
}

impl Default for Screen {
    fn default() -> Self {
        let paths = |paths: &[&str]| paths.iter().map(PathBuf::from).collect();
        Self { fonts: paths(&screen::DEFAULT_FONTS), bitmaps: paths(&screen::DEFAULT_BITMAPS) }
    }
}

impl Screen {
    /// Loads the fonts that a display of this format needs.
    ///
    /// # Errors
    /// When the first font cannot be used.
    pub fn load(&self, format: Format) -> Result<screen::Fonts, screen::FontError> {
        let fonts = screen::Fonts::load(&self.fonts)?;
        Ok(match format {
            Format::Colour => fonts,
            Format::Mono => fonts.with_bitmaps(&self.bitmaps),
        })
    }
}

/// `[clock]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Clock {
    /// Exists once the clock was synchronised since boot (systemd-timesyncd makes it).
    pub synchronised_file: PathBuf,
}

impl Default for Clock {
    fn default() -> Self {
        Self { synchronised_file: "/run/systemd/timesync/synchronized".into() }
    }
}

/// `[log]`
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Log {
    /// `stderr` or `journald`.
    pub to: LogTo,
    /// `error`, `warn`, `info`, `debug` or `trace`; other people's crates never say more than `warn`.
    pub level: Level,
}

impl Default for Log {
    fn default() -> Self {
        Self { to: LogTo::Stderr, level: Level::Info }
    }
}

/// Where the log goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogTo {
    /// Standard error.
    Stderr,
    /// systemd's journal.
    Journald,
}

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the usual five")]
pub enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl Config {
    /// Makes relative paths count from `folder`.
    pub(super) fn resolve(&mut self, folder: &Path) {
        let mut paths = vec![&mut self.station.data, &mut self.clock.synchronised_file];
        if let Board::Simulated { socket, .. } = &mut self.board {
            paths.push(socket);
        }
        paths.extend([&mut self.centre.ca, &mut self.centre.certificate, &mut self.centre.key]);
        paths.extend(self.desk.contracts.as_mut());
        paths.extend(self.journal.key.as_mut());
        paths.extend(self.screen.fonts.iter_mut().chain(&mut self.screen.bitmaps));
        if let Some(broker) = &mut self.broker {
            paths.extend([&mut broker.ca, &mut broker.certificate, &mut broker.key]);
        }
        if let Some(speech) = &mut self.speech {
            speech.resolve(folder);
        }
        for path in paths {
            if path.is_relative() {
                *path = folder.join(&path);
            }
        }
    }

    /// The journal's master key: configured, or the credential that systemd hands over.
    pub fn journal_key(&self) -> Option<PathBuf> {
        let credential =
            || std::env::var_os("CREDENTIALS_DIRECTORY").map(|d| PathBuf::from(d).join("journal-key"));
        self.journal.key.clone().or_else(credential)
    }

    /// Where the journal is.
    pub fn journal_path(&self) -> PathBuf {
        self.station.data.join("journal.db")
    }
}
