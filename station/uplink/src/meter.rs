//! Bytes on the wire, by a stated model. The HTTP library hides its sockets, so what is not handed to us is
//! counted by constants that were measured with `line`; a test holds the model against `line`'s true counters.
//!
//! Counted per request: the compressed body as sent or received, an allowance for the header block, the HTTP/2
//! frame (9 bytes) and the TLS record (22 bytes) around each. Counted per connection: a full or a resumed
//! handshake with the HTTP/2 settings. On top, for every packet of 1,348 bytes and its half of an
//! acknowledgement, the 52 bytes of IPv4 and TCP headers with time stamps: mobile lines are billed by them too.
//!
//! Not counted: DNS, packets sent again, HTTP/2 pings, connects that never succeed.

use rustls::{
    NamedGroup, SignatureScheme,
    client::{
        ClientSessionMemoryCache, ClientSessionStore, ResolvesClientCert, Tls12ClientSessionValue,
        Tls13ClientSessionValue,
    },
    pki_types::ServerName,
    sign::CertifiedKey,
};
use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

/// TLS payload of one packet on a line with an MTU of 1,400.
const SEGMENT: u64 = 1_348;
/// IPv4 and TCP headers with time stamps.
const PACKET: u64 = 52;
/// HTTP/2 DATA frames are cut at 16 KiB.
const FRAME: u64 = 16_384;
/// Frame header 9, TLS record 5 + 1 + 16.
const AROUND: u64 = 31;
/// The header block of a request: the path with its id is new each time, the rest is in HPACK's table.
const REQUEST_HEADERS: u64 = 45;
/// The header block of an answer.
const ANSWER_HEADERS: u64 = 30;
/// HTTP/2 preface, settings and window in both directions, with the first uncompressed header block.
const SETTINGS: (u64, u64) = (260, 180);
/// A resumed TLS 1.3 handshake: hello with ticket and binder; hello, extensions, finished, one new ticket.
const RESUMED: (u64, u64) = (470, 400);
/// A full one without the chains: hello, verify, finished; hello, request, verify, finished, one ticket.
const FULL: (u64, u64) = (480, 560);
/// The centre's chain, which we do not see: one certificate and one intermediate of ECDSA P-256.
const CENTRE_CHAIN: u64 = 600;

/// Counts as they happen; [`Tally::take`] hands them over.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    up: AtomicU64,
    down: AtomicU64,
    taken_up: AtomicU64,
    taken_down: AtomicU64,
    full: AtomicU64,
    resumed: AtomicU64,
}

/// Handshakes so far, for tests and the bench.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Handshakes {
    /// With certificates.
    pub full: u64,
    /// With a ticket of an earlier session.
    pub resumed: u64,
}

impl Tally {
    /// A request with this many body bytes went out.
    pub(crate) fn sent(&self, body: usize) {
        let (bytes, records) = framed(body as u64, REQUEST_HEADERS);
        self.add(bytes + records * AROUND, 0);
    }

    /// An answer with this many body bytes came in.
    pub(crate) fn received(&self, body: usize) {
        let (bytes, records) = framed(body as u64, ANSWER_HEADERS);
        self.add(0, bytes + records * AROUND);
    }

    fn full(&self, own_chain: u64) {
        self.full.fetch_add(1, Relaxed);
        self.add(FULL.0 + SETTINGS.0 + own_chain, FULL.1 + SETTINGS.1 + CENTRE_CHAIN);
    }

    fn resumed(&self) {
        self.resumed.fetch_add(1, Relaxed);
        self.add(RESUMED.0 + SETTINGS.0, RESUMED.1 + SETTINGS.1);
    }

    fn add(&self, up: u64, down: u64) {
        self.up.fetch_add(up, Relaxed);
        self.down.fetch_add(down, Relaxed);
    }

    /// What was counted since the last time, as (up, down) with packet headers.
    pub(crate) fn take(&self) -> (u64, u64) {
        let (up, down) = self.payload();
        let fresh = |now: u64, taken: &AtomicU64| now.saturating_sub(taken.swap(now, Relaxed));
        with_packets(fresh(up, &self.taken_up), fresh(down, &self.taken_down))
    }

