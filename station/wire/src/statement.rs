//! The exact bytes that are signed. They are fixed for version 1: if a golden test here fails, the code is
//! wrong, not the test.
//!
//! Layout: a domain label, then each part as a 4-byte big-endian length and its bytes, so that no two
//! different statements have the same bytes.

use crate::{CheckId, Purpose, StaffRef, StationId};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

fn join(label: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut out = label.as_bytes().to_vec();
    for part in parts {
        out.extend_from_slice(&(part.len() as u32).to_be_bytes());
        out.extend_from_slice(part);
    }
    out
}

fn millis(at: Timestamp) -> [u8; 8] {
    at.as_millisecond().to_be_bytes()
}

/// SHA-256 digest that the card signs in PIN mode: over challenge, check, station and capture time, so that a
/// signature proves this check and no other. `at` counts to the millisecond.
pub fn pin_digest(nonce: &[u8], check: CheckId, station: &StationId, at: Timestamp) -> [u8; 32] {
    let parts: [&[u8]; 4] = [nonce, check.as_bytes(), station.as_str().as_bytes(), &millis(at)];
    Sha256::digest(join("junkai/1/pin", &parts)).into()
}

/// The statement that the station's key signs in visual mode: certificate hash, check, station, purpose, staff
/// reference and time. Signed as ECDSA P-256 with SHA-256 over these bytes.
pub fn visual_statement(
    certificate: &[u8],
    check: CheckId,
    station: &StationId,
    purpose: Purpose,
    staff: &StaffRef,
    at: Timestamp,
) -> Vec<u8> {
    let hash: [u8; 32] = Sha256::digest(certificate).into();
    let purpose: &[u8] = match purpose {
        Purpose::HealthCheckup => b"health_checkup",
        Purpose::HealthGuidance => b"health_guidance",
    };
    let (station, staff) = (station.as_str().as_bytes(), staff.as_str().as_bytes());
    join("junkai/1/visual", &[&hash, check.as_bytes(), station, purpose, staff, &millis(at)])
}
