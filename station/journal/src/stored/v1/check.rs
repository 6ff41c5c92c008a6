//! A check with its evidence, and the part of it that is fingerprinted.

use super::{Base64, Purpose};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use wire::{ChallengeId, CheckId, ReceptionNumber};

/// A check that waits.
#[derive(Serialize, Deserialize)]
pub(crate) struct Check {
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
struct Capture {
    at: Timestamp,
    clock_synchronised: bool,
    boot: u64,
    order: u64,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "method")]
enum Evidence {
    #[serde(rename = "visual")]
    Visual { certificate: Base64, statement_signature: Base64 },
    #[serde(rename = "pin")]
    Pin { certificate: Base64, challenge: Uuid, signature: Base64 },
}

impl From<&wire::Evidence> for Evidence {
    fn from(evidence: &wire::Evidence) -> Self {
        match evidence {
            wire::Evidence::Visual { certificate, statement_signature } => Self::Visual {
                certificate: certificate.into(),
                statement_signature: statement_signature.into(),
            },
            wire::Evidence::Pin { certificate, challenge, signature } => Self::Pin {
                certificate: certificate.into(),
                challenge: challenge.0,
                signature: signature.into(),
            },
        }
    }
}

impl From<Evidence> for wire::Evidence {
    fn from(evidence: Evidence) -> Self {
        match evidence {
            Evidence::Visual { certificate, statement_signature } => Self::Visual {
                certificate: certificate.into(),
                statement_signature: statement_signature.into(),
            },
            Evidence::Pin { certificate, challenge, signature } => Self::Pin {
                certificate: certificate.into(),
                challenge: ChallengeId(challenge),
                signature: signature.into(),
            },
        }
    }
}

impl From<&wire::Check> for Check {
    fn from(check: &wire::Check) -> Self {
        let wire::Check { id, station, institution, purpose, reception, staff, capture, evidence } = check;
        let wire::Capture { at, clock_synchronised, boot, order } = capture;
        Self {
            id: Uuid::from_bytes(*id.as_bytes()),
            station: station.to_string(),
            institution: institution.to_string(),
            purpose: (*purpose).into(),
            reception: reception.0,
            staff: staff.to_string(),
            capture: Capture { at: *at, clock_synchronised: *clock_synchronised, boot: *boot, order: *order },
            evidence: evidence.into(),
        }
    }
}

impl Check {
    /// The check as the rest of the station uses it; `None` when a name breaks its rule.
    pub(crate) fn live(self) -> Option<wire::Check> {
        let Capture { at, clock_synchronised, boot, order } = self.capture;
        Some(wire::Check {
            id: CheckId::from_bytes(self.id.into_bytes()),
            station: self.station.parse().ok()?,
            institution: self.institution.parse().ok()?,
            purpose: self.purpose.into(),
            reception: ReceptionNumber(self.reception),
            staff: self.staff.parse().ok()?,
            capture: wire::Capture { at, clock_synchronised, boot, order },
            evidence: self.evidence.into(),
        })
    }
}

/// Everything of a draft that its fingerprint covers: a JSON array.
#[derive(Serialize)]
pub(crate) struct Draft(Uuid, String, String, Purpose, String, Timestamp, bool, Evidence);

impl From<&crate::Draft> for Draft {
    fn from(draft: &crate::Draft) -> Self {
        let crate::Draft { id, station, institution, purpose, staff, .. } = draft;
        // Ticket and site can change without the draft becoming another one.
        let crate::Draft { at, clock_synchronised, evidence, ticket: _, site: _, .. } = draft;
        Self(
            Uuid::from_bytes(*id.as_bytes()),
            station.to_string(),
            institution.to_string(),
            (*purpose).into(),
            staff.to_string(),
            *at,
            *clock_synchronised,
            evidence.into(),
        )
    }
}

impl From<&wire::Check> for Draft {
    fn from(check: &wire::Check) -> Self {
        let Check { id, station, institution, purpose, staff, capture, evidence, .. } = check.into();
        Self(id, station, institution, purpose, staff, capture.at, capture.clock_synchronised, evidence)
    }
}
