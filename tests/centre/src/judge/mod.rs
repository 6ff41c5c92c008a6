//! Judgement of the evidence of a check: a pure function over the check, the rules and the records.
//!
//! Order: first whether a late check is taken at all, then the certificate (issuer by signature, kind, dates,
//! revocation), then what ties it to this check (the card's signature, or the terminal's statement). The first
//! thing that does not hold is the reason given.
//!
//! **Which time counts.** Everything is judged as of the capture. The time a station states is believed when its
//! clock was synchronised and the time is not in the future (by more than [`Rules::tolerance_s`]), or when its
//! clock was not synchronised and the time lies within [`Rules::max_age_s`] before arrival. Otherwise the capture
//! time is unknown: the check counts as deferred and is judged as of its arrival.

mod chain;

pub use chain::{Anchors, AnchorsError};

use crate::store::Standing;
use chain::Certificate;
use jiff::{SignedDuration, Timestamp};
use ring::signature::{ECDSA_P256_SHA256_ASN1, UnparsedPublicKey};
use serde::{Deserialize, Serialize};
use wire::{CertificateState, Check, Code, Evidence, pin_digest, visual_statement};

/// Treatment of checks that waited on the bus.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeferredMode {
    /// Judged like any other, up to the age limit.
    #[default]
    Accept,
    /// Refused (C220).
    Refuse,
    /// Every one is called too old (C221).
    TooOld,
}

/// The stated rules of judging.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Treatment of deferred checks.
    pub deferred: DeferredMode,
    /// A check is deferred when captured more than this many seconds before it arrived.
    pub deferred_after_s: u32,
    /// A deferred check older than this many seconds is too old.
    pub max_age_s: u32,
    /// Clocks may differ by this many seconds: for times in the future and for the expiry of challenges.
    pub tolerance_s: u32,
}

impl Default for Rules {
    /// Deferred after 120 s, too old after 72 h, clocks may differ by 120 s.
    fn default() -> Self {
        Self { deferred: DeferredMode::Accept, deferred_after_s: 120, max_age_s: 72 * 3600, tolerance_s: 120 }
    }
}

/// When a check was captured, as far as the centre believes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Moment {
    /// The time it is judged at.
    pub at: Timestamp,
    /// True if it counts as deferred.
    pub deferred: bool,
    /// True if it is older than the limit.
    pub too_old: bool,
}

impl Rules {
    /// The moment of a capture that arrives at `now`.
    pub(crate) fn moment(&self, capture: &wire::Capture, now: Timestamp) -> Moment {
        let age = now.duration_since(capture.at);
        let seconds = |s: u32| SignedDuration::from_secs(i64::from(s));
        let future = age < -seconds(self.tolerance_s);
        let too_old = age > seconds(self.max_age_s);
        if future || (too_old && !capture.clock_synchronised) {
            return Moment { at: now, deferred: true, too_old: false };
        }
        Moment { at: capture.at.min(now), deferred: age > seconds(self.deferred_after_s), too_old }
    }
}

/// Everything that judging looks at.
pub(crate) struct Case<'a> {
    pub check: &'a Check,
    pub rules: &'a Rules,
    pub moment: Moment,
    pub anchors: &'a Anchors,
    /// Every key seen for the station: uncompressed P-256 points.
    pub station_keys: &'a [Vec<u8>],
    /// How the check's challenge stands; not looked at in visual mode.
    pub challenge: &'a Standing,
}

/// How judging ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Finding {
    /// The evidence holds.
    Proven(CertificateState),
    /// It does not, or is not taken.
    Refused(Code),
    /// Too old to be judged.
    TooOld,
}

/// Judges.
pub(crate) fn judge(case: &Case<'_>) -> Finding {
    if case.moment.deferred {
        match case.rules.deferred {
            DeferredMode::Accept if case.moment.too_old => return Finding::TooOld,
            DeferredMode::Accept => {}
            DeferredMode::Refuse => return Finding::Refused(Code::DeferredRefused),
            DeferredMode::TooOld => return Finding::TooOld,
        }
    }
    match proven(case) {
        Ok(state) => Finding::Proven(state),
        Err(code) => Finding::Refused(code),
    }
}

fn proven(case: &Case<'_>) -> Result<CertificateState, Code> {
    let certificate = Certificate::read(case.check.evidence.certificate().as_slice())?;
    case.anchors.admit(&certificate)?;
    let state = CertificateState::at(certificate.not_before(), certificate.not_after(), case.moment.at);
    match state {
        CertificateState::NotYet => return Err(Code::CertificateNotYet),
        CertificateState::Expired => return Err(Code::CertificateExpired),
        CertificateState::Current | CertificateState::EndsSoon | CertificateState::Grace => {}
    }
    match &case.check.evidence {
        Evidence::Visual { statement_signature, .. } => statement(case, statement_signature.as_slice())?,
        Evidence::Pin { signature, .. } => card(case, &certificate, signature.as_slice())?,
    }
    Ok(state)
}

/// The card's signature over challenge, check, station and time.
fn card(case: &Case<'_>, certificate: &Certificate<'_>, signature: &[u8]) -> Result<(), Code> {
    let (nonce, expires_at) = match case.challenge {
        Standing::Unknown => return Err(Code::ChallengeUnknown),
        Standing::Used => return Err(Code::ChallengeUsed),
        Standing::Open { nonce, expires_at } => (nonce, *expires_at),
    };
    let tolerance = SignedDuration::from_secs(i64::from(case.rules.tolerance_s));
    if case.moment.at.duration_since(expires_at) > tolerance {
        return Err(Code::ChallengeExpired);
    }
    let check = case.check;
    let digest = pin_digest(nonce, check.id, &check.station, check.capture.at);
    if certificate.signed_digest(&digest, signature) { Ok(()) } else { Err(Code::SignatureInvalid) }
}

/// The terminal's statement, by any key the station has had.
fn statement(case: &Case<'_>, signature: &[u8]) -> Result<(), Code> {
    let check = case.check;
    let certificate = check.evidence.certificate().as_slice();
    let text = visual_statement(
        certificate,
        check.id,
        &check.station,
        check.purpose,
        &check.staff,
        check.capture.at,
    );
    let holds = |key: &Vec<u8>| UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).verify(&text, signature);
    if case.station_keys.iter().any(|key| holds(key).is_ok()) { Ok(()) } else { Err(Code::StatementInvalid) }
}

#[cfg(test)]
mod tests;
