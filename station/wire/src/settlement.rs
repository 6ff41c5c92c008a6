//! End of a check: the centre's receipt and its judgement. A settlement is final.

use crate::{CertificateState, CheckId, Code, EligibilityResult, Inconsistent, Verdict};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Receipt: the centre has the check, once and for good. Sending again gives the same receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// The centre's own number.
    pub number: u64,
    /// Time at which the centre first had it.
    pub at: Timestamp,
}

/// The answer to a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settlement {
    /// The settled check.
    pub check: CheckId,
    /// The receipt.
    pub receipt: Receipt,
    /// The centre's judgement.
    #[serde(flatten)]
    pub judgement: Judgement,
}

/// The three ways a check can be judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "judgement", rename_all = "snake_case")]
pub enum Judgement {
    /// The evidence holds; here is the eligibility.
    Accepted {
        /// State of the certificate at capture.
        certificate: CertificateState,
        /// The result with its national field names.
        result: Box<EligibilityResult>,
    },
    /// The evidence does not hold, or deferred checks are not taken.
    Refused(Refusal),
    /// Captured too long ago to be judged.
    TooOld(Refusal),
}

/// Reason why a check was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The reason; its texts for staff and technician hang on the code.
    pub code: Code,
}

impl Settlement {
    /// The verdict of an accepted check; `None` when it was refused or too old.
    pub fn verdict(&self) -> Option<Result<Verdict, Inconsistent>> {
        match &self.judgement {
            Judgement::Accepted { result, .. } => Some(result.verdict()),
            Judgement::Refused(_) | Judgement::TooOld(_) => None,
        }
    }

    /// True when staff must act on it although the examinee went on.
    pub fn is_bad(&self) -> bool {
        !matches!(self.verdict(), Some(Ok(Verdict::Valid { .. })))
    }
}
