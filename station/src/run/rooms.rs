//! Opens every room in the order in which they need each other, and closes them again.

use super::{
    backlog::JournalBacklog,
    convert,
    evidence::StationKey,
    input::{Inbox, Input, tell},
    outbox::JournalOutbox,
    panel::PanelThread,
    reception::Reception,
    trouble,
    voice::Voice,
};
use crate::{
    clock::SystemClock,
    config::{Board, Broker, Config},
    contracts,
    diagnosis::Diagnosis,
};
use codes::Failure;
use desk::{Contracts, Desk, Event, Login, Settings};
use firmware::{
    card::{CardOptions, CardService},
    panel::{Keys, Panel, pi::PiBoard, simulated::SimulatedBoard},
};
use journal::deferred::{JournalSink, PATIENCE, WriteQueue};
use journal::{Journal, Limits, MasterKey, OpenReport, Options};
use report::{Fault, Report, ReportEvent, Traffic};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::sync::{Mutex, Notify, mpsc};
use uplink::{Uplink, UplinkEvent};
use wire::{EventKind, InstitutionCode, StaffRef, StationId};

type Result<T> = std::result::Result<T, Failure>;

/// What the desk's loop and its helpers need of the rooms. Cheap to clone.
#[derive(Clone)]
pub struct Handles {
    /// Who we are.
    pub station: StationId,
    /// For whom.
    pub institution: InstitutionCode,
    /// This start.
    pub boot: u64,
    /// The time.
    pub clock: SystemClock,
    /// The store.
    pub journal: Journal,
    /// Folder of the store.
    pub data: PathBuf,
    /// The station's key.
    pub key: Arc<StationKey>,
    /// The way to the centre.
    pub uplink: Arc<Uplink>,
    /// The way to the office.
    pub report: Option<Arc<Report>>,
    /// What of the reporter's traffic is in the day's count.
    pub metered: Arc<Mutex<Traffic>>,
    /// The panel.
    pub panel: PanelThread,
    /// Who is at the desk.
    pub staff: StaffRef,
    /// Insurers under contract.
    pub contracts: Arc<Contracts>,
    /// The configured limit.
    pub bytes_limit: Option<u64>,
    /// How the machine is.
    pub diagnosis: Diagnosis,
    /// Staff have ended the day: the station closes and switches the machine off.
    pub power_off: Arc<Notify>,
    /// Where what is done at the desk is written in its order.
    pub write_queue: WriteQueue,
}

/// The open rooms.
pub struct Rooms {
    /// This start.
    pub boot: u64,
    pub(super) journal: Journal,
    pub(super) uplink: Arc<Uplink>,
    pub(super) report: Option<Arc<Report>>,
    pub(super) panel: PanelThread,
    pub(super) inbox: Inbox,
    /// Notified when staff have ended the day.
    pub power_off: Arc<Notify>,
    write_queue: WriteQueue,
}

impl Rooms {
    /// Opens the rooms, the panel first: what keeps the station from starting is shown on it for a while. What can
    /// be wrong with the configuration is found before anything else is started.
    pub async fn open(config: &Config, clock: SystemClock) -> Result<(Self, Reception)> {
        let (board, keys) = open_board(&config.board)?;
        let fonts = config.screen.load(board.format()).map_err(|error| Failure::from(&error))?;
        for error in fonts.left_out() {
            tracing::warn!(code = codes::S304.name(), %error, "{}", codes::S304.technician());
        }
        let format = convert::layout(board.format());
        let panel = PanelThread::start(board, fonts).map_err(trouble::start)?;
        let opened = Self::open_behind(panel.clone(), (keys, format), config, clock).await;
        if let Err(error) = &opened {
            trouble::out_of_order(&panel, error, config.desk.method, config.desk.purpose).await;
        }
        opened
    }

