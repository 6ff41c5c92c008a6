//! Connections to the centre: TCP, counted, then TLS.
//!
//! The HTTP client does not let a layer in below its own TLS (`reqwest` wraps finished connections only). Hence this
//! connector for `hyper-util`, which counts real bytes.

use crate::traffic::{Counted, Traffic};
use hyper::Uri;
use hyper_util::{
    client::legacy::connect::{Connected, Connection, HttpConnector},
    rt::TokioIo,
};
use rustls::pki_types::ServerName;
use std::{
    io::{self, ErrorKind, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{TlsConnector, client::TlsStream};
use tower_service::Service;

/// Idle time after which TCP probes a connection, and the interval of its probes.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
/// Probes without an answer that end a connection.
const KEEP_ALIVE_PROBES: u32 = 3;
/// Time without an acknowledgement of sent bytes that ends a connection.
const UNACKNOWLEDGED: Duration = Duration::from_secs(30);

type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Opens connections.
#[derive(Clone)]
pub(crate) struct Connector {
    tcp: HttpConnector,
    tls: TlsConnector,
    traffic: Arc<Traffic>,
    within: Duration,
}

impl Connector {
    /// A connector that gives up a TCP and TLS set-up after `within`.
    pub(crate) fn new(tls: rustls::ClientConfig, traffic: Arc<Traffic>, within: Duration) -> Self {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(KEEP_ALIVE));
        tcp.set_keepalive_interval(Some(KEEP_ALIVE));
        tcp.set_keepalive_retries(Some(KEEP_ALIVE_PROBES));
        tcp.set_tcp_user_timeout(Some(UNACKNOWLEDGED));
        Self { tcp, tls: TlsConnector::from(Arc::new(tls)), traffic, within }
    }

    async fn connect(mut self, uri: Uri) -> Result<TokioIo<Secured>, BoxError> {
        let host = uri.host().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host.to_owned())?;
        let tcp = self.tcp.call(uri).await?.into_inner();
        let stream = self.tls.connect(name, Counted::new(tcp, self.traffic)).await?;
        Ok(TokioIo::new(Secured(stream)))
    }
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Secured>;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.tcp.poll_ready(context).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        let (within, connecting) = (self.within, self.clone().connect(uri));
        Box::pin(async move {
            timeout(within, connecting).await.map_err(|_| io::Error::from(ErrorKind::TimedOut))?
        })
    }
}

/// A TLS connection that reports the protocol it agreed on.
pub(crate) struct Secured(TlsStream<Counted<TcpStream>>);

impl Connection for Secured {
    fn connected(&self) -> Connected {
        match self.0.get_ref().1.alpn_protocol() {
            Some(b"h2") => Connected::new().negotiated_h2(),
            _ => Connected::new(),
        }
    }
}

impl AsyncRead for Secured {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncWrite for Secured {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
