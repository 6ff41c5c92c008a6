//! The other way round: release 0.1 reads what this one writes, so that an update can be rolled back (invariant 11).
//! The types are a copy of those that release 0.1 sealed. Frozen: never change them.

use super::golden;
use crate::seal::Stored;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Purpose {
    HealthCheckup,
    HealthGuidance,
}

#[derive(Serialize, Deserialize)]
struct Capture {
    at: jiff::Timestamp,
    clock_synchronised: bool,
    boot: u64,
    order: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
enum Evidence {
    Visual { certificate: String, statement_signature: String },
    Pin { certificate: String, challenge: Uuid, signature: String },
}

#[derive(Serialize, Deserialize)]
struct Check {
    id: Uuid,
    station: String,
    institution: String,
    purpose: Purpose,
    reception: u32,
    staff: String,
    capture: Capture,
    evidence: Evidence,
}

#[derive(Serialize, Deserialize)]
struct Receipt {
    number: u64,
    at: jiff::Timestamp,
}

#[derive(Serialize, Deserialize)]
struct Settlement {
    check: Uuid,
    receipt: Receipt,
    #[serde(flatten)]
    judgement: Judgement,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "judgement", rename_all = "snake_case")]
enum Judgement {
    Accepted { certificate: CertificateState, result: Box<EligibilityResult> },
    Refused(Refusal),
    TooOld(Refusal),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CertificateState {
    Current,
    EndsSoon,
    Grace,
    Expired,
    NotYet,
}

#[derive(Serialize, Deserialize)]
struct Refusal {
    code: Code,
}

#[derive(Serialize, Deserialize)]
enum Code {
    C101,
    C102,
    C103,
    C104,
    C105,
    C106,
    C107,
    C108,
    C150,
    C151,
    C201,
    C202,
    C203,
    C204,
    C205,
    C206,
    C207,
    C208,
    C209,
    C210,
    C220,
    C221,
    #[serde(other, rename = "C999")]
    Unknown,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct EligibilityResult {
    message_header: MessageHeader,
    message_body: MessageBody,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MessageHeader {
    process_execution_time: String,
    qualification_confirmation_date: String,
    medical_institution_code: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    arbitrary_file_identifier: Option<String>,
    reference_classification: String,
    segment_of_result: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error_message: Option<String>,
    character_code_identifier: String,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct MessageBody {
    processing_result_status: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    processing_result_code: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    processing_result_message: Option<String>,
    qualification_validity: String,
    #[serde(default)]
    result_list: Vec<ResultEntry>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ResultEntry {
    result_of_qualification_confirmation: Qualification,
}

#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Qualification {
    insured_card_classification: String,
    insurer_number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    insured_card_symbol: Option<String>,
    insured_identification_number: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    insured_branch_number: Option<String>,
    personal_family_classification: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    insured_name: Option<String>,
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name_kana: Option<String>,
    sex1: String,
    birthdate: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    insured_certificate_issuance_date: Option<String>,
    insured_card_valid_date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    insured_card_expiration_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    insured_partial_contribution_ratio: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason_of_loss: Option<String>,
    insurer_name: String,
}

#[derive(Serialize, Deserialize)]
struct Clock {
    at: jiff::Timestamp,
    synchronised: bool,
}

#[derive(Serialize, Deserialize)]
struct Event {
    station: String,
    boot: u64,
    order: u64,
    clock: Clock,
    #[serde(flatten)]
    kind: EventKind,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
enum EventKind {
    Started { software: String, clean: bool },
    JournalSetAside { rescued: u32 },
    JournalFull { waiting: u32 },
    LateVerdict { outcome: String },
    Acknowledged { after_s: u64 },
    BytesLimit { limit: u64 },
    Trouble { code: String, over: bool },
}

/// Release 0.1 reads everything in the bytes: writing it again gives the same bytes.
fn is_read_whole<Old: Serialize + DeserializeOwned>(live: &impl Stored) {
    let bytes = live.to_disk().unwrap();
    let old: Old = serde_json::from_slice(&bytes).unwrap();
    assert_eq!(serde_json::to_string(&old).unwrap().as_bytes(), bytes.as_slice());
}

#[test]
fn invariant_11_release_0_1_reads_a_check_of_this_release() {
    for (check, _) in golden::checks() {
        is_read_whole::<Check>(&check);
    }
}

#[test]
fn invariant_11_release_0_1_reads_a_settlement_of_this_release() {
    for (settlement, _) in golden::settlements() {
        is_read_whole::<Settlement>(&settlement);
    }
}

#[test]
fn invariant_11_release_0_1_reads_an_event_of_this_release() {
    for (event, _) in golden::events() {
        is_read_whole::<Event>(&event);
    }
}

/// A code that came after release 0.1 is no reason for it to lose the settlement.
#[test]
fn invariant_11_release_0_1_reads_every_code_of_this_release() {
    for code in wire::Code::ALL {
        let refusal = BTreeMap::from([("code", code.code().name())]);
        let refusal = serde_json::to_string(&refusal).unwrap();
        assert!(serde_json::from_str::<Refusal>(&refusal).is_ok(), "{refusal}");
    }
}

#[derive(Serialize, Deserialize)]
struct StaffMember {
    label: String,
    role: Role,
    passcode: Option<String>,
    badge: Option<Vec<u8>>,
    removed: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Staff,
    Head,
    Technician,
}

#[test]
fn invariant_11_release_0_1_reads_a_staff_member_of_this_release() {
    is_read_whole::<StaffMember>(&crate::people::Record::lost());
}
