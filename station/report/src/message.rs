//! Messages as they are published: topic, bytes, retained or not. Golden tests fix the bytes.

use serde::Serialize;
use wire::{Birth, Event, StationId, Status, topic};

/// One message, QoS 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Message {
    pub(crate) topic: String,
    pub(crate) payload: Vec<u8>,
    pub(crate) retain: bool,
}

impl Message {
    fn json(topic: String, body: &impl Serialize, retain: bool) -> Result<Self, serde_json::Error> {
        Ok(Self { topic, payload: serde_json::to_vec(body)?, retain })
    }

    /// Birth, online, retained.
    pub(crate) fn birth(station: &StationId, boot: u64, software: &str) -> Result<Self, serde_json::Error> {
        let birth = Birth { station: station.clone(), boot, online: true, software: software.to_owned() };
        Self::json(topic::birth(station), &birth, true)
    }

    /// Goodbye, retained: unlike the will it has the software version.
    pub(crate) fn goodbye(station: &StationId, boot: u64, software: &str) -> Result<Self, serde_json::Error> {
        let birth = Birth { station: station.clone(), boot, online: false, software: software.to_owned() };
        Self::json(topic::birth(station), &birth, true)
    }

    /// Last will, which the broker publishes when the station vanishes: the birth of this boot, offline.
    pub(crate) fn will(station: &StationId, boot: u64) -> Result<Self, serde_json::Error> {
        let birth = Birth { station: station.clone(), boot, online: false, software: String::new() };
        Self::json(topic::birth(station), &birth, true)
    }

    /// The status, retained.
    pub(crate) fn status(status: &Status) -> Result<Self, serde_json::Error> {
        Self::json(topic::status(&status.station), status, true)
    }

    /// An event, not retained.
    pub(crate) fn event(event: &Event) -> Result<Self, serde_json::Error> {
        Self::json(topic::event(&event.station), event, false)
    }
}

#[cfg(test)]
#[path = "message_golden.rs"]
mod golden;
