//! Journals written by earlier releases open with today's code, with everything that is in them, and go on.

use crate::support::*;
use jiff::Timestamp;
use journal::{BadgeNumber, Draft, Journal, Kept, MasterKey, OpenReport, Options};
use model::{FallbackKind, Find, LoginAnswer, Passcode, Role, Ticket};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;
use wire::{
    Capture, ChallengeId, Check, CheckId, EventKind, Evidence, Method, Purpose, ReceptionNumber, Settlement,
    jst_date,
};

/// A copy of a fixture of release 0.1; its README lists the content.
struct Copy {
    place: Place,
    key: MasterKey,
}

impl Copy {
    fn of(name: &str) -> Self {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/release-0.1");
        let place = Place { clock: Hand::at("2026-05-01T00:50:00Z"), ..Place::quick() };
        for entry in std::fs::read_dir(fixtures.join(name)).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), place.dir.path().join(entry.file_name())).unwrap();
        }
        let key = place.dir.path().join("master.key");
        std::fs::copy(fixtures.join("master.key"), &key).unwrap();
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o400)).unwrap();
        let key = MasterKey::from_file(&key).unwrap();
        Self { place, key }
    }

    fn open(&self) -> (Journal, OpenReport) {
        let mut options =
            Options::new(self.place.path(), "bus-01".parse().unwrap(), self.place.clock.clone());
        options.tick = self.place.tick;
        Journal::open(options, self.key.clone()).unwrap()
    }

    fn findings(&self) -> Vec<String> {
        journal::verify(&self.place.path(), &self.key).unwrap().findings
    }
}

fn id(number: u8) -> CheckId {
    CheckId::from_bytes([number; 16])
}

fn captured_at(number: u8) -> Timestamp {
    let later = if number > 11 { 90 } else { 0 };
    "2026-05-01T00:30:00Z".parse::<Timestamp>().unwrap() + Duration::from_secs(60 * u64::from(number) + later)
}

fn evidence(number: u8) -> Evidence {
    let certificate = vec![0xc0 + number; 1_200].into();
    if number.is_multiple_of(2) {
        let challenge = ChallengeId(uuid::Uuid::from_bytes([0x80 + number; 16]));
        Evidence::Pin { certificate, challenge, signature: vec![number; 256].into() }
    } else {
        Evidence::Visual { certificate, statement_signature: vec![number; 71].into() }
    }
}

fn purpose(number: u8) -> Purpose {
    if number.is_multiple_of(2) { Purpose::HealthGuidance } else { Purpose::HealthCheckup }
}

/// A check of the fixture with all its fields.
fn check(number: u8) -> Check {
    Check {
        id: id(number),
        station: "bus-01".parse().unwrap(),
        institution: "1320000001".parse().unwrap(),
        purpose: purpose(number),
        reception: ReceptionNumber(number.into()),
        staff: "s-01".parse().unwrap(),
        capture: Capture {
            at: captured_at(number),
            clock_synchronised: !(4..=5).contains(&number),
            boot: if number > 11 { 2 } else { 1 },
            order: number.into(),
        },
        evidence: evidence(number),
    }
}

/// The draft that was captured.
fn captured_draft(number: u8) -> Draft {
    Draft {
        id: id(number),
        station: "bus-01".parse().unwrap(),
        institution: "1320000001".parse().unwrap(),
        purpose: purpose(number),
        staff: "s-01".parse().unwrap(),
        at: captured_at(number),
        clock_synchronised: !(4..=5).contains(&number),
        evidence: evidence(number),
        ticket: None,
        site: None,
    }
}

fn settlement(number: u8, judgement: &serde_json::Value) -> Settlement {
    let receipt = 100 + u64::from(number);
    let mut value = serde_json::json!({
        "check": id(number), "receipt": { "number": receipt, "at": "2026-05-01T00:40:00.123456789Z" }
    });
    value.as_object_mut().unwrap().extend(judgement.as_object().unwrap().clone());
    serde_json::from_value(value).unwrap()
}

