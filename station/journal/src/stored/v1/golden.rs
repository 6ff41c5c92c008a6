//! Bytes of the first form. If a test here fails, do not change the test: journals with these bytes are on stations.
//! Undo the edit, or write a new form.

use super::{DayChoice, Draft, Prefs};
use crate::seal::Stored;
use crate::stored::{choice, read_choice};
use crate::{ClockReading, people::Record};
use jiff::Timestamp;
use model::{Language, Role, Ticket};
use std::time::Duration;
use wire::{
    CertificateState, ChallengeId, Check, CheckId, Code, EligibilityResult, Event, EventKind, Evidence,
    Judgement, MessageBody, MessageHeader, Method, Purpose, Qualification, Receipt, ReceptionNumber, Refusal,
    ResultEntry, Settlement,
};
use zeroize::Zeroizing;

const VISUAL: &str = r#"{"id":"01010101-0101-0101-0101-010101010101","station":"bus-01","institution":"1320000001","purpose":"health_checkup","reception":17,"staff":"s-01","capture":{"at":"2026-05-01T00:30:00.25Z","clock_synchronised":true,"boot":3,"order":12},"evidence":{"method":"visual","certificate":"MIID/w==","statement_signature":"AQID"}}"#;
const PIN: &str = r#"{"id":"01010101-0101-0101-0101-010101010101","station":"bus-01","institution":"1320000001","purpose":"health_guidance","reception":17,"staff":"s-01","capture":{"at":"2026-05-01T00:30:00.25Z","clock_synchronised":true,"boot":3,"order":12},"evidence":{"method":"pin","certificate":"MIID/w==","challenge":"02020202-0202-0202-0202-020202020202","signature":"AQID"}}"#;
const DRAFT: &str = r#"["01010101-0101-0101-0101-010101010101","bus-01","1320000001","health_checkup","s-01","2026-05-01T00:30:00.25Z",true,{"method":"visual","certificate":"MIID/w==","statement_signature":"AQID"}]"#;
const FULL: &str = r#"{"check":"01010101-0101-0101-0101-010101010101","receipt":{"number":106,"at":"2026-05-01T00:40:00.123456789Z"},"judgement":"accepted","certificate":"ends_soon","result":{"MessageHeader":{"ProcessExecutionTime":"20260501094000","QualificationConfirmationDate":"20260501","MedicalInstitutionCode":"1320000001","ArbitraryFileIdentifier":"i","ReferenceClassification":"1","SegmentOfResult":"1","ErrorCode":"A00","ErrorMessage":"m","CharacterCodeIdentifier":"0"},"MessageBody":{"ProcessingResultStatus":"1","ProcessingResultCode":"A01","ProcessingResultMessage":"n","QualificationValidity":"1","ResultList":[{"ResultOfQualificationConfirmation":{"InsuredCardClassification":"01","InsurerNumber":"06132013","InsuredCardSymbol":"１","InsuredIdentificationNumber":"123","InsuredBranchNumber":"01","PersonalFamilyClassification":"2","InsuredName":"架空　太郎","Name":"架空　花子","NameKana":"ｶｸｳ ﾊﾅｺ","Sex1":"2","Birthdate":"19700101","InsuredCertificateIssuanceDate":"20200402","InsuredCardValidDate":"20200401","InsuredCardExpirationDate":"20270331","InsuredPartialContributionRatio":"030","ReasonOfLoss":"03","InsurerName":"架空健康保険組合"}}]}}}"#;
const EMPTY: &str = r#"{"check":"01010101-0101-0101-0101-010101010101","receipt":{"number":106,"at":"2026-05-01T00:40:00.123456789Z"},"judgement":"accepted","certificate":"current","result":{"MessageHeader":{"ProcessExecutionTime":"20260501094000","QualificationConfirmationDate":"20260501","MedicalInstitutionCode":"1320000001","ReferenceClassification":"1","SegmentOfResult":"1","CharacterCodeIdentifier":"0"},"MessageBody":{"ProcessingResultStatus":"1","QualificationValidity":"4","ResultList":[]}}}"#;
const REFUSED: &str = r#"{"check":"01010101-0101-0101-0101-010101010101","receipt":{"number":106,"at":"2026-05-01T00:40:00.123456789Z"},"judgement":"refused","code":"C204"}"#;
const TOO_OLD: &str = r#"{"check":"01010101-0101-0101-0101-010101010101","receipt":{"number":106,"at":"2026-05-01T00:40:00.123456789Z"},"judgement":"too_old","code":"C221"}"#;
const MEMBER: &str =
    r#"{"label":"受付一番","role":"head","passcode":"$argon2id$x","badge":[4,161],"removed":false}"#;
const REMOVED: &str = r#"{"label":"-","role":"staff","passcode":null,"badge":null,"removed":true}"#;
const DAY: &str = r#"{"day":"2026-05-01","boot":3,"moment":{"at":"2026-05-01T00:30:00Z","monotonic_ms":30000,"synchronised":true},"site":"架空町役場","method":"pin","purpose":"health_guidance"}"#;
const PREFS: &str = r#"{"volume":3,"brightness":4,"language":"english"}"#;

