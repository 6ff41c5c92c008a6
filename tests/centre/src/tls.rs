//! The door: TLS 1.3 with client certificates, sessions that resume, and a line under the TLS that counts bytes
//! and can be torn at will.
//!
//! Sessions are kept by the server and the ticket is only their number, so that a resumed handshake costs the
//! station few bytes; after a restart of the centre the first handshake is full again.

use crate::{Error, StoreError, journal::Counters, state::Shared};
use axum::{extract::connect_info::Connected, serve::IncomingStream};
use rustls::{
    HandshakeKind, RootCertStore, ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::{ServerSessionMemoryCache, WebPkiClientVerifier},
};
use std::{
    net::SocketAddr,
    path::Path,
    pin::Pin,
    sync::{
        Arc, Mutex, PoisonError, Weak,
        atomic::{AtomicBool, AtomicU64, Ordering::SeqCst},
    },
    task::{Context, Poll, Waker},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf, Result as IoResult},
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use wire::StationId;
use x509_parser::prelude::{FromDer, X509Certificate};

/// A handshake must be over by then; a mobile line may take tens of seconds.
const HANDSHAKE: Duration = Duration::from_secs(60);
/// Sessions kept for resumption.
const SESSIONS: usize = 4096;

/// The files the door needs, PEM.
pub(crate) struct DoorFiles<'a> {
    pub authority: &'a Path,
    pub certificate: &'a Path,
    pub key: &'a Path,
}

/// The server's side of TLS: mutual, TLS 1.3 only, HTTP/2 before HTTP/1.1.
pub(crate) fn server_config(files: &DoorFiles<'_>) -> Result<ServerConfig, Error> {
    let broken = |path: &Path| Error::Pem(path.to_owned());
    let certificates = |path: &Path| -> Result<Vec<CertificateDer<'static>>, Error> {
        let found =
            CertificateDer::pem_file_iter(path).and_then(Iterator::collect).map_err(|_| broken(path))?;
        if Vec::is_empty(&found) { Err(broken(path)) } else { Ok(found) }
    };
    let mut roots = RootCertStore::empty();
    for authority in certificates(files.authority)? {
        roots.add(authority).map_err(|_| broken(files.authority))?;
    }
    let key = PrivateKeyDer::from_pem_file(files.key).map_err(|_| broken(files.key))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider))
        .build()
        .map_err(|_| broken(files.authority))?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(verifier)
        .with_single_cert(certificates(files.certificate)?, key)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    config.session_storage = ServerSessionMemoryCache::new(SESSIONS);
    Ok(config)
}

/// Bytes and handshakes of all connections, and a hold on each open one.
#[derive(Default)]
pub(crate) struct Lines {
    full: AtomicU64,
    resumed: AtomicU64,
    failed: AtomicU64,
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

    fn open(self: &Arc<Self>) -> Arc<Line> {
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
    noted: AtomicBool,
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
    tcp: TcpStream,
    line: Arc<Line>,
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

/// Who is at the other end.
#[derive(Clone)]
pub(crate) struct Peer {
    /// By the common name of the client certificate; `None` when it is no station id.
    pub station: Option<StationId>,
    /// Public point of the client certificate.
    pub key: Arc<[u8]>,
    /// The line to it.
    pub line: Arc<Line>,
}

impl Peer {
    /// Remembers the connection's key for the station: on disk, once a connection.
    pub fn remember_key(&self, station: &StationId, shared: &Shared) -> Result<(), StoreError> {
        if !self.line.noted.load(SeqCst) {
            shared.store().note_key(station, &self.key, shared.clock.now())?;
            self.line.noted.store(true, SeqCst);
        }
        Ok(())
    }
}

impl Connected<IncomingStream<'_, Door>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        let (wire, tls) = stream.io().get_ref();
        let (station, key) = tls.peer_certificates().and_then(<[_]>::first).map(identity).unwrap_or_default();
        Self { station, key: key.into(), line: Arc::clone(&wire.line) }
    }
}

fn identity(certificate: &CertificateDer<'_>) -> (Option<StationId>, Vec<u8>) {
    let Ok((_, certificate)) = X509Certificate::from_der(certificate) else { return Default::default() };
    let name = certificate.subject().iter_common_name().next().and_then(|name| name.as_str().ok());
    let key = certificate.public_key().subject_public_key.data.to_vec();
    (name.and_then(|name| name.parse().ok()), key)
}

/// Accepts connections and shakes hands with each on a task of its own, so that a slow one delays nobody.
pub(crate) struct Door {
    ready: mpsc::Receiver<(TlsStream<Wire>, SocketAddr)>,
    addr: SocketAddr,
}

impl Door {
    /// Opens the door. It closes when it is dropped.
    pub fn open(tcp: TcpListener, config: ServerConfig, lines: Arc<Lines>) -> IoResult<Self> {
        let addr = tcp.local_addr()?;
        let (send, ready) = mpsc::channel(64);
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tokio::spawn(async move {
            loop {
                let accepted =
                    tokio::select! { accepted = tcp.accept() => accepted, () = send.closed() => return };
                match accepted {
                    Ok((stream, peer)) => {
                        let shake = shake(stream, acceptor.clone(), Arc::clone(&lines));
                        let send = send.clone();
                        tokio::spawn(async move {
                            if let Some(stream) = shake.await {
                                let _ = send.send((stream, peer)).await; // refused only when the door closed
                            }
                        });
                    }
                    // Out of file descriptors and the like: it passes, and accepting in a circle does not help.
                    Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
                }
            }
        });
        Ok(Self { ready, addr })
    }
}

async fn shake(tcp: TcpStream, acceptor: TlsAcceptor, lines: Arc<Lines>) -> Option<TlsStream<Wire>> {
    let _ = tcp.set_nodelay(true); // only a matter of speed
    let wire = Wire { tcp, line: lines.open() };
    let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, acceptor.accept(wire)).await else {
        lines.failed.fetch_add(1, SeqCst);
        tracing::debug!("TLS handshake failed");
        return None;
    };
    let resumed = stream.get_ref().1.handshake_kind() == Some(HandshakeKind::Resumed);
    if resumed { &lines.resumed } else { &lines.full }.fetch_add(1, SeqCst);
    Some(stream)
}

impl axum::serve::Listener for Door {
    type Io = TlsStream<Wire>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, SocketAddr) {
        match self.ready.recv().await {
            Some(next) => next,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> IoResult<SocketAddr> {
        Ok(self.addr)
    }
}
