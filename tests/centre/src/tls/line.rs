//! The line under the TLS: counts bytes, and can be torn at will.

use crate::journal::Counters;
use std::{
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    task::{Context, Poll, Waker},
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf, Result as IoResult},
    net::TcpStream,
};

/// Bytes and handshakes of all connections, and a hold on each open one.
#[derive(Default)]
pub(crate) struct Lines {
    /// Handshakes in full.
    pub full: AtomicU64,
    /// Handshakes that resumed a session.
    pub resumed: AtomicU64,
    /// Handshakes that failed.
    pub failed: AtomicU64,
    bytes_in: AtomicU64,
    bytes_out: AtomicU64,
    count: AtomicU64,
    open: Mutex<Vec<Weak<Line>>>,
}

impl Lines {
    /// Fills in what the lines know.
    pub fn count_into(&self, counters: &mut Counters) {
        counters.handshakes_full = self.full.load(SeqCst);
        counters.handshakes_resumed = self.resumed.load(SeqCst);
        counters.handshakes_failed = self.failed.load(SeqCst);
        counters.bytes_in = self.bytes_in.load(SeqCst);
        counters.bytes_out = self.bytes_out.load(SeqCst);
        counters.connections = self.living().len() as u64;
    }

    /// Resets every open connection.
    pub fn cut_all(&self) {
        self.living().iter().for_each(|line| line.cut());
    }

    fn living(&self) -> Vec<Arc<Line>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|line| line.strong_count() > 0);
        open.iter().filter_map(Weak::upgrade).collect()
    }

    /// A line for a new connection.
    pub fn open(self: &Arc<Self>) -> Arc<Line> {
        let number = self.count.fetch_add(1, SeqCst) + 1;
        let line = Arc::new(Line {
            number,
            cut: AtomicBool::new(false),
            noted: AtomicBool::new(false),
            waker: Mutex::new(None),
            all: Arc::clone(self),
        });
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|line| line.strong_count() > 0);
        open.push(Arc::downgrade(&line));
        line
    }
}

/// One connection's line.
pub(crate) struct Line {
    /// Counts connections from 1.
    pub number: u64,
    cut: AtomicBool,
    /// The client certificate's key has been remembered.
    pub noted: AtomicBool,
    waker: Mutex<Option<Waker>>,
    all: Arc<Lines>,
}

impl Line {
    /// Tears the connection: not a byte more goes either way, and the peer sees a reset.
    pub fn cut(&self) {
        self.cut.store(true, SeqCst);
        if let Some(waker) = self.waker.lock().unwrap_or_else(PoisonError::into_inner).take() {
            waker.wake();
        }
    }
}

/// TCP under the TLS.
pub(crate) struct Wire {
    pub tcp: TcpStream,
    pub line: Arc<Line>,
}

impl Wire {
    /// An error when the line is cut; otherwise remembers whom to wake when it is.
    fn whole(&self, cx: &Context<'_>) -> IoResult<()> {
        *self.line.waker.lock().unwrap_or_else(PoisonError::into_inner) = Some(cx.waker().clone());
        if self.line.cut.load(SeqCst) {
            let _ = self.tcp.set_zero_linger(); // the close is then a reset; when it cannot be set, an end
            return Err(std::io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<IoResult<()>> {
        self.whole(cx)?;
        let before = buf.filled().len();
        let done = Pin::new(&mut self.tcp).poll_read(cx, buf);
        self.line.all.bytes_in.fetch_add((buf.filled().len() - before) as u64, SeqCst);
        done
    }
}

impl AsyncWrite for Wire {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<IoResult<usize>> {
        self.whole(cx)?;
        let done = Pin::new(&mut self.tcp).poll_write(cx, buf);
        if let Poll::Ready(Ok(written)) = done {
            self.line.all.bytes_out.fetch_add(written as u64, SeqCst);
        }
        done
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<IoResult<()>> {
        self.whole(cx)?;
        Pin::new(&mut self.tcp).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<IoResult<()>> {
        self.whole(cx)?;
        Pin::new(&mut self.tcp).poll_shutdown(cx)
    }
}