/// Valid, with every optional field there is.
fn valid() -> serde_json::Value {
    serde_json::json!({
        "judgement": "accepted", "certificate": "current",
        "result": {
            "MessageHeader": {
                "ProcessExecutionTime": "20260501094000", "QualificationConfirmationDate": "20260501",
                "MedicalInstitutionCode": "1320000001", "ReferenceClassification": "1", "SegmentOfResult": "1",
                "CharacterCodeIdentifier": "0", "ArbitraryFileIdentifier": "an-invented-identifier",
                "ErrorCode": "A00", "ErrorMessage": "架空の注意"
            },
            "MessageBody": {
                "ProcessingResultStatus": "1", "QualificationValidity": "1", "ProcessingResultCode": "A00",
                "ProcessingResultMessage": "架空の注意",
                "ResultList": [{ "ResultOfQualificationConfirmation": {
                    "InsuredCardClassification": "01", "InsurerNumber": "06132013",
                    "InsuredCardSymbol": "１２", "InsuredIdentificationNumber": "123",
                    "InsuredBranchNumber": "01", "PersonalFamilyClassification": "2",
                    "InsuredName": "架空　太郎", "Name": "架空　花子", "NameKana": "ｶｸｳ ﾊﾅｺ", "Sex1": "2",
                    "Birthdate": "19700101", "InsuredCertificateIssuanceDate": "20200401",
                    "InsuredCardValidDate": "20200401", "InsuredCardExpirationDate": "20270331",
                    "InsuredPartialContributionRatio": "030", "ReasonOfLoss": "03",
                    "InsurerName": "架空健康保険組合"
                } }]
            }
        }
    })
}

/// Invalid or 該当資格なし.
fn without_qualification(validity: u8) -> serde_json::Value {
    let list = serde_json::json!([{ "ResultOfQualificationConfirmation": {
        "InsuredCardClassification": "01", "InsurerNumber": "06132013", "InsuredIdentificationNumber": "9",
        "PersonalFamilyClassification": "1", "Name": "架空　次郎", "Sex1": "1", "Birthdate": "19800202",
        "InsuredCardValidDate": "20200401", "InsuredCardExpirationDate": "20260331",
        "InsurerName": "架空健康保険組合"
    } }]);
    let list = if validity == 2 { list } else { serde_json::json!([]) };
    serde_json::json!({
        "judgement": "accepted", "certificate": "current",
        "result": {
            "MessageHeader": {
                "ProcessExecutionTime": "20260501094000", "QualificationConfirmationDate": "20260501",
                "MedicalInstitutionCode": "1320000001", "ReferenceClassification": "1", "SegmentOfResult": "1",
                "CharacterCodeIdentifier": "0"
            },
            "MessageBody": {
                "ProcessingResultStatus": "1", "QualificationValidity": validity.to_string(), "ResultList": list
            }
        }
    })
}

fn answered(number: u8) -> Settlement {
    let judgement = match number {
        6..=8 => valid(),
        9 => without_qualification(2),
        10 => serde_json::json!({ "judgement": "refused", "code": "C204" }),
        11 => serde_json::json!({ "judgement": "too_old", "code": "C221" }),
        _ => without_qualification(4),
    };
    settlement(number, &judgement)
}

async fn unacknowledged(journal: &Journal) -> Vec<(CheckId, ReceptionNumber, Purpose, Settlement)> {
    let late = journal.unacknowledged().await.unwrap();
    late.into_iter()
        .map(|late| (late.head.id, late.head.reception, late.head.purpose, late.settlement))
        .collect()
}

fn late(numbers: &[u8]) -> Vec<(CheckId, ReceptionNumber, Purpose, Settlement)> {
    let late = |n: &u8| (id(*n), ReceptionNumber((*n).into()), purpose(*n), answered(*n));
    numbers.iter().map(late).collect()
}

/// Settles all that waits, and captures once more: the journal goes on as it was.
async fn goes_on(copy: &Copy, journal: &Journal, waiting: &[u8], next: u64) {
    for number in waiting {
        let settled = journal.arrives(settlement(*number, &valid()), LATE).await.unwrap();
        assert!(settled.first, "{number}");
    }
    assert_eq!(journal.waiting(usize::MAX, usize::MAX, 0).await.unwrap(), []);
    let captured = journal.capture(copy.place.draft()).await.unwrap();
    assert_eq!((captured.order, u64::from(captured.reception.0)), (next, next));
    journal.close().await.unwrap();
    assert_eq!(copy.findings(), Vec::<String>::new());
}