fn golden<T: Stored + PartialEq + std::fmt::Debug>(live: T, bytes: &str) {
    assert_eq!(std::str::from_utf8(&live.to_disk().unwrap()).unwrap(), bytes);
    assert_eq!(T::from_disk(bytes.as_bytes()), Some(live));
}

/// Every check that has a byte form above.
pub(super) fn checks() -> [(Check, &'static str); 2] {
    let certificate: wire::Bytes = vec![0x30, 0x82, 0x03, 0xff].into();
    let signature: wire::Bytes = vec![1, 2, 3].into();
    let visual =
        Evidence::Visual { certificate: certificate.clone(), statement_signature: signature.clone() };
    let challenge = ChallengeId(uuid::Uuid::from_bytes([2; 16]));
    let pin = Evidence::Pin { certificate, challenge, signature };
    [(check(Purpose::HealthCheckup, visual), VISUAL), (check(Purpose::HealthGuidance, pin), PIN)]
}

fn check(purpose: Purpose, evidence: Evidence) -> Check {
    Check {
        id: CheckId::from_bytes([1; 16]),
        station: "bus-01".parse().unwrap(),
        institution: "1320000001".parse().unwrap(),
        purpose,
        reception: ReceptionNumber(17),
        staff: "s-01".parse().unwrap(),
        capture: wire::Capture {
            at: "2026-05-01T00:30:00.25Z".parse().unwrap(),
            clock_synchronised: true,
            boot: 3,
            order: 12,
        },
        evidence,
    }
}

/// Every settlement that has a byte form above.
pub(super) fn settlements() -> [(Settlement, &'static str); 4] {
    let accepted = |certificate, result| Judgement::Accepted { certificate, result: Box::new(result) };
    [
        (settlement(accepted(CertificateState::EndsSoon, full())), FULL),
        (settlement(accepted(CertificateState::Current, empty())), EMPTY),
        (settlement(Judgement::Refused(Refusal { code: Code::CertificateRevoked })), REFUSED),
        (settlement(Judgement::TooOld(Refusal { code: Code::TooOld })), TOO_OLD),
    ]
}

fn settlement(judgement: Judgement) -> Settlement {
    let receipt = Receipt { number: 106, at: "2026-05-01T00:40:00.123456789Z".parse().unwrap() };
    Settlement { check: CheckId::from_bytes([1; 16]), receipt, judgement }
}

fn full() -> EligibilityResult {
    let some = |text: &str| Some(text.to_owned());
    let person = Qualification {
        insured_card_classification: "01".into(),
        insurer_number: "06132013".into(),
        insured_card_symbol: some("１"),
        insured_identification_number: "123".into(),
        insured_branch_number: some("01"),
        personal_family_classification: "2".into(),
        insured_name: some("架空　太郎"),
        name: "架空　花子".into(),
        name_kana: some("ｶｸｳ ﾊﾅｺ"),
        sex1: "2".into(),
        birthdate: "19700101".into(),
        insured_certificate_issuance_date: some("20200402"),
        insured_card_valid_date: "20200401".into(),
        insured_card_expiration_date: some("20270331"),
        insured_partial_contribution_ratio: some("030"),
        reason_of_loss: some("03"),
        insurer_name: "架空健康保険組合".into(),
    };
    let EligibilityResult { message_header: header, message_body: body } = empty();
    EligibilityResult {
        message_header: MessageHeader {
            arbitrary_file_identifier: some("i"),
            error_code: some("A00"),
            error_message: some("m"),
            ..header
        },
        message_body: MessageBody {
            processing_result_code: some("A01"),
            processing_result_message: some("n"),
            qualification_validity: "1".into(),
            result_list: vec![ResultEntry { result_of_qualification_confirmation: person }],
            ..body
        },
    }
}

fn empty() -> EligibilityResult {
    EligibilityResult {
        message_header: MessageHeader {
            process_execution_time: "20260501094000".into(),
            qualification_confirmation_date: "20260501".into(),
            medical_institution_code: "1320000001".into(),
            arbitrary_file_identifier: None,
            reference_classification: "1".into(),
            segment_of_result: "1".into(),
            error_code: None,
            error_message: None,
            character_code_identifier: "0".into(),
        },
        message_body: MessageBody {
            processing_result_status: "1".into(),
            processing_result_code: None,
            processing_result_message: None,
            qualification_validity: "4".into(),
            result_list: Vec::new(),
        },
    }
}

/// Every kind of event with what follows `"event":` in its bytes.
pub(super) fn events() -> [(Event, String); 7] {
    let kinds = [
        (
            EventKind::Started { software: "0.1.0".into(), clean: true },
            r#""started","software":"0.1.0","clean":true"#,
        ),
        (EventKind::JournalSetAside { rescued: 5 }, r#""journal_set_aside","rescued":5"#),
        (EventKind::JournalFull { waiting: 4_000 }, r#""journal_full","waiting":4000"#),
        (EventKind::LateVerdict { outcome: "invalid".into() }, r#""late_verdict","outcome":"invalid""#),
        (EventKind::Acknowledged { after_s: 90 }, r#""acknowledged","after_s":90"#),
        (EventKind::BytesLimit { limit: 5_000_000 }, r#""bytes_limit","limit":5000000"#),
        (EventKind::Trouble { code: "R101".into(), over: false }, r#""trouble","code":"R101","over":false"#),
    ];
    kinds.map(|(kind, bytes)| {
        let clock = wire::Clock { at: "2026-05-01T00:30:00Z".parse().unwrap(), synchronised: true };
        let event = Event { station: "bus-01".parse().unwrap(), boot: 3, order: 9, clock, kind };
        let head = r#"{"station":"bus-01","boot":3,"order":9,"clock":{"at":"2026-05-01T00:30:00Z","synchronised":true},"event":"#;
        (event, format!("{head}{bytes}}}"))
    })
}

#[test]
fn invariant_11_the_bytes_of_a_check_are_frozen() {
    for (check, bytes) in checks() {
        golden(check, bytes);
    }
}

#[test]
fn invariant_11_the_bytes_of_a_settlement_are_frozen() {
    for (settlement, bytes) in settlements() {
        golden(settlement, bytes);
    }
}

#[test]
fn invariant_11_the_bytes_of_an_event_are_frozen() {
    for (event, bytes) in events() {
        golden(event, &bytes);
    }
}

#[test]
fn invariant_11_the_bytes_of_a_ticket_are_frozen() {
    golden(Zeroizing::new("TICKET-0001".to_owned()), r#""TICKET-0001""#);
}

#[test]
fn invariant_2_the_content_that_a_draft_is_known_by_is_frozen() {
    let [(check, _), _] = checks();
    let content = crate::seal::json(&Draft::from(&check)).unwrap();
    assert_eq!(std::str::from_utf8(&content).unwrap(), DRAFT);
    let draft = crate::Draft {
        id: check.id,
        station: check.station,
        institution: check.institution,
        purpose: check.purpose,
        staff: check.staff,
        at: check.capture.at,
        clock_synchronised: check.capture.clock_synchronised,
        evidence: check.evidence,
        ticket: Ticket::new("TICKET-0001"),
        site: Some("架空町役場".to_owned()),
    };
    assert_eq!(crate::seal::json(&Draft::from(&draft)).unwrap(), content);
}

#[test]
fn invariant_11_the_bytes_of_a_staff_member_are_frozen() {
    let passcode = Some(Zeroizing::new("$argon2id$x".to_owned()));
    let badge = Some(vec![4, 0xa1]);
    let member = Record { label: "受付一番".into(), role: Role::Head, passcode, badge, removed: false };
    for (record, bytes) in [(member, MEMBER), (Record::lost(), REMOVED)] {
        assert_eq!(std::str::from_utf8(&record.to_disk().unwrap()).unwrap(), bytes);
        let read = Record::from_disk(bytes.as_bytes()).unwrap();
        assert_eq!(read.to_disk().unwrap(), record.to_disk().unwrap());
    }
}

#[test]
fn invariant_11_the_bytes_of_choices_are_frozen() {
    let at: Timestamp = "2026-05-01T00:30:00Z".parse().unwrap();
    let at = ClockReading { at, monotonic: Duration::from_secs(30), synchronised: true };
    let chosen = model::DayChoice {
        site: Some("架空町役場".to_owned()),
        method: Method::Pin,
        purpose: Purpose::HealthGuidance,
    };
    let day = DayChoice::new("2026-05-01".to_owned(), 3, at, chosen.clone());
    assert_eq!(choice(&day).unwrap(), DAY);
    let read: DayChoice = read_choice(DAY).unwrap();
    assert_eq!((read.moment(), read.live()), (Some(at), chosen));
    let prefs = model::Prefs { volume: 3, brightness: 4, language: Language::English };
    assert_eq!(choice(&Prefs::from(prefs)).unwrap(), PREFS);
    assert_eq!(read_choice::<Prefs>(PREFS).map(model::Prefs::from), Some(prefs));
}

#[test]
fn a_choice_of_the_first_files_has_no_moment() {
    let text = r#"{"day":"2026-05-01","boot":3,"site":null,"method":"pin","purpose":"health_checkup"}"#;
    assert_eq!(read_choice::<DayChoice>(text).unwrap().moment(), None);
}

#[test]
fn a_code_that_this_release_does_not_know_reads_as_the_unknown_one() {
    let settlement = Settlement::from_disk(REFUSED.replace("C204", "C777").as_bytes()).unwrap();
    assert_eq!(settlement.judgement, Judgement::Refused(Refusal { code: Code::Unknown }));
}
