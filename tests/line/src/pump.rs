//! One direction of one connection: reads from one side in small pieces, holds each for as long as the line
//! takes, and writes it to the other side.

use crate::{
    Condition, Way,
    link::{Link, PIECE},
};
use std::{
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::tcp::{ReadHalf, WriteHalf},
    sync::{mpsc, watch},
    time::{Instant, sleep_until},
};

/// A reader may be this far ahead of the line; more would be a buffer that real modems have too much of, less
/// would make the timer's grain the limit of fast lines.
const AHEAD: Duration = Duration::from_millis(20);

/// Parts of one direction of a connection.
pub(crate) struct Pump<'a> {
    pub(crate) link: &'a Link,
    pub(crate) rate: fn(&Condition) -> Option<u64>,
    pub(crate) condition: watch::Receiver<Condition>,
    /// Counts bytes that entered the line.
    pub(crate) entered: &'a AtomicU64,
    /// Set once the connection lost bytes: from then on no byte passes in either direction.
    pub(crate) deaf: &'a AtomicBool,
    /// Nothing leaves before: the connection's own set-up.
    pub(crate) not_before: Instant,
}

/// Bytes on their way; empty for the end of the stream.
struct Piece {
    due: Instant,
    bytes: Vec<u8>,
}

impl Pump<'_> {
    /// Runs until the stream ends. An error of either socket ends it too.
    pub(crate) async fn run(&self, from: ReadHalf<'_>, to: WriteHalf<'_>) -> std::io::Result<()> {
        let (pieces, due) = mpsc::channel(4_096);
        tokio::try_join!(self.read(from, pieces), self.write(to, due)).map(|_| ())
    }

    async fn read(&self, mut from: ReadHalf<'_>, pieces: mpsc::Sender<Piece>) -> std::io::Result<()> {
        let mut buffer = vec![0; PIECE];
        let mut last = self.not_before;
        loop {
            let length = from.read(&mut buffer).await?;
            self.entered.fetch_add(length as u64, Relaxed);
            let condition = *self.condition.borrow();
            if condition.way == Way::BlackHole {
                self.deaf.store(true, Relaxed);
            }
            if self.deaf.load(Relaxed) {
                if length == 0 {
                    return self.silence().await;
                }
                continue;
            }
            let now = Instant::now().max(self.not_before);
            let slot = self.link.admit(now, length, (self.rate)(&condition), &condition);
            last = last.max(slot.arrives);
            let bytes = buffer.get(..length).unwrap_or_default().to_vec();
            if pieces.send(Piece { due: last, bytes }).await.is_err() || length == 0 {
                return Ok(());
            }
            if slot.leaves > Instant::now() + AHEAD {
                sleep_until(slot.leaves - AHEAD).await;
            }
        }
    }

    async fn write(&self, mut to: WriteHalf<'_>, mut due: mpsc::Receiver<Piece>) -> std::io::Result<()> {
        while let Some(piece) = due.recv().await {
            sleep_until(piece.due).await;
            if self.condition.borrow().way == Way::BlackHole {
                self.deaf.store(true, Relaxed);
            }
            if self.deaf.load(Relaxed) {
                return self.silence().await;
            }
            match piece.bytes.as_slice() {
                [] => return to.shutdown().await,
                bytes => to.write_all(bytes).await?,
            }
        }
        Ok(())
    }

    /// A deaf connection says nothing, not even goodbye; it ends when the line resets it or its client goes.
    async fn silence(&self) -> std::io::Result<()> {
        std::future::pending().await
    }
}
