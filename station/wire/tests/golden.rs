//! The exact bytes of what crosses the wire to the centre. If a test here fails, do not change the test: checks
//! with these bytes wait on the disks of stations, and cards have signed them. A change is a new version.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a failing helper fails its test")]

use wire::{
    Bytes, Capture, CertificateState, Challenge, ChallengeId, ChallengeOrder, ChallengePage, Check, CheckId,
    Code, EligibilityResult, Evidence, Judgement, MessageBody, MessageHeader, Problem, Purpose,
    Qualification, Receipt, ReceptionNumber, Refusal, ResultEntry, Settlement, StaffRef, StationId,
};

fn id() -> CheckId {
    "00112233-4455-4677-8899-aabbccddeeff".parse().unwrap()
}

fn at() -> jiff::Timestamp {
    "2026-05-12T00:30:00.25Z".parse().unwrap()
}

fn station() -> StationId {
    "bus-01".parse().unwrap()
}

fn staff() -> StaffRef {
    "s-1".parse().unwrap()
}

fn challenge() -> ChallengeId {
    serde_json::from_str("\"ffeeddcc-bbaa-4988-8766-554433221100\"").unwrap()
}

fn check(evidence: Evidence) -> Check {
    Check {
        id: id(),
        station: station(),
        institution: "1320000001".parse().unwrap(),
        purpose: Purpose::HealthCheckup,
        reception: ReceptionNumber(12),
        staff: staff(),
        capture: Capture { at: at(), clock_synchronised: true, boot: 7, order: 301 },
        evidence,
    }
}

/// The bytes are so, and reading them gives the value again.
#[track_caller]
fn same<T>(value: &T, bytes: &str)
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    assert_eq!(serde_json::to_string(value).unwrap(), bytes);
    assert_eq!(&serde_json::from_str::<T>(bytes).unwrap(), value);
}

const HEAD: &str = concat!(
    r#"{"id":"00112233-4455-4677-8899-aabbccddeeff","station":"bus-01","institution":"1320000001","#,
    r#""purpose":"health_checkup","reception":12,"staff":"s-1","#,
    r#""capture":{"at":"2026-05-12T00:30:00.25Z","clock_synchronised":true,"boot":7,"order":301},"evidence":"#
);

#[test]
fn golden_check_by_sight() {
    let evidence = Evidence::Visual {
        certificate: vec![0x30, 0x82, 1].into(),
        statement_signature: vec![0xff; 4].into(),
    };
    let tail = r#"{"method":"visual","certificate":"MIIB","statement_signature":"/////w=="}}"#;
    same(&check(evidence), &format!("{HEAD}{tail}"));
}

#[test]
fn golden_check_by_pin() {
    let evidence = Evidence::Pin {
        certificate: vec![0x30, 0x82, 1].into(),
        challenge: challenge(),
        signature: vec![0, 1, 2, 3].into(),
    };
    let tail = concat!(
        r#"{"method":"pin","certificate":"MIIB","challenge":"ffeeddcc-bbaa-4988-8766-554433221100","#,
        r#""signature":"AAECAw=="}}"#
    );
    same(&check(evidence), &format!("{HEAD}{tail}"));
}

