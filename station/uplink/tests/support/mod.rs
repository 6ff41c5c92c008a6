//! Shared by the tests and the bench: a real stand-in centre behind a bad line, a journal in memory, and checks
//! of invented people whose evidence holds.

#![allow(dead_code, clippy::indexing_slicing, clippy::unwrap_used, clippy::expect_used, clippy::panic)] // each user takes its part

use centre::{Centre, Running};
use jiff::Timestamp;
use line::{Condition, Forward, Line, Preset};
use personas::{
    jpki::Pki,
    tls::{Identity, Tls},
};
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair};
use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex, MutexGuard,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    time::Duration,
};
use tokio::{
    sync::mpsc,
    time::{Instant, timeout_at},
};
use uplink::{Backlog, BacklogError, Config, Timing, Uplink, UplinkEvent, Want};
use wire::{
    Capture, Challenge, Check, CheckId, Evidence, Purpose, ReceptionNumber, Settlement, StationId,
    visual_statement,
};

/// No test waits longer for anything.
pub const LONG: Duration = Duration::from_secs(60);
/// The station's id in all tests.
pub const STATION: &str = "bus-01";

/// A journal in memory that fails on command.
#[derive(Default)]
pub struct Shelf {
    state: Mutex<State>,
    order: AtomicU64,
    /// While set, nothing can be settled.
    pub settle_fails: AtomicBool,
    /// While set, nothing can be read.
    pub read_fails: AtomicBool,
}

/// Content of the shelf.
#[derive(Default)]
pub struct State {
    pub waiting: BTreeMap<u64, Check>,
    /// Settlements with the order they came in; the number counts repetitions.
    pub settled: HashMap<CheckId, (Settlement, u32)>,
    pub sequence: Vec<CheckId>,
    /// Checks in the order they were taken from the backlog, each time they were.
    pub taken: Vec<CheckId>,
    pub challenges: Vec<Challenge>,
    pub metered: (u64, u64),
}

impl Shelf {
    pub fn look(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// Keeps a check, as the station does before anything is sent.
    pub fn save(&self, check: Check) -> CheckId {
        let (id, order) = (check.id, self.order.fetch_add(1, SeqCst));
        self.look().waiting.insert(order, check);
        id
    }

    fn may(&self, fails: &AtomicBool) -> Result<MutexGuard<'_, State>, BacklogError> {
        if fails.load(SeqCst) { Err(BacklogError("fails on command".into())) } else { Ok(self.look()) }
    }
}

impl Backlog for Shelf {
    async fn waiting(&self, want: Want) -> Result<Vec<Check>, BacklogError> {
        let mut state = self.may(&self.read_fails)?;
        let (mut checks, mut bytes) = (Vec::new(), 0);
        for check in state.waiting.values().filter(|c| !want.except.contains(&c.id)).take(want.count) {
            bytes += serde_json::to_vec(check).unwrap().len();
            if bytes > want.bytes && !checks.is_empty() {
                break;
            }
            checks.push(check.clone());
        }
        state.taken.extend(checks.iter().map(|check| check.id));
        Ok(checks)
    }

    async fn one(&self, id: CheckId) -> Result<Option<Check>, BacklogError> {
        Ok(self.may(&self.read_fails)?.waiting.values().find(|c| c.id == id).cloned())
    }

    async fn settle(&self, settlement: Settlement) -> Result<(), BacklogError> {
        let mut state = self.may(&self.settle_fails)?;
        let id = settlement.check;
        state.waiting.retain(|_, check| check.id != id);
        state.sequence.push(id);
        state.settled.entry(id).or_insert((settlement, 0)).1 += 1;
        Ok(())
    }

    async fn challenges(&self) -> Result<usize, BacklogError> {
        Ok(self.may(&self.read_fails)?.challenges.len())
    }

    async fn add_challenges(&self, challenges: Vec<Challenge>) -> Result<(), BacklogError> {
        self.look().challenges.extend(challenges);
        Ok(())
    }

