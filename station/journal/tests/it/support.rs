//! An invented world for the journal: a clock in the hand, invented people, a place that is removed afterwards.

use jiff::{Timestamp, civil::Date};
use journal::{
    Actor, Clock, ClockReading, Draft, Error, Journal, Kept, KeptCheck, Limits, MasterKey, OpenReport,
    Options,
};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use wire::{Challenge, ChallengeId, CheckId, Evidence, Purpose, Receipt, Settlement};

/// The clock that tests hold.
#[derive(Debug)]
pub struct Hand {
    state: Mutex<(Timestamp, Duration, bool)>,
}

impl Hand {
    pub fn at(text: &str) -> Arc<Self> {
        let at = text.parse().unwrap();
        Arc::new(Self { state: Mutex::new((at, Duration::from_secs(30), true)) })
    }

    /// Time passes.
    pub fn pass(&self, time: Duration) {
        let mut state = self.state.lock().unwrap();
        state.0 += time;
        state.1 += time;
    }

    /// The wall clock jumps.
    pub fn jump(&self, to: Timestamp) {
        self.state.lock().unwrap().0 = to;
    }

    pub fn set_synchronised(&self, synchronised: bool) {
        self.state.lock().unwrap().2 = synchronised;
    }

    /// The machine starts again: the monotonic clock begins anew.
    pub fn restart(&self) {
        self.state.lock().unwrap().1 = Duration::from_secs(5);
    }
}

impl Clock for Hand {
    fn now(&self) -> Timestamp {
        self.state.lock().unwrap().0
    }
    fn monotonic(&self) -> Duration {
        self.state.lock().unwrap().1
    }
    fn synchronised(&self) -> bool {
        self.state.lock().unwrap().2
    }
}

pub const MORNING: &str = "2026-05-01T00:30:00Z";
pub const NAME: &str = "架空　花子";
pub const CERTIFICATE: &[u8] = b"an invented certificate that must never be found in a file";

/// A journal in a place of its own.
pub struct Place {
    pub dir: tempfile::TempDir,
    pub clock: Arc<Hand>,
    pub limits: Limits,
    pub tick: Duration,
}

impl Place {
    pub fn new() -> Self {
        Self::on(tempfile::tempdir().unwrap())
    }

    /// In memory: for tests of behaviour, not of the disk.
    pub fn quick() -> Self {
        let memory = std::path::Path::new("/dev/shm");
        let dir = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
        Self::on(dir.unwrap())
    }

    fn on(dir: tempfile::TempDir) -> Self {
        let tick = Duration::from_secs(3_600);
        Self { dir, clock: Hand::at(MORNING), limits: Limits::default(), tick }
    }

    pub fn path(&self) -> PathBuf {
        self.dir.path().join("journal")
    }

    pub fn options(&self) -> Options {
        let mut options = Options::new(self.path(), "bus-01".parse().unwrap(), self.clock.clone());
        (options.limits, options.tick) = (self.limits, self.tick);
        options
    }

    pub fn open(&self) -> (Journal, OpenReport) {
        Journal::open(self.options(), key()).unwrap()
    }