#[test]
fn golden_words_of_purpose_and_certificate_state() {
    same(&[Purpose::HealthCheckup, Purpose::HealthGuidance], r#"["health_checkup","health_guidance"]"#);
    use CertificateState::{Current, EndsSoon, Expired, Grace, NotYet};
    let words = r#"["current","ends_soon","grace","expired","not_yet"]"#;
    same(&[Current, EndsSoon, Grace, Expired, NotYet], words);
}

#[test]
fn golden_challenges() {
    same(&ChallengeOrder { count: 500 }, r#"{"count":500}"#);
    let page = ChallengePage {
        challenges: vec![Challenge { id: challenge(), nonce: Bytes::from(vec![7; 3]), expires_at: at() }],
    };
    let bytes = concat!(
        r#"{"challenges":[{"id":"ffeeddcc-bbaa-4988-8766-554433221100","nonce":"BwcH","#,
        r#""expires_at":"2026-05-12T00:30:00.25Z"}]}"#
    );
    same(&page, bytes);
}

fn settled(judgement: Judgement) -> Settlement {
    Settlement { check: id(), receipt: Receipt { number: 41, at: at() }, judgement }
}

const SETTLED: &str = concat!(
    r#"{"check":"00112233-4455-4677-8899-aabbccddeeff","#,
    r#""receipt":{"number":41,"at":"2026-05-12T00:30:00.25Z"},"judgement":"#
);

#[test]
fn golden_settlement_that_is_not_accepted() {
    let refused = settled(Judgement::Refused(Refusal { code: Code::SignatureInvalid }));
    same(&refused, &format!(r#"{SETTLED}"refused","code":"C206"}}"#));
    let late = settled(Judgement::TooOld(Refusal { code: Code::TooOld }));
    same(&late, &format!(r#"{SETTLED}"too_old","code":"C221"}}"#));
}

#[test]
fn golden_settlement_with_the_national_field_names() {
    let person = Qualification {
        insured_card_classification: "01".into(),
        insurer_number: "06990013".into(),
        insured_card_symbol: Some("試験".into()),
        insured_identification_number: "1".into(),
        insured_branch_number: Some("01".into()),
        personal_family_classification: "1".into(),
        name: "試験 一郎".into(),
        sex1: "1".into(),
        birthdate: "19700101".into(),
        insured_card_valid_date: "20200401".into(),
        insurer_name: "試験健康保険組合".into(),
        ..Qualification::default()
    };
    let result = EligibilityResult {
        message_header: MessageHeader {
            process_execution_time: "20260512093000".into(),
            qualification_confirmation_date: "20260512".into(),
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
            qualification_validity: "1".into(),
            result_list: vec![ResultEntry { result_of_qualification_confirmation: person }],
        },
    };
    let accepted = Judgement::Accepted { certificate: CertificateState::Current, result: Box::new(result) };
    let bytes = concat!(
        r#""accepted","certificate":"current","result":{"MessageHeader":{"#,
        r#""ProcessExecutionTime":"20260512093000","QualificationConfirmationDate":"20260512","#,
        r#""MedicalInstitutionCode":"1320000001","ReferenceClassification":"1","SegmentOfResult":"1","#,
        r#""CharacterCodeIdentifier":"0"},"MessageBody":{"ProcessingResultStatus":"1","#,
        r#""QualificationValidity":"1","ResultList":[{"ResultOfQualificationConfirmation":{"#,
        r#""InsuredCardClassification":"01","InsurerNumber":"06990013","InsuredCardSymbol":"試験","#,
        r#""InsuredIdentificationNumber":"1","InsuredBranchNumber":"01","PersonalFamilyClassification":"1","#,
        r#""Name":"試験 一郎","Sex1":"1","Birthdate":"19700101","InsuredCardValidDate":"20200401","#,
        r#""InsurerName":"試験健康保険組合"}}]}}}"#
    );
    same(&settled(accepted), &format!("{SETTLED}{bytes}"));
}

#[test]
fn golden_problem() {
    let problem = Problem { detail: Some("/capture/at".into()), ..Problem::from(Code::Malformed) };
    let bytes = concat!(
        r#"{"type":"urn:junkai:problem:C101","title":"request does not match the API description","status":400,"#,
        r#""code":"C101","staff":"送信内容に誤りがあります。技術担当に連絡してください。","detail":"/capture/at"}"#
    );
    same(&problem, bytes);
    let newer: Code = serde_json::from_str("\"C777\"").unwrap();
    assert_eq!(newer, Code::Unknown, "a code of a newer centre is no error");
}

#[test]
fn golden_codes_and_what_they_travel_with() {
    let table: String = Code::ALL.iter().map(|c| format!("{} {}\n", c.code(), c.status())).collect();
    let golden = "C101 400\nC102 403\nC103 404\nC104 409\nC105 410\nC106 413\nC107 429\nC108 415\nC150 500\n\
        C151 503\nC201 422\nC202 422\nC203 422\nC204 422\nC205 422\nC206 422\nC207 422\nC208 422\nC209 422\n\
        C210 422\nC220 422\nC221 422\n";
    // A new code is added at its place; none that is here changes its meaning or status.
    assert_eq!(table, golden);
    for code in Code::ALL {
        assert_eq!(serde_json::to_value(code).unwrap(), code.code().name());
    }
}

/// SHA-256 over label, nonce 00..1f, check id, station and milliseconds, made by another program.
#[test]
fn golden_digest_that_a_card_signs() {
    let nonce: Vec<u8> = (0..32).collect();
    let digest = wire::pin_digest(&nonce, id(), &station(), at());
    assert_eq!(hex(&digest), "e545f0a6cb640ad0cd1364a9d89d191039e35f1760b841d01da73237ddbde9b6");
}

/// Label, then each part behind its length of four bytes, made by another program.
#[test]
fn golden_statement_that_a_station_signs() {
    let statement =
        |purpose| wire::visual_statement(b"certificate", id(), &station(), purpose, &staff(), at());
    assert_eq!(
        hex(&statement(Purpose::HealthCheckup)),
        concat!(
            "6a756e6b61692f312f76697375616c0000002003d66dd08835c1ca3f128cceacd1f31ac94163096b20f445ae",
            "84285bc0832d720000001000112233445546778899aabbccddeeff000000066275732d30310000000e686561",
            "6c74685f636865636b757000000003732d31000000080000019e1997343a"
        )
    );
    use sha2::Digest;
    let guidance = sha2::Sha256::digest(statement(Purpose::HealthGuidance));
    assert_eq!(hex(&guidance), "e07602735089ba20ccbc8d79a878a691be9e1bcf5e17019e422843d9b75a25d2");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

#[test]
fn the_base_path_carries_the_version_and_begins_every_path_of_the_api() {
    assert_eq!(wire::BASE, format!("/v{}", wire::VERSION));
    let api: serde_json::Value = serde_saphyr::from_str(include_str!("../openapi.yaml")).unwrap();
    let paths = api["paths"].as_object().unwrap();
    assert!(paths.len() >= 4 && paths.keys().all(|path| path.starts_with(&format!("{}/", wire::BASE))));
}