    async fn open_behind(
        panel: PanelThread,
        (keys, format): (Keys, screen::Format),
        config: &Config,
        clock: SystemClock,
    ) -> Result<(Self, Reception)> {
        let contracts = Arc::new(match &config.desk.contracts {
            Some(path) => contracts::load(path)?,
            None => Contracts::default(),
        });
        let key = Arc::new(StationKey::load(&config.centre.key)?);
        let (journal, found) = open_journal(config, &clock)?;
        note_start(&journal, &found).await;
        let (inbox, inputs) = mpsc::unbounded_channel::<Input>();
        for failure in trouble::of_journal(&found) {
            tell(&inbox, Event::Trouble { failure, over: false });
        }
        let backlog = JournalBacklog {
            journal: journal.clone(),
            clock: clock.clone(),
            contracts: contracts.clone(),
            inbox: inbox.clone(),
        };
        let report = start_report(config, &journal, found.boot, &inbox)?;
        let uplink = start_uplink(config, backlog, &inbox, report.clone())?;
        let write_queue = start_write_queue(&journal, report.clone());
        let handles = Handles {
            station: config.station.id.clone(),
            institution: config.station.institution.clone(),
            boot: found.boot,
            clock,
            journal: journal.clone(),
            data: config.station.data.clone(),
            key,
            uplink: uplink.clone(),
            report: report.clone(),
            metered: Arc::default(),
            panel,
            staff: config.desk.staff.clone(),
            contracts: contracts.clone(),
            bytes_limit: config.centre.bytes_per_day,
            diagnosis: Diagnosis::new(config),
            power_off: Arc::default(),
            write_queue: write_queue.clone(),
        };
        let card = start_card(config, &inbox)?;
        let conditions = inbox.clone();
        let report_condition = move |change: health::Change| {
            let (failure, over) = (Failure::new(change.code), change.over);
            conditions.send(Event::Trouble { failure, over }.into()).is_ok()
        };
        tokio::spawn(handles.diagnosis.clone().watch(handles.clock.clone(), report_condition));
        let voice = Voice::new(config.speech.as_ref(), &inbox);
        let (panel, to_desk, power_off) = (handles.panel.clone(), inbox.clone(), handles.power_off.clone());
        let desk = Desk::new(Settings {
            speech: voice.is_some(),
            ..settings(config, contracts.as_ref().clone(), format)
        });
        let page = u32::try_from(format.rows_a_page()).unwrap_or(1);
        let reception = Reception::new(desk, handles, card, keys, (inbox, inputs), voice, page);
        let rooms =
            Self { boot: found.boot, journal, uplink, report, panel, inbox: to_desk, power_off, write_queue };
        Ok((rooms, reception))
    }

    /// Says goodbye to the office, lets what is in flight end, and closes the journal in order.
    pub async fn close(self) {
        self.panel.off();
        let dark = self.panel.pulse();
        within(Duration::from_secs(1), "panel", dark).await;
        let report = async {
            if let Some(report) = &self.report {
                report.stop().await;
            }
        };
        // At the same time: the machine may be waiting to be switched off.
        tokio::join!(
            within(Duration::from_secs(5), "uplink", self.uplink.stop()),
            within(Duration::from_secs(5), "report", report),
            within(Duration::from_secs(5), "write queue", self.write_queue.end()),
        );
        if let Some(Err(error)) = within(Duration::from_secs(10), "journal", self.journal.close()).await {
            tracing::error!(code = error.code().name(), %error, "the journal did not close in order");
        }
    }
}

/// Waits for a room's end, but not for ever: a stalled disk must not hold the stop up.
async fn within<T>(time: Duration, room: &str, end: impl Future<Output = T>) -> Option<T> {
    let ended = tokio::time::timeout(time, end).await.ok();
    if ended.is_none() {
        tracing::warn!(code = codes::S196.name(), room, "{}", codes::S196.technician());
    }
    ended
}

fn settings(config: &Config, contracts: Contracts, format: screen::Format) -> Settings {
    let desk = &config.desk;
    Settings {
        method: desk.method,
        purpose: desk.purpose,
        answer_budget: desk.answer_budget_s,
        answer_budget_down: desk.answer_budget_down_s,
        display_time: desk.display_s,
        contracts,
        login: if config.login.required { Login::Required } else { Login::Off },
        idle_lock: config.login.lock_after,
        sites: desk.sites.clone(),
        page: format.rows_a_page(),
        details: format.shows_details(),
        ..Settings::new(desk.staff.clone())
    }
}

