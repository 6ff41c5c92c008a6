//! Bytes exchanged with the broker, for the day's meter: a model, not a count.
//!
//! rumqttc 0.25 opens the socket and the TLS stream itself and has no hook for a stream of ours (its `NetworkOptions` has
//! buffer sizes, a timeout and a device; the fork `rumqttc-next` has a socket connector), so real bytes cannot be counted
//! here as the uplink does. The model is the size of each packet plus the TLS 1.3 overhead, plus a constant for each
//! handshake, measured against Mosquitto 2.0.11 as `deploy/broker` sets it up, with the fleet's P-256 certificates. A
//! test compares the model with the bytes at a proxy. (With OpenSSL's own default for tickets a handshake costs about
//! 1.2 kB more than the model.)

use crate::Traffic;
use crate::config::Config;
use crate::message::Message;
use rumqttc::v5::mqttbytes::v5::ConnAck;
use std::sync::atomic::{AtomicU64, Ordering};

/// A TLS 1.3 record around one packet: header 5, content type 1, tag 16 (RFC 8446, 5.2).
const RECORD: u64 = 22;
/// A full handshake with both certificates: sent and received.
const FULL: (u64, u64) = (814, 1474);
/// A resumed one.
const RESUMED: (u64, u64) = (402, 320);

/// Totals since the start.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    sent: AtomicU64,
    received: AtomicU64,
}

impl Meter {
    /// Counts a new connection: handshake, CONNECT with the will, CONNACK.
    pub(crate) fn connected(&self, config: &Config, ack: &ConnAck, resumed: bool) {
        let (sent, received) = if resumed { RESUMED } else { FULL };
        self.sent.fetch_add(sent, Ordering::Relaxed);
        self.received.fetch_add(received, Ordering::Relaxed);
        // CONNECT (MQTT 5, 3.1): header 2 to 3, "MQTT" 6, version, flags, keep alive 2, properties, client id.
        let will = Message::will(&config.station, config.boot);
        let will = will.map_or(0, |w| 1 + 2 + w.topic.len() + 2 + w.payload.len());
        self.sent(3 + 11 + 2 + config.station.as_str().len() + will);
        self.received(ack.size());
    }

    /// Counts a sent packet of `size` bytes.
    pub(crate) fn sent(&self, size: usize) {
        self.sent.fetch_add(size as u64 + RECORD, Ordering::Relaxed);
    }

    /// Counts a received packet of `size` bytes.
    pub(crate) fn received(&self, size: usize) {
        self.received.fetch_add(size as u64 + RECORD, Ordering::Relaxed);
    }

    pub(crate) fn total(&self) -> Traffic {
        Traffic { sent: self.sent.load(Ordering::Relaxed), received: self.received.load(Ordering::Relaxed) }
    }
}

/// Size of a QoS 1 PUBLISH without properties (MQTT 5, 3.3): fixed header, topic, number, properties, payload.
pub(crate) fn publish_size(topic: &str, payload: &[u8]) -> usize {
    let rest = 2 + topic.len() + 2 + 1 + payload.len();
    let digits = if rest < 128 { 1 } else { 2 };
    1 + digits + rest
}