    async fn meter(&self, up: u64, down: u64) -> Result<(), BacklogError> {
        let mut state = self.look();
        state.metered.0 += up;
        state.metered.1 += down;
        Ok(())
    }

    async fn metered_today(&self) -> Result<u64, BacklogError> {
        let (up, down) = self.look().metered;
        Ok(up + down)
    }
}

/// Times short enough for tests.
pub fn quick() -> Timing {
    let ms = Duration::from_millis;
    Timing {
        connect: ms(2_000),
        answer: ms(2_000),
        live_answer: ms(2_000),
        live: ms(8_000),
        probe: ms(1_000),
        backoff_first: ms(50),
        backoff_longest: ms(800),
        stable: ms(2_000),
        parked: ms(1_500),
        idle: ms(50),
        meter: ms(200),
    }
}

/// A centre, a line to it, a station's identity and its shelf.
pub struct Bus {
    pub centre: Running,
    pub line: Line,
    pub shelf: Arc<Shelf>,
    pub tls: Tls,
    pub identity: Identity,
    pub pki: Pki,
    pub folder: tempfile::TempDir,
    people: Vec<&'static str>,
    key: EcdsaKeyPair,
}

impl Bus {
    pub async fn new() -> Self {
        Self::with(|_| {}).await
    }

    /// A bus whose centre is set up otherwise.
    pub async fn with(change: impl FnOnce(&mut centre::Config)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shared = personas::shared_dir();
        let mut config = centre::Config::new(folder.path().join("centre"), &shared);
        change(&mut config);
        let centre = Centre::start(config).await.unwrap();
        let forward =
            Forward { name: "centre".into(), listen: "127.0.0.1:0".parse().unwrap(), target: centre.addr };
        let line =
            Line::start(line::Config { forwards: vec![forward], condition: Preset::Perfect.into(), seed: 1 });
        let (tls, pki) = (Tls::ensure(&shared).unwrap(), Pki::ensure(&shared).unwrap());
        let identity = tls.station(STATION).unwrap();
        let key = station_key(&identity);
        let people = personas::all().iter().map(|p| p.key.as_str());
        let people = people.filter(|key| pki.authentication(key).is_some()).collect();
        let shelf = Arc::default();
        Self { centre, line: line.unwrap(), shelf, tls, identity, pki, folder, people, key }
    }

    /// The uplink's settings: by way of the line, with quick times.
    pub fn config(&self) -> Config {
        Config {
            base_url: format!("https://{}", self.line.address("centre").unwrap()),
            ca: self.tls.centre_ca.clone(),
            certificate: self.identity.centre.certificate.clone(),
            key: self.identity.centre.key.clone(),
            book_size: 8,
            book_low: 4,
            bytes_per_day: None,
            seed: Some(1),
            timing: quick(),
        }
    }

    pub fn start(&self) -> Desk {
        self.start_with(self.config())
    }

    pub fn start_with(&self, config: Config) -> Desk {
        let (events, seen) = mpsc::channel(1_024);
        let uplink = Uplink::start(config, self.shelf.clone(), events).unwrap();
        let counted = self.shelf.look().sequence.len();
        Desk { uplink, seen, shelf: Arc::clone(&self.shelf), counted, past: Vec::new() }
    }

    /// A check of the `number`th person, in visual mode, captured now.
    pub fn check(&self, number: usize) -> Check {
        self.check_of(self.people[number % self.people.len()], STATION, number as u32 + 1)
    }

    pub fn check_of(&self, person: &str, station: &str, number: u32) -> Check {
        let certificate = self.pki.authentication(person).unwrap().certificate.clone();
        let (id, station): (_, StationId) = (CheckId::random(), station.parse().unwrap());
        let (staff, at) = ("s1".parse().unwrap(), Timestamp::now());
        let said = visual_statement(&certificate, id, &station, Purpose::HealthCheckup, &staff, at);
        let signature = self.key.sign(&ring::rand::SystemRandom::new(), &said).unwrap();
        Check {
            id,
            station,
            institution: "1310000001".parse().unwrap(),
            purpose: Purpose::HealthCheckup,
            reception: ReceptionNumber(number),
            staff,
            capture: Capture { at, clock_synchronised: true, boot: 1, order: u64::from(number) },
            evidence: Evidence::Visual {
                certificate: certificate.into(),
                statement_signature: signature.as_ref().into(),
            },
        }
    }

