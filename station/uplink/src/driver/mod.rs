//! The task that does the work: executes the station's commands, plans what to send ([`plan`]) and processes responses
//! ([`responses`]). It owns no truth: all of its state may be lost and is found again in the journal.

mod in_flight;
mod pause;
mod plan;
mod quarantine;
mod recalls;
mod responses;

use crate::{
    Backlog, BacklogError, Config, RECALL_WITHIN, Trouble, TroubleCode, UplinkError, UplinkEvent,
    command::{Command, Recall},
    http::Http,
    limit::{Allowed, Used},
    link::{Failing, Link, Quality},
    pace::Pace,
};
use in_flight::{Completed, InFlight, Request, RequestKind};
use pause::Pause;
use quarantine::Quarantine;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::{
    sync::mpsc,
    task::{Id, JoinSet},
    time::{Instant, sleep_until, timeout_at},
};
use wire::{CheckId, LineGrade};

/// Counted bytes that are given to the journal at once: each write costs the SD card.
const METER_BYTES: u64 = 16 * 1_024;
/// Time for requests in flight to complete at a stop.
const LAST_RESPONSES: Duration = Duration::from_secs(3);
/// Pause after a failure of the journal.
const JOURNAL_PAUSE: Duration = Duration::from_secs(5);
/// Pause after an order of challenges that brought none.
const BOOK_PAUSE: Duration = Duration::from_secs(60);

/// A check that the desk waits for.
#[derive(Debug, Clone, Copy)]
struct LiveTry {
    /// End of its tries; afterwards it belongs to the backlog.
    until: Instant,
    /// Earliest time of the next try.
    next: Instant,
    /// Tries so far.
    tries: u32,
}

/// State of the book of challenges as far as the driver knows.
#[derive(Debug, Clone, Default)]
struct Book {
    /// Challenges in it; `None`: read again.
    level: Option<usize>,
    /// Earliest time of the next order.
    pause: Option<Instant>,
}

/// State of the task.
pub(crate) struct Driver<B> {
    config: Config,
    pub(crate) http: Arc<Http>,
    backlog: Arc<B>,
    events: mpsc::Sender<UplinkEvent>,
    link: Link,
    /// The line as the handle shows it.
    pub(crate) quality: Arc<Mutex<Quality>>,
    pause: Pause,
    pace: Pace,
    quarantine: Quarantine,
    live: BTreeMap<CheckId, LiveTry>,
    book: Book,
    /// Look-ups that were not sent yet.
    recalls: Vec<Recall>,
    tasks: JoinSet<Completed>,
    in_flight: HashMap<Id, InFlight>,
    checks_in_flight: BTreeSet<CheckId>,
    /// True when the backlog may hold a check that is neither in flight nor in quarantine.
    backlog_may_have_more: bool,
    /// Time at which the last live check came or ended.
    last_live: Instant,
    /// Time of the last answer or failed try.
    last_heard: Instant,
    journal_pause: Option<Instant>,
    /// Answers in a row that said the centre is busy.
    busy: u32,
    clock_doubted: bool,
    troubles: BTreeSet<TroubleCode>,
    allowed: Allowed,
    used: Used,
    metered: Option<Instant>,
}

impl<B: Backlog> Driver<B> {
    /// Reads the identity; sends nothing yet.
    pub(crate) fn new(
        config: Config,
        backlog: Arc<B>,
        events: mpsc::Sender<UplinkEvent>,
    ) -> Result<Self, UplinkError> {
        config.check()?;
        let http = Arc::new(Http::new(&config)?);
        let (t, now) = (&config.timing, Instant::now());
        let seed = config.seed.unwrap_or_else(random_seed);
        Ok(Self {
            pause: Pause::new(t.backoff_first, t.backoff_longest, t.stable, seed),
            config,
            http,
            backlog,
            events,
            link: Link::default(),
            quality: Arc::new(Mutex::new(Link::default().quality())),
            pace: Pace::default(),
            quarantine: Quarantine::default(),
            live: BTreeMap::new(),
            book: Book::default(),
            recalls: Vec::new(),
            tasks: JoinSet::new(),
            in_flight: HashMap::new(),
            checks_in_flight: BTreeSet::new(),
            backlog_may_have_more: true,
            last_live: now,
            last_heard: now,
            journal_pause: None,
            busy: 0,
            clock_doubted: false,
            troubles: BTreeSet::new(),
            allowed: Allowed::All,
            used: Used::default(),
            metered: None,
        })
    }

