//! What can go wrong on the way to the broker: one code, one sentence for staff, one for the technician.

/// A kind of trouble with the broker. Reception goes on in every case; the texts say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// No connection: name, route, port, or no answer in time.
    Unreachable,
    /// TLS failed: one side does not accept the other's certificate, or it has expired.
    Tls,
    /// The broker does not let this station in.
    Refused,
    /// The connection was there and is gone.
    Cut,
    /// The connection looks open but nothing comes back.
    Silent,
    /// Somebody else connected with this station's identity.
    TakenOver,
    /// The broker refuses what the station sends (access list, quota, size).
    Denied,
    /// The broker takes events for nobody: the office has not subscribed yet.
    NobodyListens,
    /// The journal does not give events, or does not delete them.
    Outbox,
    /// The MQTT library failed; it is started afresh.
    Internal,
}

/// Two texts for one code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultText {
    /// The code as people say it, e.g. `R101`.
    pub code: &'static str,
    /// One short Japanese sentence and what to do.
    pub staff: &'static str,
    /// What happened, in English.
    pub technician: &'static str,
}

const WAIT: &str = "本部へ通知できません。受付はそのまま続けられます。";
const CALL: &str = "本部へ通知できません。受付は続け、技術担当に連絡してください。";

impl Fault {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::Unreachable,
        Self::Tls,
        Self::Refused,
        Self::Cut,
        Self::Silent,
        Self::TakenOver,
        Self::Denied,
        Self::NobodyListens,
        Self::Outbox,
        Self::Internal,
    ];

    /// Its texts.
    pub fn text(self) -> FaultText {
        let (code, staff, technician) = match self {
            Self::Unreachable => ("R101", WAIT, "broker not reachable: check line, name and port"),
            Self::Tls => {
                ("R102", CALL, "TLS with the broker failed: check CA, certificates, dates and clock")
            }
            Self::Refused => {
                ("R103", CALL, "broker refused the connection: check station id and access list")
            }
            Self::Cut => ("R104", WAIT, "connection to the broker ended"),
            Self::Silent => ("R105", WAIT, "broker does not answer on an open connection"),
            Self::TakenOver => {
                ("R106", CALL, "another client uses this station's identity: look for a copied SD card")
            }
            Self::Denied => ("R107", CALL, "broker refuses a message: check access list, limits and version"),
            Self::NobodyListens => {
                ("R108", WAIT, "nobody has subscribed to this station's events; they are kept until then")
            }
            Self::Outbox => ("R109", CALL, "journal does not hand out or delete events"),
            Self::Internal => ("R110", WAIT, "MQTT client failed and was started afresh"),
        };
        FaultText { code, staff, technician }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fault_has_a_code_of_its_own_and_two_texts() {
        let codes: BTreeSet<_> = Fault::ALL.iter().map(|f| f.text().code).collect();
        assert_eq!(codes.len(), Fault::ALL.len());
        for fault in Fault::ALL {
            let text = fault.text();
            assert!(text.staff.contains("受付"), "staff must learn that reception goes on: {}", text.code);
            assert!(text.technician.is_ascii() && !text.technician.is_empty());
        }
    }
}
