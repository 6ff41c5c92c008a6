//! Accepting: TCP, TLS handshake, and who is at the other end.

use super::line::{Line, Lines, Wire};
use crate::{StoreError, state::Shared};
use axum::{extract::connect_info::Connected, serve::IncomingStream};
use rustls::{HandshakeKind, ServerConfig, pki_types::CertificateDer};
use std::{
    net::SocketAddr,
    sync::{Arc, atomic::Ordering::SeqCst},
    time::Duration,
};
use tokio::{
    io::Result as IoResult,
    net::{TcpListener, TcpStream},
    sync::mpsc,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};
use wire::StationId;
use x509_parser::prelude::{FromDer, X509Certificate};

/// A handshake must be over by then; a mobile line may take tens of seconds.
const HANDSHAKE: Duration = Duration::from_secs(60);

/// The peer of a connection.
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

/// Accepts connections and shakes hands with each on a task of its own, so that a slow one delays no other.
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
