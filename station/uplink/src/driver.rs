//! The task that does the work: hears the station's words, plans what to send ([`crate::plan`]), and acts on what
//! comes back ([`crate::land`]). It owns no truth: everything it remembers may be lost and is found again in the
//! journal.

use crate::{
    Backlog, BacklogError, Config, Trouble, TroubleCode, UplinkError, UplinkEvent,
    backoff::Backoff,
    flight::{Errand, Flight, Landing, Question},
    handle::Command,
    http::Http,
    limit::{Allowed, Used},
    link::{Failing, Link, Quality},
    pace::Pace,
    parked::Parked,
    recall::{RECALL_WITHIN, Recall},
};
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
use wire::CheckId;

/// The journal is given counted bytes when they are this many, or this old: each write costs the SD card.
const METER_BYTES: u64 = 16 * 1_024;
const METER_AGE: Duration = Duration::from_secs(60);
/// What is in flight at a stop has this long to land.
const LAST_CALL: Duration = Duration::from_secs(3);
/// After the journal failed it is left alone for this long.
pub(crate) const JOURNAL_PAUSE: Duration = Duration::from_secs(5);

/// A check that the desk waits for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LiveTry {
    /// Tried until then, afterwards it is one of the backlog.
    pub(crate) until: Instant,
    /// Not before then.
    pub(crate) next: Instant,
    /// Tries so far.
    pub(crate) tries: u32,
}

/// The book of challenges as far as the driver knows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Book {
    /// How many it held when last asked; `None`: ask again.
    pub(crate) level: Option<usize>,
    /// Not ordered before then.
    pub(crate) pause: Option<Instant>,
}

/// All that the task remembers.
pub(crate) struct Driver<B> {
    pub(crate) config: Config,
    pub(crate) http: Arc<Http>,
    pub(crate) backlog: Arc<B>,
    pub(crate) events: mpsc::Sender<UplinkEvent>,
    pub(crate) link: Link,
    /// The line as others may look at it.
    pub(crate) quality: Arc<Mutex<Quality>>,
    pub(crate) backoff: Backoff,
    pub(crate) pace: Pace,
    pub(crate) parked: Parked,
    pub(crate) live: BTreeMap<CheckId, LiveTry>,
    pub(crate) book: Book,
    /// Look-ups that were not asked for yet.
    pub(crate) recalls: Vec<Recall>,
    pub(crate) tasks: JoinSet<Landing>,
    pub(crate) flights: HashMap<Id, Flight>,
    pub(crate) aloft: BTreeSet<CheckId>,
    /// Whether the backlog may hold something that is not aloft or parked.
    pub(crate) hungry: bool,
    /// When the last live check came or ended.
    pub(crate) last_live: Instant,
    /// When anything was last answered or tried in vain.
    pub(crate) last_heard: Instant,
    pub(crate) journal_pause: Option<Instant>,
    pub(crate) busy: u32,
    pub(crate) clock_doubted: bool,
    troubles: BTreeSet<TroubleCode>,
    limit: Option<u64>,
    pub(crate) allowed: Allowed,
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
            backoff: Backoff::new(t.backoff_first, t.backoff_longest, t.stable, seed),
            limit: config.bytes_per_day,
            config,
            http,
            backlog,
            events,
            link: Link::default(),
            quality: Arc::new(Mutex::new(Link::default().quality())),
            pace: Pace::default(),
            parked: Parked::default(),
            live: BTreeMap::new(),
            book: Book::default(),
            recalls: Vec::new(),
            tasks: JoinSet::new(),
            flights: HashMap::new(),
            aloft: BTreeSet::new(),
            hungry: true,
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

    /// Works until it is told to stop or its handle is gone.
    pub(crate) async fn run(mut self, mut commands: mpsc::UnboundedReceiver<Command>) {
        loop {
            *self.quality.lock().unwrap_or_else(PoisonError::into_inner) = self.link.quality();
            let wake = self.plan(Instant::now()).await;
            tokio::select! {
                command = commands.recv() => match command {
                    None | Some(Command::Stop) => break,
                    Some(command) => self.hear(command).await,
                },
                Some(landed) = self.tasks.join_next_with_id() => self.land(landed, Instant::now()).await,
                () = sleep_until(wake) => {}
            }
        }
        // A station that stops may not read its events any more: do not wait for it for ever.
        timeout_at(Instant::now() + 2 * LAST_CALL, self.finish()).await.ok();
    }

    async fn hear(&mut self, command: Command) {
        let now = Instant::now();
        match command {
            Command::Live(id) => {
                let until = now + self.config.timing.live;
                self.live.insert(id, LiveTry { until, next: now, tries: 0 });
                self.last_live = now;
                self.hungry = true;
                self.book.level = None;
            }
            Command::Wake => {
                self.hungry = true;
                self.book.level = None;
            }
            Command::Limit(limit) => {
                self.limit = limit;
                self.settle_limit(now).await;
            }
            Command::Recall(recall) => self.recalls.push(recall),
            Command::Stop => {}
        }
    }

