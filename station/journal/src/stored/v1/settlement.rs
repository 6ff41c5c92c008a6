//! The centre's answer with the eligibility result. The national field names are part of the disk form.

use super::words;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wire::{CheckId, Code};

/// A settlement.
#[derive(Serialize, Deserialize)]
pub(crate) struct Settlement {
    check: Uuid,
    receipt: Receipt,
    #[serde(flatten)]
    judgement: Judgement,
}

#[derive(Serialize, Deserialize)]
struct Receipt {
    number: u64,
    at: Timestamp,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "judgement")]
enum Judgement {
    #[serde(rename = "accepted")]
    Accepted { certificate: CertificateState, result: Box<EligibilityResult> },
    #[serde(rename = "refused")]
    Refused(Refusal),
    #[serde(rename = "too_old")]
    TooOld(Refusal),
}

/// `C` and three digits; an unknown code reads as the centre's unknown one.
#[derive(Serialize, Deserialize)]
struct Refusal {
    code: String,
}

words! {
    /// State of the certificate at capture.
    CertificateState = wire::CertificateState {
        Current = "current",
        EndsSoon = "ends_soon",
        Grace = "grace",
        Expired = "expired",
        NotYet = "not_yet",
    }
}

/// Structs with the same fields as their live counterparts, and the conversions both ways.
macro_rules! mirrored {
    ($($(#[$attribute:meta])* $name:ident = $live:path { $($(#[$of:meta])* $field:ident: $type:ty,)* })*) => {$(
        #[derive(Serialize, Deserialize)]
        #[serde(rename_all = "PascalCase")]
        $(#[$attribute])*
        struct $name { $($(#[$of])* $field: $type,)* }

        impl From<&$live> for $name {
            fn from(live: &$live) -> Self {
                let $live { $($field),* } = live;
                Self { $($field: Mirrored::stored($field)),* }
            }
        }

        impl From<$name> for $live {
            fn from(stored: $name) -> Self {
                let $name { $($field),* } = stored;
                Self { $($field: Mirrored::live($field)),* }
            }
        }
    )*};
}

/// A field in both forms.
trait Mirrored<Live> {
    fn stored(live: &Live) -> Self;
    fn live(self) -> Live;
}

impl Mirrored<String> for String {
    fn stored(live: &String) -> Self {
        live.clone()
    }
    fn live(self) -> String {
        self
    }
}

impl Mirrored<Option<String>> for Option<String> {
    fn stored(live: &Option<String>) -> Self {
        live.clone()
    }
    fn live(self) -> Option<String> {
        self
    }
}

impl Mirrored<Vec<wire::ResultEntry>> for Vec<ResultEntry> {
    fn stored(live: &Vec<wire::ResultEntry>) -> Self {
        live.iter().map(ResultEntry::from).collect()
    }
    fn live(self) -> Vec<wire::ResultEntry> {
        self.into_iter().map(wire::ResultEntry::from).collect()
    }
}

macro_rules! mirrored_fields {
    ($($stored:ty = $live:ty),*) => {$(
        impl Mirrored<$live> for $stored {
            fn stored(live: &$live) -> Self {
                live.into()
            }
            fn live(self) -> $live {
                self.into()
            }
        }
    )*};
}
mirrored_fields! {
    MessageHeader = wire::MessageHeader, MessageBody = wire::MessageBody, Qualification = wire::Qualification
}

mirrored! {
    EligibilityResult = wire::EligibilityResult {
        message_header: MessageHeader,
        message_body: MessageBody,
    }

    MessageHeader = wire::MessageHeader {
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

    MessageBody = wire::MessageBody {
        processing_result_status: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        processing_result_code: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        processing_result_message: Option<String>,
        qualification_validity: String,
        #[serde(default)]
        result_list: Vec<ResultEntry>,
    }

    ResultEntry = wire::ResultEntry {
        result_of_qualification_confirmation: Qualification,
    }

    #[derive(Default)]
    #[serde(default)]
    Qualification = wire::Qualification {
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
}

impl From<&wire::Refusal> for Refusal {
    fn from(wire::Refusal { code }: &wire::Refusal) -> Self {
        Self { code: code.code().name().to_owned() }
    }
}

impl From<Refusal> for wire::Refusal {
    fn from(Refusal { code: word }: Refusal) -> Self {
        let known = Code::ALL.iter().find(|code| code.code().name() == word);
        Self { code: known.copied().unwrap_or(Code::Unknown) }
    }
}

impl From<&wire::Settlement> for Settlement {
    fn from(settlement: &wire::Settlement) -> Self {
        let wire::Settlement { check, receipt: wire::Receipt { number, at }, judgement } = settlement;
        Self {
            check: Uuid::from_bytes(*check.as_bytes()),
            receipt: Receipt { number: *number, at: *at },
            judgement: match judgement {
                wire::Judgement::Accepted { certificate, result } => Judgement::Accepted {
                    certificate: (*certificate).into(),
                    result: Box::new(result.as_ref().into()),
                },
                wire::Judgement::Refused(refusal) => Judgement::Refused(refusal.into()),
                wire::Judgement::TooOld(refusal) => Judgement::TooOld(refusal.into()),
            },
        }
    }
}

impl Settlement {
    /// The settlement as the rest of the station uses it. Never `None`: every text of a result is kept as it came.
    #[allow(clippy::unnecessary_wraps, reason = "one signature for all stored values")]
    pub(crate) fn live(self) -> Option<wire::Settlement> {
        let Receipt { number, at } = self.receipt;
        Some(wire::Settlement {
            check: CheckId::from_bytes(self.check.into_bytes()),
            receipt: wire::Receipt { number, at },
            judgement: match self.judgement {
                Judgement::Accepted { certificate, result } => wire::Judgement::Accepted {
                    certificate: certificate.into(),
                    result: Box::new((*result).into()),
                },
                Judgement::Refused(refusal) => wire::Judgement::Refused(refusal.into()),
                Judgement::TooOld(refusal) => wire::Judgement::TooOld(refusal.into()),
            },
        })
    }
}