#[test]
fn invariant_1_every_check_of_release_0_1_is_there_with_all_its_fields_and_can_be_settled() {
    let copy = Copy::of("clean");
    assert_eq!(copy.findings(), Vec::<String>::new());
    block_on(async {
        let (journal, report) = copy.open();
        assert_eq!((report.boot, report.clean, report.set_aside), (2, true, None));
        assert_eq!((report.waiting, report.unreadable, report.unacknowledged), (5, 0, 3));
        let waiting = journal.waiting(usize::MAX, usize::MAX, 0).await.unwrap();
        assert_eq!(waiting, (1..=5).map(check).collect::<Vec<_>>());
        assert_eq!(unacknowledged(&journal).await, late(&[8, 9, 11]));
        goes_on(&copy, &journal, &[1, 2, 3, 4, 5], 12).await;
    });
}

#[test]
fn invariant_1_the_log_that_release_0_1_left_at_a_power_cut_is_read() {
    let copy = Copy::of("unclean");
    block_on(async {
        let (journal, report) = copy.open();
        assert_eq!((report.boot, report.clean, report.set_aside), (3, false, None));
        assert_eq!((report.waiting, report.unreadable, report.unacknowledged), (6, 0, 4));
        let waiting = journal.waiting(usize::MAX, usize::MAX, 0).await.unwrap();
        assert_eq!(waiting, [1, 2, 3, 4, 5, 13].map(check));
        assert_eq!(unacknowledged(&journal).await, late(&[8, 9, 11, 12]));
        goes_on(&copy, &journal, &[1, 2, 3, 4, 5, 13], 14).await;
    });
}

#[test]
fn a_damaged_journal_of_release_0_1_is_set_aside_and_all_its_checks_go_on() {
    let copy = Copy::of("clean");
    let mut bytes = std::fs::read(copy.place.path()).unwrap();
    bytes[0] ^= 0x55;
    std::fs::write(copy.place.path(), bytes).unwrap();
    block_on(async {
        let (journal, report) = copy.open();
        assert_eq!(report.set_aside.unwrap().rescued, 5);
        let waiting = journal.waiting(usize::MAX, usize::MAX, 0).await.unwrap();
        assert_eq!(waiting, (1..=5).map(check).collect::<Vec<_>>());
        assert_eq!(unacknowledged(&journal).await, late(&[8, 9, 11]));
        assert_eq!(journal.staff().await.unwrap().len(), 2);
    });
}

/// Fingerprints are compared with those that release 0.1 stored.
#[test]
fn invariant_2_a_draft_and_an_answer_of_release_0_1_are_known_again() {
    let copy = Copy::of("clean");
    block_on(async {
        let (journal, _) = copy.open();
        for number in 1..=11 {
            let captured = journal.capture(captured_draft(number)).await.unwrap();
            assert_eq!((captured.order, captured.boot), (number.into(), 1));
        }
        for number in 6..=11 {
            assert!(!journal.arrives(answered(number), LATE).await.unwrap().first, "{number}");
        }
    });
}

#[test]
fn results_tickets_and_other_proofs_of_release_0_1_are_there() {
    let copy = Copy::of("clean");
    block_on(async {
        let (journal, _) = copy.open();
        for number in 6..=11 {
            let recalled = journal.recall(id(number), copy.place.by("s-01")).await.unwrap();
            assert_eq!(recalled.kept, Kept::Sealed(Box::new(answered(number))), "{number}");
        }
        let page = journal.page(0, 99, Find::All).await.unwrap();
        assert_eq!(page.total, 11);
        let tails: Vec<_> = page.rows.iter().filter_map(|row| row.ticket.as_deref()).collect();
        assert_eq!(tails, ["0003", "0002", "0001"]);
        let ticket = Ticket::new("TICKET-0002").unwrap();
        let found = journal.page(0, 9, Find::Ticket(ticket)).await.unwrap().rows.remove(0);
        assert_eq!((found.head.id, found.fallback), (id(2), Some(FallbackKind::Notice)));
        let recalled = journal.recall(id(2), copy.place.by("s-01")).await.unwrap();
        assert_eq!(recalled.site.as_deref(), Some("架空町役場"));
        let numbers = journal.numbers(copy.place.today()).await.unwrap();
        assert_eq!(numbers.without_card.into_iter().collect::<Vec<_>>(), [(FallbackKind::Certificate, 1)]);
    });
}