    /// Works until a stop or until its handle is gone.
    pub(crate) async fn run(mut self, mut commands: mpsc::UnboundedReceiver<Command>) {
        loop {
            *self.quality.lock().unwrap_or_else(PoisonError::into_inner) = self.link.quality();
            let wake = self.plan(Instant::now()).await;
            tokio::select! {
                command = commands.recv() => match command {
                    None | Some(Command::Stop) => break,
                    Some(command) => self.execute(command),
                },
                Some(completed) = self.tasks.join_next_with_id() => {
                    self.completed(completed, Instant::now()).await;
                }
                () = sleep_until(wake) => {}
            }
        }
        // A station that stops may not read its events any more: do not wait for it without end.
        timeout_at(Instant::now() + 2 * LAST_RESPONSES, self.finish()).await.ok();
    }

    fn execute(&mut self, command: Command) {
        let now = Instant::now();
        match command {
            Command::Live(id) => {
                let until = now + self.config.timing.live;
                self.live.insert(id, LiveTry { until, next: now, tries: 0 });
                self.last_live = now;
                self.backlog_may_have_more = true;
                self.book.level = None;
            }
            Command::Recall(recall) => self.recalls.push(recall),
            Command::Stop => {}
        }
    }

    /// Sends a request.
    fn start(&mut self, request: Request) {
        let kind = request.kind().clone();
        match &kind {
            RequestKind::Put { id, .. } => {
                self.checks_in_flight.insert(*id);
            }
            RequestKind::Batch(ids) => self.checks_in_flight.extend(ids),
            RequestKind::Book(_) | RequestKind::Probe | RequestKind::Recall => {}
        }
        let (sent, warm) = (request.bytes(), self.http.warm());
        let patience = self.patience(&request, warm);
        let abort = self.tasks.spawn(request.send(self.http.clone(), patience));
        let in_flight = InFlight { kind, started: Instant::now(), sent, warm, abort: abort.clone() };
        self.in_flight.insert(abort.id(), in_flight);
    }

    /// Time for a response. A live check on a connection that should answer quickly is given up early, because a new
    /// connection may answer.
    fn patience(&self, request: &Request, warm: bool) -> Duration {
        let (t, weight) = (&self.config.timing, request.weight());
        let usual = t.answer + self.pace.allowance(weight);
        if matches!(request.kind(), RequestKind::Recall) {
            return RECALL_WITHIN;
        }
        if !warm || !request.kind().is_live() {
            return usual;
        }
        let before: usize = self.in_flight.values().map(|request| request.sent).sum();
        let round_trips = 3 * self.link.round_trip().unwrap_or_default();
        usual.min(t.live_answer.max(round_trips) + self.pace.duration(weight + before))
    }

    /// Waits for the responses to requests in flight, then keeps the byte count.
    async fn finish(&mut self) {
        let deadline = Instant::now() + LAST_RESPONSES;
        while !self.tasks.is_empty() {
            match timeout_at(deadline, self.tasks.join_next_with_id()).await {
                Ok(Some(completed)) => self.completed(completed, Instant::now()).await,
                _ => break,
            }
        }
        self.tasks.shutdown().await;
        self.keep_meter(Instant::now()).await;
    }

    /// Number of requests in flight of these kinds.
    fn count(&self, kinds: fn(&RequestKind) -> bool) -> usize {
        self.in_flight.values().filter(|request| kinds(&request.kind)).count()
    }