    pub fn today(&self) -> Date {
        wire::jst_date(self.clock.now())
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A staff member, now.
    pub fn by(&self, staff: &str) -> Actor {
        Actor { staff: staff.parse().unwrap(), at: ClockReading::of(&*self.clock) }
    }

    pub fn draft(&self) -> Draft {
        draft(CheckId::random(), self.now(), self.clock.synchronised())
    }

    /// All bytes of the journal's files.
    pub fn raw(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for entry in std::fs::read_dir(self.dir.path()).unwrap() {
            bytes.extend(std::fs::read(entry.unwrap().path()).unwrap());
        }
        bytes
    }
}

/// A staff member on the morning of most tests, where the moment does not matter.
pub fn by(staff: &str) -> Actor {
    Actor { staff: staff.parse().unwrap(), at: ClockReading::of(&*Hand::at(MORNING)) }
}

pub fn key() -> MasterKey {
    MasterKey::from_bytes([7; 32])
}

pub fn draft(id: CheckId, at: Timestamp, clock_synchronised: bool) -> Draft {
    let mut signature = id.as_bytes().to_vec();
    signature.resize(256, 0x5a);
    let mut certificate = CERTIFICATE.to_vec();
    certificate.resize(1_600, 0xc3);
    Draft {
        id,
        station: "bus-01".parse().unwrap(),
        institution: "1320000001".parse().unwrap(),
        purpose: Purpose::HealthCheckup,
        staff: "desk-1".parse().unwrap(),
        at,
        clock_synchronised,
        evidence: Evidence::Visual { certificate: certificate.into(), statement_signature: signature.into() },
        ticket: None,
        site: None,
    }
}

/// An answer; `validity` as the result has it, 1 有効 to 5.
pub fn answer(check: CheckId, receipt: u64, validity: u8) -> Settlement {
    let person = serde_json::json!({
        "InsuredCardClassification": "01", "InsurerNumber": "06132013", "InsuredCardSymbol": "１",
        "InsuredIdentificationNumber": "123", "InsuredBranchNumber": "01", "PersonalFamilyClassification": "1",
        "Name": NAME, "NameKana": "ｶｸｳ ﾊﾅｺ", "Sex1": "2", "Birthdate": "19700101",
        "InsuredCardValidDate": "20200401", "InsurerName": "架空健康保険組合", "Address": "架空県架空市"
    });
    let listed = if validity <= 3 {
        serde_json::json!([{ "ResultOfQualificationConfirmation": person }])
    } else {
        serde_json::json!([])
    };
    let value = serde_json::json!({
        "check": check, "receipt": { "number": receipt, "at": MORNING },
        "judgement": "accepted", "certificate": "current",
        "result": {
            "MessageHeader": {
                "ProcessExecutionTime": "20260501093000", "QualificationConfirmationDate": "20260501",
                "MedicalInstitutionCode": "1320000001", "ReferenceClassification": "1",
                "SegmentOfResult": "1", "CharacterCodeIdentifier": "0"
            },
            "MessageBody": {
                "ProcessingResultStatus": "1", "QualificationValidity": validity.to_string(), "ResultList": listed
            }
        }
    });
    let settlement: Settlement = serde_json::from_value(value).unwrap();
    assert_eq!(settlement.is_bad(), validity != 1);
    let _ = Receipt { number: receipt, at: MORNING.parse().unwrap() };
    settlement
}

/// The sealed result of a check, looked at again; `None` when it was destroyed or never there.
pub async fn sealed_result(journal: &Journal, check: CheckId) -> Option<Settlement> {
    match journal.recall(check, by("desk-1")).await {
        Ok(KeptCheck { kept: Kept::Sealed(settlement), .. }) => Some(*settlement),
        Ok(_) | Err(Error::Unknown) => None,
        Err(error) => panic!("{error}"),
    }
}

pub fn challenge(expires_at: Timestamp) -> Challenge {
    Challenge { id: ChallengeId(uuid::Uuid::new_v4()), nonce: vec![9; 32].into(), expires_at }
}

pub const LIVE: Arrival = Arrival::Live { calls: false };
pub const LATE: Arrival = Arrival::Late { calls: false };
/// A verdict that staff must see though it is valid: the insurer is not under contract.
pub const LIVE_CALLING: Arrival = Arrival::Live { calls: true };
pub const LATE_CALLING: Arrival = Arrival::Late { calls: true };

pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// Waits for something to become true, at most ten seconds.
pub fn until(what: &str, mut true_yet: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !true_yet() {
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

pub fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// The moment at which an answer reaches the desk, and whether its insurer is not under contract.
#[derive(Debug, Clone, Copy)]
pub enum Arrival {
    Live { calls: bool },
    Late { calls: bool },
}

/// The outcome of an arrival.
#[derive(Debug, Clone, Copy)]
pub struct Settled {
    /// False when the same answer was there already.
    pub first: bool,
    /// Whether it calls for staff now.
    pub calls: bool,
}

/// The journal with a desk behind it that says at once when an answer came late.
pub trait Arrives {
    fn arrives(
        &self,
        settlement: Settlement,
        arrival: Arrival,
    ) -> impl Future<Output = Result<Settled, Error>> + Send;
}

impl Arrives for Journal {
    async fn arrives(&self, settlement: Settlement, arrival: Arrival) -> Result<Settled, Error> {
        let id = settlement.check;
        let (Arrival::Live { calls } | Arrival::Late { calls }) = arrival;
        let first = self.settle(settlement, move |_, _| calls).await?.is_some();
        if first && matches!(arrival, Arrival::Late { .. }) {
            self.late(id).await?;
        }
        let calls = self.unacknowledged().await?.iter().any(|late| late.head.id == id);
        Ok(Settled { first, calls })
    }
}
