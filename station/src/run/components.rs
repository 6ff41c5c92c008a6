//! Opens every component in the order in which they need each other, and closes them again.

use super::{
    backlog::JournalBacklog,
    broker, centre,
    event_loop::{Checks, EventLoop, Parts, Verdicts},
    evidence::StationKey,
    input::{Inbox, Input, send},
    office::Office,
    requests::Requests,
    status::StatusReader,
    trouble,
    voice::Voice,
};
use crate::{
    clock::SystemClock,
    config::{Board, Config},
    contracts, convert,
    diagnosis::{Diagnosis, Sources},
    panel::PanelThread,
};
use codes::Failure;
use desk::{Contracts, Desk, Event, Login, Settings};
use firmware::{
    card::{CardOptions, CardService},
    panel::{Keys, Panel, pi::PiBoard, simulated::SimulatedBoard},
};
use journal::{
    Journal, Limits, MasterKey, OpenReport, Options,
    deferred::{JournalSink, PATIENCE, WriteQueue},
};
use report::Report;
use std::{sync::Arc, time::Duration};
use tokio::sync::{Notify, mpsc};
use uplink::Uplink;
use wire::EventKind;

type Result<T> = std::result::Result<T, Failure>;

/// The open components.
pub struct Components {
    /// Number of this start.
    pub boot: u64,
    pub(super) journal: Journal,
    pub(super) uplink: Arc<Uplink>,
    pub(super) report: Option<Arc<Report>>,
    pub(super) panel: PanelThread,
    pub(super) inbox: Inbox,
    /// Notified when staff end the day.
    pub power_off: Arc<Notify>,
    write_queue: WriteQueue,
}

impl Components {
    /// Opens the components, the panel first: the reason of a failed start is shown on it for a while. Faults of the
    /// configuration are found before anything else is started.
    pub async fn open(config: &Config, clock: SystemClock) -> Result<(Self, EventLoop)> {
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
    ) -> Result<(Self, EventLoop)> {
        let contracts = Arc::new(match &config.desk.contracts {
            Some(path) => contracts::load(path)?,
            None => Contracts::default(),
        });
        let key = Arc::new(StationKey::load(&config.centre.key)?);
        let (journal, found) = open_journal(config, &clock)?;
        note_start(&journal, &found).await;
        let (inbox, inputs) = mpsc::unbounded_channel::<Input>();
        for failure in trouble::of_journal(&found) {
            send(&inbox, Event::Trouble { failure, over: false });
        }
        let backlog = JournalBacklog {
            journal: journal.clone(),
            clock: clock.clone(),
            contracts: contracts.clone(),
            inbox: inbox.clone(),
        };
        let report = broker::start(config, &journal, found.boot, &inbox)?;
        let uplink = centre::start(config, backlog, &inbox, report.clone())?;
        let write_queue = start_write_queue(&journal, report.clone());
        let components = Self {
            boot: found.boot,
            journal,
            uplink,
            report,
            panel,
            inbox,
            power_off: Arc::default(),
            write_queue,
        };
        let card = start_card(config, &components.inbox)?;
        let diagnosis = components.diagnosis(config, clock.clone());
        components.watch_conditions(diagnosis.clone());
        let voice = Voice::new(config.speech.as_ref(), &components.inbox);
        let desk = Desk::new(Settings {
            speech: voice.is_some(),
            ..settings(config, contracts.as_ref().clone(), format)
        });
        let event_loop = EventLoop::new(Parts {
            desk,
            card,
            keys,
            panel: components.panel.clone(),
            inputs,
            checks: components.checks(config, clock.clone(), key),
            verdicts: components.verdicts(contracts),
            requests: components.requests(config, clock.clone(), diagnosis),
            office: components.office(config),
            status: components.status(config, clock.clone()),
            clock,
            voice,
            page: u32::try_from(format.rows_a_page()).unwrap_or(1),
            power_off: components.power_off.clone(),
        });
        Ok((components, event_loop))
    }

    fn diagnosis(&self, config: &Config, clock: SystemClock) -> Diagnosis {
        let sources = Sources {
            journal: self.journal.clone(),
            uplink: self.uplink.clone(),
            report: self.report.clone(),
            clock,
            boot: self.boot,
        };
        Diagnosis::new(config, sources)
    }

    /// Passes the conditions of the machine to the desk.
    fn watch_conditions(&self, diagnosis: Diagnosis) {
        let inbox = self.inbox.clone();
        tokio::spawn(diagnosis.watch(move |change| {
            let (failure, over) = (Failure::new(change.code), change.over);
            inbox.send(Event::Trouble { failure, over }.into()).is_ok()
        }));
    }

    fn office(&self, config: &Config) -> Office {
        Office {
            journal: self.journal.clone(),
            report: self.report.clone(),
            bytes_limit: config.centre.bytes_per_day,
        }
    }

    fn checks(&self, config: &Config, clock: SystemClock, key: Arc<StationKey>) -> Checks {
        Checks {
            station: config.station.id.clone(),
            institution: config.station.institution.clone(),
            key,
            clock,
            journal: self.journal.clone(),
            uplink: self.uplink.clone(),
            office: self.office(config),
            inbox: self.inbox.clone(),
            signing: None,
        }
    }

    fn verdicts(&self, contracts: Arc<Contracts>) -> Verdicts {
        Verdicts {
            journal: self.journal.clone(),
            write_queue: self.write_queue.clone(),
            contracts,
            inbox: self.inbox.clone(),
        }
    }

    fn requests(&self, config: &Config, clock: SystemClock, diagnosis: Diagnosis) -> Requests {
        Requests {
            journal: self.journal.clone(),
            write_queue: self.write_queue.clone(),
            uplink: self.uplink.clone(),
            diagnosis,
            clock,
            inbox: self.inbox.clone(),
            default_staff: config.desk.staff.clone(),
            staff: config.desk.staff.clone(),
        }
    }

    fn status(&self, config: &Config, clock: SystemClock) -> StatusReader {
        StatusReader {
            station: config.station.id.clone(),
            boot: self.boot,
            clock,
            journal: self.journal.clone(),
            data: config.station.data.clone(),
            bytes_limit: config.centre.bytes_per_day,
            report: self.report.clone(),
            metered: Arc::default(),
            inbox: self.inbox.clone(),
        }
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

/// Waits for the end of a component for this long: a stalled disk must not hold the stop up.
async fn within<T>(time: Duration, component: &str, end: impl Future<Output = T>) -> Option<T> {
    let ended = tokio::time::timeout(time, end).await.ok();
    if ended.is_none() {
        tracing::warn!(code = codes::S196.name(), component, "{}", codes::S196.technician());
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
    CardService::start(options, move |event| send(&inbox, event)).map_err(trouble::start)
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