fn open_journal(config: &Config, clock: &SystemClock) -> Result<(Journal, OpenReport)> {
    let Some(path) = config.journal_key() else {
        let why = "not set, and the service manager handed over no credential journal-key";
        return Err(Failure::new(codes::S103).with(why));
    };
    let key = MasterKey::from_file(&path)?;
    std::fs::create_dir_all(&config.station.data)
        .map_err(|e| Failure::new(codes::S104).with(format!("{}: {e}", config.station.data.display())))?;
    let limits = Limits {
        checks: u32::try_from(config.journal.checks).map_err(trouble::start)?,
        bytes: config.journal.bytes,
    };
    let station = config.station.id.clone();
    let options = Options { limits, ..Options::new(config.journal_path(), station, Arc::new(clock.clone())) };
    let (journal, found) = Journal::open(options, key)?;
    if let Some(aside) = &found.set_aside {
        tracing::error!(code = codes::S110.name(), path = %aside.path.display(), reason = %aside.reason,
            rescued = aside.rescued, "{}", codes::S110.technician());
    }
    tracing::info!(
        boot = found.boot,
        clean = found.clean,
        waiting = found.waiting,
        unacknowledged = found.unacknowledged,
        unreadable = found.unreadable,
        "journal open"
    );
    Ok((journal, found))
}

async fn note_start(journal: &Journal, found: &OpenReport) {
    let started = EventKind::Started { software: crate::SOFTWARE.into(), clean: found.clean };
    if let Err(error) = journal.push_event(started).await {
        tracing::error!(code = error.code().name(), %error, "the start could not be noted");
    }
}

fn open_board(board: &Board) -> Result<(Box<dyn Panel>, Keys)> {
    match board {
        Board::Simulated { socket, format } => {
            let (board, keys) = SimulatedBoard::listen(socket, *format)
                .map_err(|e| Failure::new(codes::S105).with(format!("{}: {e}", socket.display())))?;
            Ok((Box::new(board), keys))
        }
        Board::Pi(config) => {
            let (board, keys) = PiBoard::open(config).map_err(|error| Failure::from(&error))?;
            Ok((Box::new(board), keys))
        }
    }
}

fn start_card(config: &Config, inbox: &Inbox) -> Result<CardService> {
    let inbox = inbox.clone();
    let options = CardOptions {
        reader: config.reader.name.clone(),
        pin_pad: config.reader.pin_pad,
        ..CardOptions::default()
    };
    CardService::start(options, move |event| tell(&inbox, event)).map_err(trouble::start)
}

fn start_uplink(
    config: &Config,
    backlog: JournalBacklog,
    inbox: &Inbox,
    report: Option<Arc<Report>>,
) -> Result<Arc<Uplink>> {
    let (events, mut heard) = mpsc::channel(64);
    let uplink = Arc::new(Uplink::start(uplink_settings(config)?, Arc::new(backlog), events)?);
    let inbox = inbox.clone();
    tokio::spawn(async move {
        while let Some(event) = heard.recv().await {
            // The line is back: the broker may be reached again too.
            if let (UplinkEvent::Line(wire::LineGrade::Good), Some(report)) = (&event, &report) {
                report.retry_now();
            }
            if let Some(event) = from_uplink(event) {
                tell(&inbox, event);
            }
        }
    });
    Ok(uplink)
}

/// What the uplink is started, and checked, with.
pub fn uplink_settings(config: &Config) -> Result<uplink::Config> {
    let centre = &config.centre;
    let book_size = usize::try_from(centre.book).map_err(trouble::start)?;
    Ok(uplink::Config {
        base_url: centre.url.clone(),
        ca: centre.ca.clone(),
        certificate: centre.certificate.clone(),
        key: centre.key.clone(),
        book_size,
        book_low: book_size / 3,
        bytes_per_day: centre.bytes_per_day,
        seed: None,
        timing: uplink::Timing::default(),
    })
}

