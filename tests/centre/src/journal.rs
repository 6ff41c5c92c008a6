//! Records of requests, for tests and the rehearsal: a request journal and counters. Neither holds a name,
//! a number of a person, or a byte of a body.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use wire::StationId;

/// The journal keeps this many of the latest requests.
pub const JOURNAL_LENGTH: usize = 20_000;

/// One request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestRecord {
    /// Counts the requests from 1.
    pub number: u64,
    /// When it arrived.
    pub at: Timestamp,
    /// Station, by the client certificate; absent when its name is no station id.
    pub station: Option<StationId>,
    /// Number of the connection, from 1.
    pub connection: u64,
    /// Method and path as in the API description: `PUT /v1/checks/{id}`.
    pub operation: String,
    /// How many checks it carried.
    pub checks: u32,
    /// Status answered; also when the answer was then lost.
    pub status: u16,
    /// Bytes of the request's body as sent.
    pub body_in: u64,
    /// Bytes of the answer's body as sent (or as it would have been sent).
    pub body_out: u64,
    /// Milliseconds from arrival to answer, with a commanded delay.
    pub ms: u64,
    /// The fault it met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<String>,
}

/// Counted since start.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// TLS handshakes in full.
    pub handshakes_full: u64,
    /// TLS handshakes that resumed a session.
    pub handshakes_resumed: u64,
    /// TLS handshakes that failed.
    pub handshakes_failed: u64,
    /// Connections open now.
    pub connections: u64,
    /// Requests.
    pub requests: u64,
    /// Checks that arrived, repetitions included.
    pub checks_seen: u64,
    /// Checks judged and counted.
    pub checks_settled: u64,
    /// Bytes received, TLS included, TCP/IP headers not.
    pub bytes_in: u64,
    /// Bytes sent, likewise.
    pub bytes_out: u64,
}

/// The latest requests, oldest first.
#[derive(Debug, Default)]
pub(crate) struct Journal {
    records: VecDeque<RequestRecord>,
    count: u64,
}

impl Journal {
    /// Keeps a record, gives it its number, and forgets the oldest when full.
    pub fn push(&mut self, record: RequestRecord) {
        self.count += 1;
        if self.records.len() == JOURNAL_LENGTH {
            self.records.pop_front();
        }
        self.records.push_back(RequestRecord { number: self.count, ..record });
    }

    /// A copy.
    pub fn records(&self) -> Vec<RequestRecord> {
        self.records.iter().cloned().collect()
    }
}