    /// Puts `count` checks on the shelf.
    pub fn fill(&self, count: usize) -> Vec<CheckId> {
        (0..count).map(|number| self.shelf.save(self.check(number))).collect()
    }

    pub fn set(&self, condition: impl Into<Condition>) {
        self.line.set(condition.into());
    }

    /// True when the centre has counted each of these checks exactly once, and nothing else of this station.
    pub fn assert_exactly_once(&self, ids: &[CheckId]) {
        let receipts = self.centre.control.receipts(Some(&STATION.parse().unwrap())).unwrap();
        assert_eq!(receipts.len(), ids.len(), "checks at the centre");
        for id in ids {
            let receipt = receipts.iter().find(|r| r.check == *id).expect("every check arrived");
            assert_eq!((receipt.times_counted, receipt.conflicts), (1, 0), "{receipt:?}");
        }
    }
}

fn station_key(identity: &Identity) -> EcdsaKeyPair {
    use rustls::pki_types::{PrivateKeyDer, pem::PemObject};
    let key = PrivateKeyDer::from_pem_file(&identity.centre.key).unwrap();
    let random = ring::rand::SystemRandom::new();
    EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, key.secret_der(), &random).unwrap()
}

/// The station's side: the uplink and its events.
pub struct Desk {
    pub uplink: Uplink,
    seen: mpsc::Receiver<UplinkEvent>,
    shelf: Arc<Shelf>,
    /// Settlements that were waited for.
    counted: usize,
    /// All events so far.
    pub past: Vec<UplinkEvent>,
}

impl Desk {
    /// Waits for an event; fails after [`LONG`].
    pub async fn until(&mut self, what: &str, wanted: impl Fn(&UplinkEvent) -> bool) -> UplinkEvent {
        let deadline = Instant::now() + LONG;
        loop {
            match timeout_at(deadline, self.seen.recv()).await {
                Ok(Some(event)) => {
                    self.past.push(event.clone());
                    if wanted(&event) {
                        return event;
                    }
                }
                _ => panic!("{what}: did not come in time; came: {:#?}", self.past),
            }
        }
    }

    /// Waits until `count` more checks are settled; gives them in order.
    pub async fn settled(&mut self, count: usize) -> Vec<CheckId> {
        let (shelf, from) = (Arc::clone(&self.shelf), self.counted);
        eventually("settled", || shelf.look().sequence.len() >= from + count).await;
        self.counted += count;
        self.drain();
        shelf.look().sequence[from..self.counted].to_vec()
    }

    /// Takes the events that were not waited for.
    pub fn drain(&mut self) -> &[UplinkEvent] {
        while let Ok(event) = self.seen.try_recv() {
            self.past.push(event);
        }
        &self.past
    }

    pub async fn line(&mut self, grade: wire::LineGrade) {
        self.until("line", |e| matches!(e, UplinkEvent::Line(g) if *g == grade)).await;
    }

    pub async fn trouble(&mut self, code: &str) -> uplink::Trouble {
        let event =
            self.until(code, |e| matches!(e, UplinkEvent::Trouble(t) if t.code.code().name() == code)).await;
        let UplinkEvent::Trouble(trouble) = event else { unreachable!() };
        trouble
    }

    pub async fn trouble_over(&mut self, code: &str) {
        self.until(code, |e| matches!(e, UplinkEvent::TroubleOver(c) if c.code().name() == code)).await;
    }
}

/// Waits until `done`, looking every few milliseconds; fails after [`LONG`].
pub async fn eventually(what: &str, mut done: impl FnMut() -> bool) {
    let deadline = Instant::now() + LONG;
    while !done() {
        assert!(Instant::now() < deadline, "{what}: not in time");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