fn from_uplink(event: UplinkEvent) -> Option<Event> {
    match event {
        // The backlog told the desk itself, with the check's head.
        UplinkEvent::Refused { check, code } => Some(Event::NotSettled { check, code }),
        UplinkEvent::Line(grade) => Some(Event::Line(grade)),
        UplinkEvent::Book(count) => Some(Event::Book(u32::try_from(count).unwrap_or(u32::MAX))),
        UplinkEvent::BytesLimit { reached } => Some(Event::BytesLimit(reached)),
        UplinkEvent::Trouble(trouble) => {
            let failure = Failure::from(&trouble);
            tracing::warn!(code = failure.code.name(), technician = %failure.detail, "uplink");
            Some(Event::Trouble { failure, over: false })
        }
        UplinkEvent::TroubleOver(code) => {
            let failure = Failure::new(code.code());
            Some(Event::Trouble { failure, over: true })
        }
        UplinkEvent::ClockOffset { seconds } => {
            let failure = Failure::new(codes::S120).with(format!("{seconds} s"));
            tracing::warn!(code = failure.code.name(), seconds, "{}", failure.code.technician());
            Some(Event::Trouble { failure, over: seconds.abs() < 120 })
        }
    }
}

/// The queue of deferred writes; an acknowledgment wakes the reporter, because it put an event into the outbox.
fn start_write_queue(journal: &Journal, report: Option<Arc<Report>>) -> WriteQueue {
    let acknowledged = move || {
        if let Some(report) = &report {
            report.wake();
        }
    };
    WriteQueue::start(JournalSink::new(journal.clone(), acknowledged), PATIENCE)
}

fn start_report(config: &Config, journal: &Journal, boot: u64, inbox: &Inbox) -> Result<Option<Arc<Report>>> {
    let Some(broker) = &config.broker else { return Ok(None) };
    let (events, heard) = mpsc::channel(32);
    let settings = report_settings(config, broker, boot);
    let report = Report::start(settings, JournalOutbox(journal.clone()), events)?;
    tokio::spawn(hear_report(heard, inbox.clone()));
    Ok(Some(Arc::new(report)))
}

/// What the reporter is started, and checked, with.
pub fn report_settings(config: &Config, broker: &Broker, boot: u64) -> report::Config {
    report::Config {
        host: broker.host.clone(),
        port: broker.port,
        ca: broker.ca.clone(),
        certificate: broker.certificate.clone(),
        key: broker.key.clone(),
        station: config.station.id.clone(),
        boot,
        software: crate::SOFTWARE.into(),
        keepalive: report::Config::KEEPALIVE,
        status_every: broker.status_every_s,
        seed: boot ^ u64::from(std::process::id()),
        timing: report::Timing::default(),
    }
}

async fn hear_report(mut heard: mpsc::Receiver<ReportEvent>, inbox: Inbox) {
    while let Some(event) = heard.recv().await {
        let (fault, over) = match event {
            ReportEvent::Connected { resumed } => {
                tracing::info!(resumed, "broker connected");
                continue;
            }
            // The office sees that for itself, and staff can do nothing about it.
            ReportEvent::Disconnected { fault, detail } => {
                tracing::info!(code = fault.code().name(), %detail, "broker disconnected");
                continue;
            }
            // Nor about an office that does not listen yet: the events are kept.
            ReportEvent::Trouble { fault: Fault::NobodyListens, detail } => {
                tracing::info!(code = Fault::NobodyListens.code().name(), %detail, "report");
                continue;
            }
            ReportEvent::Cleared { fault: Fault::NobodyListens } => continue,
            ReportEvent::Trouble { fault, detail } => {
                tracing::warn!(code = fault.code().name(), %detail, "report");
                (fault, false)
            }
            ReportEvent::Cleared { fault } => (fault, true),
        };
        let failure = Failure::new(fault.code());
        tell(&inbox, Event::Trouble { failure, over });
    }
}