    /// Sends a question on its way.
    pub(crate) fn start(&mut self, question: Question) {
        let errand = question.errand().clone();
        match &errand {
            Errand::Put { id, .. } => {
                self.aloft.insert(*id);
            }
            Errand::Batch(ids) => self.aloft.extend(ids),
            _ => {}
        }
        let (sent, warm) = (question.bytes(), self.http.warm());
        let patience = self.patience(&question, warm);
        let abort = self.tasks.spawn(question.fly(self.http.clone(), patience));
        let flight = Flight { errand, started: Instant::now(), sent, warm, abort: abort.clone() };
        self.flights.insert(abort.id(), flight);
    }

    /// How long an answer is waited for. The desk's is given up early on a connection that should answer quickly,
    /// because a new one may.
    fn patience(&self, question: &Question, warm: bool) -> Duration {
        let (t, weight) = (&self.config.timing, question.weight());
        let usual = t.answer + self.pace.allowance(weight);
        if matches!(question.errand(), Errand::Recall) {
            return RECALL_WITHIN;
        }
        if !warm || !matches!(question.errand(), Errand::Put { live: true, .. }) {
            return usual;
        }
        let before: usize = self.flights.values().map(|flight| flight.sent).sum();
        let round_trips = 3 * self.link.round_trip().unwrap_or_default();
        usual.min(t.live_answer.max(round_trips) + self.pace.duration(weight + before))
    }

    /// Lets what is in flight land, keeps what was counted.
    async fn finish(&mut self) {
        let deadline = Instant::now() + LAST_CALL;
        while !self.tasks.is_empty() {
            match timeout_at(deadline, self.tasks.join_next_with_id()).await {
                Ok(Some(landed)) => self.land(landed, Instant::now()).await,
                _ => break,
            }
        }
        self.tasks.shutdown().await;
        self.keep_meter(Instant::now()).await;
    }

    /// Tells the station. A station that no longer listens is stopping.
    pub(crate) async fn tell(&self, event: UplinkEvent) {
        self.events.send(event).await.ok();
    }

    /// A condition began.
    pub(crate) async fn raise(&mut self, code: TroubleCode, technician: impl Into<String>) {
        if self.troubles.insert(code) {
            let technician = technician.into();
            tracing::warn!(code = code.code(), technician, "trouble");
            self.tell(UplinkEvent::Trouble(Trouble { code, technician })).await;
        }
    }

    /// Conditions ended.
    pub(crate) async fn over(&mut self, codes: &[TroubleCode]) {
        for code in codes {
            if self.troubles.remove(code) {
                tracing::info!(code = code.code(), "trouble is over");
                self.tell(UplinkEvent::TroubleOver(*code)).await;
            }
        }
    }

    /// The journal did not do it: say so and leave it alone for a while.
    pub(crate) async fn journal_failed(&mut self, doing: &str, error: BacklogError, now: Instant) {
        self.journal_pause = Some(now + JOURNAL_PAUSE);
        self.raise(TroubleCode::Journal, format!("{doing}: {error}")).await;
    }

    /// Takes what was counted; gives it to the journal when it is much or old, and looks at the limit.
    pub(crate) async fn meter(&mut self, now: Instant) {
        let (up, down) = self.http.tally.take();
        self.used.pending.0 += up;
        self.used.pending.1 += down;
        let old = self.metered.is_none_or(|at| now.saturating_duration_since(at) >= METER_AGE);
        if old || self.used.pending.0 + self.used.pending.1 >= METER_BYTES {
            self.keep_meter(now).await;
        }
        self.settle_limit(now).await;
    }

    /// When the meter is due next.
    pub(crate) fn meter_due(&self, now: Instant) -> Instant {
        self.metered.map_or(now, |at| at + METER_AGE)
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

    async fn settle_limit(&mut self, now: Instant) {
        let (before, after) = (self.allowed, self.used.allowed(self.limit));
        self.allowed = after;
        if (before == Allowed::All) != (after == Allowed::All) {
            tracing::info!(reached = after != Allowed::All, used = self.used.total(), "byte limit");
            self.tell(UplinkEvent::BytesLimit { reached: after != Allowed::All }).await;
            self.hungry = true;
        }
        if after == Allowed::Nothing {
            self.raise(TroubleCode::HardLimit, "the day's bytes and their margin are used up").await;
            // Nothing is asked any more, so nobody can know that the line is up.
            let changed = self.link.failed(now, Failing::Refused);
            self.tell_line(changed).await;
        } else {
            self.over(&[TroubleCode::HardLimit]).await;
        }
    }

    /// Tells a changed grade.
    pub(crate) async fn tell_line(&mut self, changed: Option<wire::LineGrade>) {
        if let Some(grade) = changed {
            tracing::info!(?grade, "line");
            self.tell(UplinkEvent::Line(grade)).await;
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
