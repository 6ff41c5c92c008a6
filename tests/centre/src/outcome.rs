//! The answer of the centre about a person: the persona's eligibility, or the one that the rehearsal's director put in
//! its place, with the national field names.

use jiff::{Timestamp, civil::Date, tz::Offset};
use personas::{Persona, Sex, jpki::Pki};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use wire::{Check, EligibilityResult, MessageBody, MessageHeader, Qualification, ResultEntry, jst_date};
use x509_parser::prelude::{FromDer, X509Certificate};

/// People known to the centre, by the public key of the user-authentication certificate: dates and serials of the test
/// PKI are renewed from day to day, keys stay.
pub(crate) struct Register(BTreeMap<Vec<u8>, &'static Persona>);

impl Register {
    /// Everybody of the test PKI.
    pub fn new(pki: &Pki) -> Self {
        let entry = |persona: &'static Persona| {
            Some((public_key(&pki.authentication(&persona.key)?.certificate)?, persona))
        };
        Self(personas::all().iter().filter_map(entry).collect())
    }

    /// The person of this certificate (DER).
    pub fn find(&self, certificate: &[u8]) -> Option<&'static Persona> {
        self.0.get(&public_key(certificate)?).copied()
    }
}

fn public_key(der: &[u8]) -> Option<Vec<u8>> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    Some(certificate.public_key().subject_public_key.data.to_vec())
}

/// An outcome put in the place of the persona's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// 有効: the persona's first qualification, in force.
    Valid,
    /// 無効: its first qualification, lost yesterday.
    Invalid,
    /// 無効（新しい資格あり）
    InvalidNewer,
    /// 該当資格なし
    None,
    /// 複数該当
    Multiple,
    /// The system behind the centre answers that it could not process the request (header 9, body 2).
    Abnormal,
}

/// The result about `persona`, or about an unknown person (該当資格なし).
pub(crate) fn result(
    check: &Check,
    persona: Option<&Persona>,
    outcome: Option<Outcome>,
    now: Timestamp,
) -> EligibilityResult {
    let (message_body, abnormal) = match (persona, outcome) {
        (Some(persona), None) => (own(persona), false),
        (Some(persona), Some(outcome)) => (instead(persona, outcome, now), outcome == Outcome::Abnormal),
        (None, _) => (body("4", Vec::new()), false),
    };
    EligibilityResult { message_header: header(check, now, abnormal), message_body }
}

fn header(check: &Check, now: Timestamp, abnormal: bool) -> MessageHeader {
    let japan = Offset::constant(9).to_datetime(now);
    MessageHeader {
        process_execution_time: japan.strftime("%Y%m%d%H%M%S").to_string(),
        qualification_confirmation_date: compact(jst_date(now)),
        medical_institution_code: check.institution.as_str().to_owned(),
        arbitrary_file_identifier: Some(check.id.to_string()),
        reference_classification: "1".to_owned(),
        segment_of_result: if abnormal { "9" } else { "1" }.to_owned(),
        error_code: abnormal.then(|| ABNORMAL.to_owned()),
        error_message: abnormal.then(|| "照会先の処理に失敗しました（模擬）".to_owned()),
        character_code_identifier: "0".to_owned(),
    }
}

/// A code of the stand-in's own range: the national list is not public.
const ABNORMAL: &str = "C900";

fn own(persona: &Persona) -> MessageBody {
    let entries = persona.eligibility.qualifications.iter().map(|q| qualification(persona, q)).collect();
    body(&persona.eligibility.validity.to_string(), entries)
}

fn instead(persona: &Persona, outcome: Outcome, now: Timestamp) -> MessageBody {
    let mut first = persona.eligibility.qualifications.first().map(|q| qualification(persona, q));
    match outcome {
        Outcome::Valid => {
            if let Some(q) = &mut first {
                (q.insured_card_expiration_date, q.reason_of_loss) = (None, None);
            }
            body("1", first.into_iter().collect())
        }
        Outcome::Invalid | Outcome::InvalidNewer => {
            if let Some(q) = &mut first {
                let yesterday = jst_date(now).yesterday().unwrap_or(Date::MIN);
                q.insured_card_expiration_date = Some(compact(yesterday));
                q.reason_of_loss = Some("03".to_owned());
            }
            body(if outcome == Outcome::Invalid { "2" } else { "3" }, first.into_iter().collect())
        }
        Outcome::None => body("4", Vec::new()),
        Outcome::Multiple => body("5", first.into_iter().flat_map(|q| [q.clone(), q]).collect()),
        Outcome::Abnormal => MessageBody {
            processing_result_status: "2".to_owned(),
            processing_result_code: Some(ABNORMAL.to_owned()),
            processing_result_message: Some("照会先の処理に失敗しました（模擬）".to_owned()),
            ..body("4", Vec::new())
        },
    }
}

fn body(validity: &str, qualifications: Vec<Qualification>) -> MessageBody {
    let entry = |q| ResultEntry { result_of_qualification_confirmation: q };
    MessageBody {
        processing_result_status: "1".to_owned(),
        processing_result_code: None,
        processing_result_message: None,
        qualification_validity: validity.to_owned(),
        result_list: qualifications.into_iter().map(entry).collect(),
    }
}

fn qualification(persona: &Persona, q: &personas::Qualification) -> Qualification {
    Qualification {
        insured_card_classification: q.class.clone(),
        insurer_number: q.insurer.clone(),
        insured_card_symbol: q.symbol.clone(),
        insured_identification_number: q.number.clone(),
        insured_branch_number: q.branch.clone(),
        personal_family_classification: q.family.code().to_owned(),
        insured_name: q.insured_name.clone(),
        name: persona.name.clone(),
        name_kana: Some(persona.kana.clone()),
        sex1: Sex::code(persona.sex).to_owned(),
        birthdate: compact(persona.birthdate),
        insured_certificate_issuance_date: Some(compact(q.begins)),
        insured_card_valid_date: compact(q.begins),
        insured_card_expiration_date: q.ends.map(compact),
        insured_partial_contribution_ratio: q.ratio.clone(),
        reason_of_loss: q.reason_of_loss.clone(),
        insurer_name: q.insurer_name.clone(),
    }
}

fn compact(day: Date) -> String {
    day.strftime("%Y%m%d").to_string()
}
