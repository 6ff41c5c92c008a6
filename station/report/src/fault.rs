//! Faults of the connection to the broker, each with a code of the catalogue.

use codes::Code;
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

    /// Its entry in the catalogue.
    pub const fn code(self) -> Code {
        match self {
            Self::Unreachable => codes::R101,
            Self::Tls => codes::R102,
            Self::Refused => codes::R103,
            Self::Cut => codes::R104,
            Self::Silent => codes::R105,
            Self::TakenOver => codes::R106,
            Self::Denied => codes::R107,
            Self::NobodyListens => codes::R108,
            Self::Outbox => codes::R109,
            Self::Internal => codes::R110,
        }
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
    fn every_fault_has_a_code_of_its_own_that_lets_reception_go_on() {
        let codes: BTreeSet<_> = Fault::ALL.iter().map(|fault| fault.code()).collect();
        assert_eq!(codes.len(), Fault::ALL.len());
        for code in codes {
            let staff = code.staff(codes::Language::Japanese);
            assert!(staff.contains("受付"), "staff must learn that reception goes on: {code}");
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
