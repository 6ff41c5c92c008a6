//! The check as a station sends it.

use crate::{
    Bytes, ChallengeId, CheckId, InstitutionCode, Problem, ReceptionNumber, Settlement, StaffRef, StationId,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Method of authenticating the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// 目視: staff compare the face with the card.
    Visual,
    /// 暗証番号: the examinee enters the PIN of the user-authentication certificate.
    Pin,
}

/// Purpose of the eligibility check. 本人確認のみ (identity only) is not among them: the rules do not allow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// 特定健康診査
    HealthCheckup,
    /// 特定保健指導
    HealthGuidance,
}

/// Time and order of a capture. `at` may be wrong when `clock_synchronised` is false; order is by
/// `(boot, order)`, never by `at`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Wall clock at capture.
    pub at: Timestamp,
    /// True when the clock was known to be synchronised then.
    pub clock_synchronised: bool,
    /// Number of the station's start, from 1.
    pub boot: u64,
    /// Number of the capture, from 1, over all boots.
    pub order: u64,
}

/// Proof of the check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Evidence {
    /// The station's own key signed [`crate::visual_statement`] (ECDSA P-256, SHA-256, ASN.1 DER).
    Visual {
        /// User-authentication certificate, DER.
        certificate: Bytes,
        /// The terminal's statement, signed.
        statement_signature: Bytes,
    },
    /// The card signed [`crate::pin_digest`] (RSASSA-PKCS1-v1_5 with SHA-256 for the present card generation).
    Pin {
        /// User-authentication certificate, DER.
        certificate: Bytes,
        /// The challenge that was signed.
        challenge: ChallengeId,
        /// The card's signature.
        signature: Bytes,
    },
}

impl Evidence {
    /// Method of authenticating the person.
    pub fn method(&self) -> Method {
        match self {
            Self::Visual { .. } => Method::Visual,
            Self::Pin { .. } => Method::Pin,
        }
    }

    /// The certificate that was on the card, DER.
    pub fn certificate(&self) -> &Bytes {
        match self {
            Self::Visual { certificate, .. } | Self::Pin { certificate, .. } => certificate,
        }
    }
}

/// One check: `PUT /v1/checks/{id}`, or one line of a batch. Its bytes never change once captured: a second
/// send is the same send.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Made at capture.
    pub id: CheckId,
    /// Station that captured it; must be the one of the client certificate.
    pub station: StationId,
    /// 機関コード of the organisation that runs the bus.
    pub institution: InstitutionCode,
    /// Purpose of the check.
    pub purpose: Purpose,
    /// 受付番号, so that office and bus talk about the same check.
    pub reception: ReceptionNumber,
    /// Staff member at the desk, by reference.
    pub staff: StaffRef,
    /// Time and order of the capture.
    pub capture: Capture,
    /// Proof of the check.
    pub evidence: Evidence,
}

/// Checks in one batch at most.
pub const MAX_BATCH: usize = 100;

/// `POST /v1/checks`: checks that waited, oldest first, at most [`MAX_BATCH`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The checks.
    pub checks: Vec<Check>,
}

/// The answer to a [`Batch`]: one item for each check, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BatchAnswer {
    /// One item a check.
    pub items: Vec<BatchItem>,
}

/// Result of one check of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchItem {
    /// Settled, for good.
    Settled(Box<Settlement>),
    /// Not settled; the problem says whether to try again.
    Problem(Box<Problem>),
}
