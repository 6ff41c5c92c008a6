//! Faults of the connection to the broker: one code, one sentence for staff, one for the technician.

use rumqttc::TlsError;
use rumqttc::v5::mqttbytes::Error as PacketError;
use rumqttc::v5::mqttbytes::v5::DisconnectReasonCode;
use rumqttc::v5::{ConnectionError, StateError};

/// A kind of trouble with the broker. Reception goes on in every case; the texts say so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fault {
    /// No connection: name, route, port, or no answer in time.
    Unreachable,
    /// TLS failed: one side does not accept the other's certificate, or it has expired.
    Tls,
    /// The broker does not let this station in.
    Refused,
    /// An established connection ended.
    Cut,
    /// The connection looks open but gives no answer.
    Silent,
    /// Another client connected with this station's identity. Known only from brokers that give this reason when they
    /// close; with Mosquitto 2.0.11, which does not, the fault is [`Fault::Cut`] again and again.
    TakenOver,
    /// The broker refuses what the station sends (access list, quota, size).
    Denied,
    /// Events have no subscriber: the office has not subscribed yet.
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
    /// The technician's text, in English.
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

/// A fault and where exactly. The detail comes from the TLS and MQTT libraries' errors, which know names of
/// conditions, hosts and packets, never what a packet carried.
#[derive(Debug)]
pub(crate) struct Cause {
    pub(crate) fault: Fault,
    pub(crate) detail: String,
}

impl Cause {
    pub(crate) fn new(fault: Fault, detail: impl std::fmt::Display) -> Self {
        Self { fault, detail: detail.to_string() }
    }

    pub(crate) fn internal(detail: impl std::fmt::Display) -> Self {
        Self::new(Fault::Internal, detail)
    }

    /// Fault that an error of the library stands for; a plain I/O error is `otherwise`.
    pub(crate) fn of(error: &ConnectionError, otherwise: Fault) -> Self {
        let fault = match error {
            ConnectionError::Timeout(_) => otherwise,
            ConnectionError::Tls(TlsError::Io(io)) | ConnectionError::Io(io) => of_io(io, otherwise),
            ConnectionError::Tls(_) => Fault::Tls,
            ConnectionError::ConnectionRefused(_) => Fault::Refused,
            ConnectionError::MqttState(state) => of_state(state, otherwise),
            // The other end does not speak MQTT: its packet is not quoted.
            ConnectionError::NotConnAck(_) => return Self::new(Fault::Refused, "no CONNACK"),
            _ => Fault::Internal,
        };
        Self::new(fault, error)
    }
}

fn of_state(error: &StateError, otherwise: Fault) -> Fault {
    match error {
        StateError::Io(io) | StateError::Deserialization(PacketError::Io(io)) => of_io(io, otherwise),
        StateError::ConnectionAborted => otherwise,
        StateError::AwaitPingResp | StateError::CollisionTimeout => Fault::Silent,
        StateError::ConnFail { .. } => Fault::Refused,
        StateError::ServerDisconnect { reason_code: DisconnectReasonCode::SessionTakenOver, .. } => {
            Fault::TakenOver
        }
        StateError::ServerDisconnect { reason_code: DisconnectReasonCode::NotAuthorized, .. } => {
            Fault::Refused
        }
        StateError::ServerDisconnect { .. } => Fault::Cut,
        StateError::OutgoingPacketTooLarge { .. } => Fault::Denied,
        _ => Fault::Internal,
    }
}

/// rustls reports through I/O errors: an alert of the broker about our certificate arrives with the first read after the
/// handshake (TLS 1.3).
fn of_io(error: &std::io::Error, otherwise: Fault) -> Fault {
    let tls = error.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
    if tls { Fault::Tls } else { otherwise }
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

    #[test]
    fn errors_of_the_library_become_the_right_fault() {
        use std::io::{Error, ErrorKind};
        let state = |s| ConnectionError::MqttState(s);
        let goes = |reason_code| state(StateError::ServerDisconnect { reason_code, reason_string: None });
        let alert = || Error::other(rustls::Error::AlertReceived(rustls::AlertDescription::UnknownCA));
        let cases = [
            (ConnectionError::Io(Error::from(ErrorKind::ConnectionRefused)), Fault::Unreachable),
            (ConnectionError::Tls(TlsError::Io(alert())), Fault::Tls),
            (state(StateError::Deserialization(PacketError::Io(alert()))), Fault::Tls),
            (state(StateError::Io(Error::from(ErrorKind::ConnectionReset))), Fault::Unreachable),
            (state(StateError::AwaitPingResp), Fault::Silent),
            (goes(DisconnectReasonCode::SessionTakenOver), Fault::TakenOver),
            (goes(DisconnectReasonCode::NotAuthorized), Fault::Refused),
            (goes(DisconnectReasonCode::ServerShuttingDown), Fault::Cut),
            (state(StateError::OutgoingPacketTooLarge { pkt_size: 2, max: 1 }), Fault::Denied),
            (state(StateError::WrongPacket), Fault::Internal),
        ];
        for (error, fault) in cases {
            assert_eq!(Cause::of(&error, Fault::Unreachable).fault, fault, "{error}");
        }
        assert_eq!(Cause::of(&state(StateError::ConnectionAborted), Fault::Cut).fault, Fault::Cut);
    }
}
