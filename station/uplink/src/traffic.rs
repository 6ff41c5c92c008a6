//! Bytes on the wire, counted where TLS hands them to TCP: handshakes, HTTP/2 frames and pings included.
//!
//! A mobile line is billed by packets, therefore [`Traffic::take`] adds the headers below the socket by a fixed
//! factor: 52 bytes of IPv4 and TCP with time stamps for each packet of 1,348 bytes, and as much in the other
//! direction for every second packet's acknowledgement.
//!
//! Not counted: DNS, retransmitted packets, and TCP handshakes that get no answer.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    task::{Context, Poll, ready},
};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// TCP payload of one packet on a line with an MTU of 1,400.
const SEGMENT: u64 = 1_348;
/// IPv4 and TCP headers with time stamps.
const PACKET: u64 = 52;

/// Bytes that crossed the sockets since the start.
#[derive(Debug, Default)]
pub(crate) struct Traffic {
    up: AtomicU64,
    down: AtomicU64,
    taken_up: AtomicU64,
    taken_down: AtomicU64,
}

impl Traffic {
    /// Bytes (up, down) since the previous call, packet headers included.
    pub(crate) fn take(&self) -> (u64, u64) {
        let (up, down) = self.payload();
        let fresh = |now: u64, taken: &AtomicU64| now.saturating_sub(taken.swap(now, Relaxed));
        with_packets(fresh(up, &self.taken_up), fresh(down, &self.taken_down))
    }

    /// All bytes (up, down) without packet headers.
    pub(crate) fn payload(&self) -> (u64, u64) {
        (self.up.load(Relaxed), self.down.load(Relaxed))
    }
}

/// Adds the headers of packets and acknowledgements.
fn with_packets(up: u64, down: u64) -> (u64, u64) {
    let (sent, got) = (up.div_ceil(SEGMENT), down.div_ceil(SEGMENT));
    (up + PACKET * (sent + got.div_ceil(2)), down + PACKET * (got + sent.div_ceil(2)))
}

/// A stream whose bytes are counted.
#[derive(Debug)]
pub(crate) struct Counted<S> {
    stream: S,
    traffic: Arc<Traffic>,
}

impl<S> Counted<S> {
    pub(crate) fn new(stream: S, traffic: Arc<Traffic>) -> Self {
        Self { stream, traffic }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.traffic.down.fetch_add((buffer.filled().len() - before) as u64, Relaxed);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        self.traffic.up.fetch_add(written as u64, Relaxed);
        Poll::Ready(Ok(written))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, slices))?;
        self.traffic.up.fetch_add(written as u64, Relaxed);
        Poll::Ready(Ok(written))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    #[test]
    fn packets_and_acknowledgements_are_counted_in_both_directions() {
        assert_eq!(with_packets(0, 0), (0, 0));
        assert_eq!(with_packets(100, 0), (152, 52));
        assert_eq!(with_packets(3 * SEGMENT, 10), (3 * SEGMENT + 3 * 52 + 52, 10 + 52 + 2 * 52));
    }

    #[tokio::test]
    async fn bytes_are_counted_in_both_directions_and_taken_once() {
        let (ours, mut theirs) = tokio::io::duplex(64);
        let traffic = Arc::new(Traffic::default());
        let mut ours = Counted::new(ours, traffic.clone());
        ours.write_all(b"twelve bytes").await.unwrap();
        theirs.write_all(b"five!").await.unwrap();
        let mut read = [0; 5];
        ours.read_exact(&mut read).await.unwrap();
        assert_eq!(traffic.payload(), (12, 5));
        assert_eq!(traffic.take(), with_packets(12, 5));
        assert_eq!(traffic.take(), (0, 0));
    }
}