    /// All that was counted, without packet headers: what `line` sees.
    pub(crate) fn payload(&self) -> (u64, u64) {
        (self.up.load(Relaxed), self.down.load(Relaxed))
    }

    /// Handshakes so far.
    pub(crate) fn handshakes(&self) -> Handshakes {
        Handshakes { full: self.full.load(Relaxed), resumed: self.resumed.load(Relaxed) }
    }
}

/// Body and header bytes, and how many frames they make.
fn framed(body: u64, headers: u64) -> (u64, u64) {
    (body + headers, 1 + body.div_ceil(FRAME))
}

/// Adds packet headers: one for each packet, and one in the other direction for every second packet's
/// acknowledgement.
fn with_packets(up: u64, down: u64) -> (u64, u64) {
    let (sent, got) = (up.div_ceil(SEGMENT), down.div_ceil(SEGMENT));
    (up + PACKET * (sent + got.div_ceil(2)), down + PACKET * (got + sent.div_ceil(2)))
}

/// Our key for client authentication. It is asked for in full handshakes only, which is how those are known.
pub(crate) struct CountedKey {
    key: Arc<CertifiedKey>,
    tally: Arc<Tally>,
}

impl CountedKey {
    pub(crate) fn new(key: Arc<CertifiedKey>, tally: Arc<Tally>) -> Self {
        Self { key, tally }
    }
}

impl std::fmt::Debug for CountedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CountedKey")
    }
}

impl ResolvesClientCert for CountedKey {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.tally.full(self.key.cert.iter().map(|c| c.len() as u64).sum());
        Some(self.key.clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// The sessions to resume, in memory only: they are secrets. A ticket that is taken is a handshake that is
/// resumed (should the centre not honour it, the full one is counted besides).
#[derive(Debug)]
pub(crate) struct CountedSessions {
    sessions: ClientSessionMemoryCache,
    tally: Arc<Tally>,
}

impl CountedSessions {
    pub(crate) fn new(tally: Arc<Tally>) -> Self {
        // One centre; the cache keeps up to eight tickets for each name.
        Self { sessions: ClientSessionMemoryCache::new(4), tally }
    }
}

impl ClientSessionStore for CountedSessions {
    fn set_kx_hint(&self, name: ServerName<'static>, group: NamedGroup) {
        self.sessions.set_kx_hint(name, group);
    }

    fn kx_hint(&self, name: &ServerName<'_>) -> Option<NamedGroup> {
        self.sessions.kx_hint(name)
    }

    fn set_tls12_session(&self, name: ServerName<'static>, value: Tls12ClientSessionValue) {
        self.sessions.set_tls12_session(name, value);
    }

    fn tls12_session(&self, name: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        self.sessions.tls12_session(name)
    }

    fn remove_tls12_session(&self, name: &ServerName<'static>) {
        self.sessions.remove_tls12_session(name);
    }

    fn insert_tls13_ticket(&self, name: ServerName<'static>, value: Tls13ClientSessionValue) {
        self.sessions.insert_tls13_ticket(name, value);
    }

    fn take_tls13_ticket(&self, name: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        let ticket = self.sessions.take_tls13_ticket(name);
        if ticket.is_some() {
            self.tally.resumed();
        }
        ticket
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_and_acknowledgements_are_counted_in_both_directions() {
        assert_eq!(with_packets(0, 0), (0, 0));
        assert_eq!(with_packets(100, 0), (152, 52));
        assert_eq!(with_packets(3 * SEGMENT, 10), (3 * SEGMENT + 3 * 52 + 52, 10 + 52 + 2 * 52));
    }

    #[test]
    fn what_was_taken_is_not_counted_twice() {
        let tally = Tally::default();
        tally.sent(1_000);
        tally.received(500);
        let (up, down) = tally.take();
        assert!(up > 1_000 && down > 500, "{up} {down}");
        assert_eq!(tally.take(), (0, 0));
    }
}
