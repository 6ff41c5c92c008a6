//! The eligibility result with the national field names, as public receipt-computer code reads them from
//! `OQSsiquc01res` (see `openapi.yaml`). Codes are texts, as there.

use serde::{Deserialize, Serialize};

/// Header of a result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MessageHeader {
    /// yyyyMMddHHmmss
    pub process_execution_time: String,
    /// yyyyMMdd
    pub qualification_confirmation_date: String,
    /// 機関コード, 10 digits.
    pub medical_institution_code: String,
    /// The check id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arbitrary_file_identifier: Option<String>,
    /// 1 by card, 2 typed.
    pub reference_classification: String,
    /// 1 ok, 2 processing, 9 abnormal.
    pub segment_of_result: String,
    /// Present in an abnormal result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// Present in an abnormal result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_message: Option<String>,
    /// 0 UTF-8.
    pub character_code_identifier: String,
}

/// Body of a result.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MessageBody {
    /// 1 ok, 2 abnormal.
    pub processing_result_status: String,
    /// Present in an abnormal result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processing_result_code: Option<String>,
    /// Present in an abnormal result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub processing_result_message: Option<String>,
    /// 1 有効, 2 無効, 3 無効（新しい資格あり）, 4 該当資格なし, 5 複数該当.
    pub qualification_validity: String,
    /// The qualifications found.
    #[serde(default)]
    pub result_list: Vec<ResultEntry>,
}

/// One line of the result list.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ResultEntry {
    /// The qualification.
    pub result_of_qualification_confirmation: Qualification,
}

/// One qualification (資格). Personal data: never logged, `Debug` is redacted.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
pub struct Qualification {
    /// 01 一般, 02 退職, 03 短期一般, 04 短期退職, 05 資格証明書, 06 特例退職, 07 自衛官.
    pub insured_card_classification: String,
    /// 保険者番号, 8 digits (国保 zero-padded).
    pub insurer_number: String,
    /// 記号
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insured_card_symbol: Option<String>,
    /// 番号
    pub insured_identification_number: String,
    /// 枝番: two digits or absent, never "00".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insured_branch_number: Option<String>,
    /// 1 本人, 2 家族.
    pub personal_family_classification: String,
    /// 被保険者氏名 when the person is family.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insured_name: Option<String>,
    /// 氏名
    pub name: String,
    /// 氏名カナ, half-width.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_kana: Option<String>,
    /// 1 男, 2 女, 3 未設定.
    pub sex1: String,
    /// yyyyMMdd
    pub birthdate: String,
    /// yyyyMMdd
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insured_certificate_issuance_date: Option<String>,
    /// yyyyMMdd, begin of the qualification.
    pub insured_card_valid_date: String,
    /// yyyyMMdd, end of the qualification when it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insured_card_expiration_date: Option<String>,
    /// "030" = 30 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub insured_partial_contribution_ratio: Option<String>,
    /// 01 死亡, 02 生保, 03 他資格, 99 その他.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_of_loss: Option<String>,
    /// 保険者名
    pub insurer_name: String,
}

/// Header and body: one answer about one person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct EligibilityResult {
    /// Header.
    pub message_header: MessageHeader,
    /// Body.
    pub message_body: MessageBody,
}

macro_rules! redacted {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
    )*};
}
redacted!(MessageBody, ResultEntry, Qualification, EligibilityResult);
