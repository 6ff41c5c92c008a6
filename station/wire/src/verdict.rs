//! Verdict of a result for the desk.

use crate::{EligibilityResult, MessageBody, Qualification};
use serde::{Deserialize, Serialize};

/// The person and qualification of a verdict. Personal data; `Debug` is redacted.
pub type Person = Qualification;

/// The verdict: QualificationValidity, when the rest of the result agrees with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "verdict")]
pub enum Verdict {
    /// 有効: exactly one qualification, in force.
    Valid {
        /// The one qualification.
        person: Box<Person>,
    },
    /// 無効
    Invalid {
        /// The lost qualification, when the result names it.
        person: Option<Box<Person>>,
    },
    /// 無効（新しい資格あり）
    InvalidNewer {
        /// The lost qualification, when the result names it.
        person: Option<Box<Person>>,
    },
    /// 該当資格なし
    None,
    /// 複数該当
    Multiple,
}

/// A result that contradicts itself; it is treated as 取得失敗, never as valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Inconsistent {
    /// SegmentOfResult is not 1.
    #[error("result header says abnormal or processing")]
    Header,
    /// ProcessingResultStatus is not 1.
    #[error("result body says abnormal")]
    Body,
    /// Validity 1 needs exactly one qualification with an insurer number of 8 digits.
    #[error("validity 1 without exactly one complete qualification")]
    Entries,
    /// Not one of 1 to 5.
    #[error("unknown QualificationValidity")]
    Validity,
}

impl EligibilityResult {
    /// The verdict, or the reason why there is none. "Valid" means: header ok and body ok and validity 1 and exactly one
    /// result.
    pub fn verdict(&self) -> Result<Verdict, Inconsistent> {
        if self.message_header.segment_of_result != "1" {
            return Err(Inconsistent::Header);
        }
        let body = &self.message_body;
        if body.processing_result_status != "1" {
            return Err(Inconsistent::Body);
        }
        match body.qualification_validity.as_str() {
            "1" => valid(body),
            "2" => Ok(Verdict::Invalid { person: first(body) }),
            "3" => Ok(Verdict::InvalidNewer { person: first(body) }),
            "4" => Ok(Verdict::None),
            "5" => Ok(Verdict::Multiple),
            _ => Err(Inconsistent::Validity),
        }
    }
}

fn first(body: &MessageBody) -> Option<Box<Person>> {
    body.result_list.first().map(|e| Box::new(e.result_of_qualification_confirmation.clone()))
}

fn valid(body: &MessageBody) -> Result<Verdict, Inconsistent> {
    let [entry] = body.result_list.as_slice() else { return Err(Inconsistent::Entries) };
    let person = &entry.result_of_qualification_confirmation;
    let number = &person.insurer_number;
    let complete = number.len() == 8 && number.bytes().all(|b| b.is_ascii_digit()) && !person.name.is_empty();
    if complete {
        Ok(Verdict::Valid { person: Box::new(person.clone()) })
    } else {
        Err(Inconsistent::Entries)
    }
}

impl Verdict {
    /// True when staff must act although the examinee went on.
    pub fn is_bad(&self) -> bool {
        !matches!(self, Self::Valid { .. })
    }
}
