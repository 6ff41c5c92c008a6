//! Faults on command: what a real line and a real centre do on a bad day, done on purpose and counted.

use serde::{Deserialize, Serialize};

/// The fault.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum FaultKind {
    /// The request is done and committed at once; the answer begins this many milliseconds late. Combines with
    /// any other fault.
    Slow {
        /// Milliseconds.
        ms: u64,
    },
    /// The request is not looked at; this status is answered, with a problem body.
    Status {
        /// 500 to 599, 429 or any other status of an error.
        status: u16,
        /// Seconds for `Retry-After`; 429 and 503 always carry one.
        #[serde(default)]
        retry_after_s: Option<u32>,
    },
    /// The request is done and committed; the connection is reset in the middle of the answer's body.
    Reset,
    /// The request is done and committed; the connection is reset before the first byte of the answer.
    LostAnswer,
    /// The request is done and committed; the answer is nonsense.
    Nonsense {
        /// The kind of nonsense.
        what: Nonsense,
    },
}

/// Answers no client may believe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nonsense {
    /// Not JSON, under a JSON content type.
    InvalidJson,
    /// JSON whose members have other types than documented.
    WrongTypes,
    /// 64 MiB of answer.
    HugeBody,
    /// Every result says QualificationValidity 1 and lists two qualifications.
    TwoResults,
}

/// Requests that a fault meets.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// All.
    #[default]
    Any,
    /// Sending checks, one or a batch.
    Checks,
    /// Re-views.
    Review,
    /// Challenges.
    Challenges,
    /// The link probe.
    Ping,
}

/// One fault: what, to which requests, how often.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The fault.
    #[serde(flatten)]
    pub kind: FaultKind,
    /// Requests that it meets.
    #[serde(default)]
    pub on: Target,
    /// How many requests it still meets; absent: until cleared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
}

impl Fault {
    /// A fault that meets every request until cleared.
    pub fn always(kind: FaultKind) -> Self {
        Self { kind, on: Target::Any, times: None }
    }

    /// A fault that meets the next `times` requests.
    pub fn next(times: u32, kind: FaultKind) -> Self {
        Self { kind, on: Target::Any, times: Some(times) }
    }

    /// The same fault for `target` only.
    pub fn on(self, target: Target) -> Self {
        Self { on: target, ..self }
    }
}

/// Faults of one request: a delay and at most one of the others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Blow {
    pub delay_ms: u64,
    pub kind: Option<FaultKind>,
}

impl Blow {
    /// A word for the request journal.
    pub fn word(&self) -> Option<&'static str> {
        match &self.kind {
            Some(FaultKind::Status { .. }) => Some("status"),
            Some(FaultKind::Reset) => Some("reset"),
            Some(FaultKind::LostAnswer) => Some("lost_answer"),
            Some(FaultKind::Nonsense { .. }) => Some("nonsense"),
            Some(FaultKind::Slow { .. }) | None => (self.delay_ms > 0).then_some("slow"),
        }
    }
}

/// The faults in force, in the order they were set.
#[derive(Debug, Default)]
pub(crate) struct Faults(pub Vec<Fault>);

impl Faults {
    /// Takes what a request to `target` meets: all delays, and the first other fault.
    pub fn strike(&mut self, target: Target) -> Blow {
        let mut blow = Blow::default();
        for fault in &mut self.0 {
            let meets = fault.on == Target::Any || fault.on == target;
            if !meets || fault.times == Some(0) {
                continue;
            }
            match &fault.kind {
                FaultKind::Slow { ms } => blow.delay_ms = blow.delay_ms.saturating_add(*ms),
                other if blow.kind.is_none() => blow.kind = Some(other.clone()),
                _ => continue,
            }
            fault.times = fault.times.map(|n| n - 1);
        }
        self.0.retain(|fault| fault.times != Some(0));
        blow
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counted_fault_meets_that_many_requests_of_its_target_and_no_more() {
        let status = FaultKind::Status { status: 503, retry_after_s: None };
        let mut faults = Faults(vec![Fault::next(2, status.clone()).on(Target::Checks)]);
        assert_eq!(faults.strike(Target::Ping), Blow::default());
        assert_eq!(faults.strike(Target::Checks).kind, Some(status.clone()));
        assert_eq!(faults.strike(Target::Checks).kind, Some(status));
        assert_eq!(faults.strike(Target::Checks), Blow::default());
        assert!(faults.0.is_empty());
    }

    #[test]
    fn slowness_adds_up_and_goes_with_one_other_fault() {
        let slow = |ms| Fault::always(FaultKind::Slow { ms });
        let mut faults = Faults(vec![slow(20), Fault::next(1, FaultKind::Reset), slow(5)]);
        assert_eq!(faults.strike(Target::Any), Blow { delay_ms: 25, kind: Some(FaultKind::Reset) });
        assert_eq!(faults.strike(Target::Any), Blow { delay_ms: 25, kind: None });
    }

    #[test]
    fn a_fault_reads_as_one_flat_object() {
        let text = r#"{"kind":"nonsense","what":"two_results","on":"checks","times":1}"#;
        let fault: Fault = serde_json::from_str(text).unwrap();
        let kind = FaultKind::Nonsense { what: Nonsense::TwoResults };
        assert_eq!(fault, Fault::next(1, kind).on(Target::Checks));
    }
}