#[test]
fn the_people_of_release_0_1_log_in_and_its_access_log_is_whole() {
    let copy = Copy::of("clean");
    let lines = journal::access(&copy.place.path(), &copy.key).unwrap().lines;
    let words: Vec<_> = lines.iter().map(|line| line.what.as_str()).collect();
    let begin = ["started", "staff_added", "staff_added", "staff_added", "staff_removed", "badge_enrolled"];
    assert!(words.starts_with(&begin), "{words:?}");
    assert_eq!(words.iter().filter(|word| **word == "captured").count(), 11);
    assert_eq!(words.last(), Some(&"acknowledged"));
    let listed = journal::staff(&copy.place.path(), &copy.key).unwrap();
    let listed: Vec<_> = listed.iter().map(|line| (line.entry.role, line.removed, line.wrong)).collect();
    assert_eq!(listed, [(Role::Head, false, 0), (Role::Staff, false, 1), (Role::Technician, true, 0)]);
    block_on(async {
        let (journal, _) = copy.open();
        for (staff, passcode) in [("s-01", "482913"), ("s-02", "7702")] {
            let passcode = Passcode::new(passcode).unwrap();
            let answer = journal.login(copy.place.by(staff), passcode).await.unwrap();
            assert!(matches!(answer, LoginAnswer::Accepted { .. }), "{staff}");
        }
        let badge = BadgeNumber::new(&[4, 0xa1, 0xb2, 0xc3, 0xd4, 0xe5, 0xf6]).unwrap();
        assert!(journal.match_badge(copy.place.by("s-02"), badge).await.unwrap());
    });
}

#[test]
fn choices_challenges_events_and_bytes_of_release_0_1_are_there() {
    let copy = Copy::of("clean");
    block_on(async {
        let (journal, _) = copy.open();
        let day = journal.day().await.unwrap().unwrap();
        assert!(day.certain);
        assert_eq!(day.choice.site.as_deref(), Some("架空町役場"));
        assert_eq!((day.choice.method, day.choice.purpose), (Method::Visual, Purpose::HealthCheckup));
        let prefs = journal.prefs().await.unwrap().unwrap();
        assert_eq!((prefs.volume, prefs.brightness), (3, 4));
        assert_eq!(journal.challenge_count(copy.place.now()).await.unwrap(), 2);
        let challenge = journal.take_challenge(copy.place.now()).await.unwrap().unwrap();
        assert_eq!((challenge.id.0.as_bytes(), challenge.nonce.as_slice()), (&[0x92; 16], &[2; 32][..]));
        let bytes = journal.bytes(jst_date(copy.place.now())).await.unwrap();
        assert_eq!((bytes.up, bytes.down), (12_345, 678));
        let events = journal.next_events(99).await.unwrap();
        assert!(events.iter().map(|event| event.order).eq(1..=9), "numbered without a gap");
        let kinds: Vec<_> = events.into_iter().map(|event| event.kind).collect();
        let late = |outcome: &str| EventKind::LateVerdict { outcome: outcome.to_owned() };
        let expected = [
            late("invalid"),
            late("refused"),
            EventKind::Acknowledged { after_s: 90 },
            late("too_old"),
            EventKind::Started { software: "0.1.0".to_owned(), clean: true },
            EventKind::JournalFull { waiting: 4_000 },
            EventKind::BytesLimit { limit: 5_000_000 },
            EventKind::Trouble { code: "R101".to_owned(), over: false },
            // Check 8 was on the screen at the end of the start.
            late("valid"),
        ];
        assert_eq!(kinds, expected);
    });
}