    fn live_in_flight(&self) -> bool {
        self.count(RequestKind::is_live) > 0
    }

    /// Sends an event to the station. A station that does not listen any more is stopping.
    async fn emit(&self, event: UplinkEvent) {
        self.events.send(event).await.ok();
    }

    /// Reports the begin of a condition.
    async fn raise(&mut self, code: TroubleCode, technician: impl Into<String>) {
        if self.troubles.insert(code) {
            let technician = technician.into();
            tracing::warn!(code = code.code().name(), technician, "trouble");
            self.emit(UplinkEvent::Trouble(Trouble { code, technician })).await;
        }
    }

    /// Reports the end of conditions.
    async fn clear(&mut self, codes: &[TroubleCode]) {
        for code in codes {
            if self.troubles.remove(code) {
                tracing::info!(code = code.code().name(), "trouble is over");
                self.emit(UplinkEvent::TroubleOver(*code)).await;
            }
        }
    }

    /// Reports a failure of the journal, and leaves the journal alone for a while.
    async fn journal_failed(&mut self, doing: &str, error: BacklogError, now: Instant) {
        self.journal_pause = Some(now + JOURNAL_PAUSE);
        self.raise(TroubleCode::Journal, format!("{doing}: {error}")).await;
    }

    /// Takes the counted bytes, gives them to the journal when they are many or old, and applies the limit.
    async fn meter(&mut self, now: Instant) {
        let (up, down) = self.http.traffic.take();
        self.used.pending.0 += up;
        self.used.pending.1 += down;
        let age = self.config.timing.meter;
        let old = self.metered.is_none_or(|at| now.saturating_duration_since(at) >= age);
        if old || self.used.pending.0 + self.used.pending.1 >= METER_BYTES {
            self.keep_meter(now).await;
        }
        self.apply_limit(now).await;
    }

    /// Time at which the byte count is due next.
    fn meter_due(&self, now: Instant) -> Instant {
        self.metered.map_or(now, |at| at + self.config.timing.meter)
    }

    async fn keep_meter(&mut self, now: Instant) {
        self.metered = Some(now);
        let (up, down) = self.used.pending;
        if up + down > 0 {
            match self.backlog.meter(up, down).await {
                Ok(()) => self.used.pending = (0, 0),
                Err(error) => return self.journal_failed("keeping the byte count", error, now).await,
            }
        }
        match self.backlog.metered_today().await {
            Ok(kept) => self.used.kept = kept,
            Err(error) => self.journal_failed("reading the byte count", error, now).await,
        }
    }

    async fn apply_limit(&mut self, now: Instant) {
        let (before, after) = (self.allowed, self.used.allowed(self.config.bytes_per_day));
        self.allowed = after;
        if (before == Allowed::All) != (after == Allowed::All) {
            tracing::info!(reached = after != Allowed::All, used = self.used.total(), "byte limit");
            self.emit(UplinkEvent::BytesLimit { reached: after != Allowed::All }).await;
            self.backlog_may_have_more = true;
        }
        if after == Allowed::Nothing {
            self.raise(TroubleCode::HardLimit, "the day's bytes and their margin are used up").await;
            // Nothing is sent any more, so nothing can show that the line is up.
            let changed = self.link.failed(now, Failing::Refused);
            self.emit_line(changed).await;
        } else {
            self.clear(&[TroubleCode::HardLimit]).await;
        }
    }

    /// Reports a changed grade of the line.
    async fn emit_line(&mut self, changed: Option<LineGrade>) {
        if let Some(grade) = changed {
            tracing::info!(?grade, "line");
            self.emit(UplinkEvent::Line(grade)).await;
        }
    }
}

fn random_seed() -> u64 {
    use ring::rand::SecureRandom;
    let mut seed = [0; 8];
    // Jitter only: without a random source every station still has its own start.
    ring::rand::SystemRandom::new().fill(&mut seed).ok();
    u64::from_le_bytes(seed)
}
