//! Starting and stopping a centre.

use crate::{
    Clock, Control, Limits, Rules, StoreError, api, control,
    judge::{Anchors, AnchorsError},
    outcome::Register,
    state::Shared,
    store::Store,
    tls::{Door, DoorFiles, server_config},
};
use personas::{jpki::Pki, tls::Tls};
use std::{
    net::{Ipv4Addr, SocketAddr},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};

/// How long [`Running::stop`] waits for requests under way before it tears their lines.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often retention is checked while the clock is not moved.
const PURGE_EVERY: Duration = Duration::from_secs(60);

/// Configuration of a centre.
#[derive(Clone)]
pub struct Config {
    /// Where stations call, HTTPS. Port 0: a free one.
    pub listen: SocketAddr,
    /// Where the director calls, plain HTTP, loopback only; `None`: in process only.
    pub control: Option<SocketAddr>,
    /// Directory of the database; made when missing.
    pub data: PathBuf,
    /// Directory of the test PKI ([`Pki::ensure`], [`Tls::ensure`]); made when missing.
    pub pki: PathBuf,
    /// The time it believes.
    pub clock: Clock,
    /// The rules of judging at start.
    pub rules: Rules,
    /// Its limits.
    pub limits: Limits,
}

impl Config {
    /// A free loopback port, no control address, the system's clock, default rules and limits.
    pub fn new(data: impl Into<PathBuf>, pki: impl Into<PathBuf>) -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            control: None,
            data: data.into(),
            pki: pki.into(),
            clock: Clock::system(),
            rules: Rules::default(),
            limits: Limits::default(),
        }
    }
}

/// Why a centre does not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The control address could be reached from elsewhere.
    #[error("control address {0} is not a loopback address: the control interface asks nobody who they are")]
    ControlNotLoopback(SocketAddr),
    /// An address cannot be listened on.
    #[error("cannot listen on {addr}: {source}")]
    Listen {
        /// Which.
        addr: SocketAddr,
        /// Why.
        source: std::io::Error,
    },
    /// The data directory cannot be made.
    #[error("cannot use data directory {path}: {source}")]
    Data {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The database cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The test PKI cannot be made or read.
    #[error("test PKI: {0}")]
    Pki(#[from] personas::StoreError),
    /// The card PKI's issuers cannot be read.
    #[error(transparent)]
    Anchors(#[from] AnchorsError),
    /// A PEM file is unreadable, empty or not what its place needs.
    #[error("{0}: not readable as the PEM file it should be")]
    Pem(PathBuf),
    /// rustls refuses the configuration.
    #[error("TLS: {0}")]
    Tls(#[from] rustls::Error),
}

/// Starts centres.
pub struct Centre;

impl Centre {
    /// Starts a centre; it serves when this returns. Needs a tokio runtime with time and I/O.
    pub async fn start(config: Config) -> Result<Running, Error> {
        let control_tcp = match config.control {
            Some(addr) if !addr.ip().is_loopback() => return Err(Error::ControlNotLoopback(addr)),
            Some(addr) => Some(bind(addr).await?),
            None => None,
        };
        let tcp = bind(config.listen).await?;
        let addr = local(&tcp, config.listen)?;
        let control_addr = control_tcp.as_ref().map(|tcp| local(tcp, addr)).transpose()?;
        let (shared, tls) = prepare(&config)?;
        let shared = Arc::new(shared);
        let door = Door::open(tcp, tls, Arc::clone(&shared.lines))
            .map_err(|source| Error::Listen { addr: config.listen, source })?;

        let (stop, stopped) = watch::channel(false);
        let mut tasks = vec![
            tokio::spawn(serve_stations(door, Arc::clone(&shared), stopped.clone())),
            tokio::spawn(keep_retention(Arc::clone(&shared), stopped.clone())),
        ];
        let control = Control(shared);
        if let Some(tcp) = control_tcp {
            tasks.push(tokio::spawn(serve_director(tcp, control.clone(), stopped)));
        }
        tracing::info!(%addr, "centre serves");
        Ok(Running { addr, control_addr, control, stop, tasks })
    }
}

async fn bind(addr: SocketAddr) -> Result<TcpListener, Error> {
    TcpListener::bind(addr).await.map_err(|source| Error::Listen { addr, source })
}

fn local(tcp: &TcpListener, asked: SocketAddr) -> Result<SocketAddr, Error> {
    tcp.local_addr().map_err(|source| Error::Listen { addr: asked, source })
}

fn prepare(config: &Config) -> Result<(Shared, rustls::ServerConfig), Error> {
    let data = |source| Error::Data { path: config.data.clone(), source };
    std::fs::create_dir_all(&config.data).map_err(data)?;
    let (pki, tls) = (Pki::ensure(&config.pki)?, Tls::ensure(&config.pki)?);
    let anchors = Anchors::new(pki.issuers(), &pki.revoked_serials())?;
    let store = Store::open(&config.data.join("centre.db"))?;
    let files =
        DoorFiles { authority: &tls.centre_ca, certificate: &tls.centre.certificate, key: &tls.centre.key };
    let door = server_config(&files)?;
    let shared =
        Shared::new(config.clock.clone(), config.limits, config.rules, anchors, Register::new(&pki), store);
    shared.purge()?;
    Ok((shared, door))
}

async fn over(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await; // an error means the handle is gone, which ends it too
}

async fn serve_stations(door: Door, shared: Arc<Shared>, stopped: watch::Receiver<bool>) {
    let serving = axum::serve(door, api::service(shared)).with_graceful_shutdown(over(stopped));
    if let Err(error) = serving.await {
        tracing::error!(%error, "serving stations ended");
    }
}

async fn serve_director(tcp: TcpListener, control: Control, stopped: watch::Receiver<bool>) {
    let serving = axum::serve(tcp, control::http::router(control)).with_graceful_shutdown(over(stopped));
    if let Err(error) = serving.await {
        tracing::error!(%error, "serving the director ended");
    }
}

async fn keep_retention(shared: Arc<Shared>, stopped: watch::Receiver<bool>) {
    let mut over = std::pin::pin!(over(stopped));
    loop {
        tokio::select! {
            () = &mut over => return,
            () = tokio::time::sleep(PURGE_EVERY) => {}
            () = shared.time_moved.notified() => {}
        }
        let shared = Arc::clone(&shared);
        if let Ok(Err(error)) = tokio::task::spawn_blocking(move || shared.purge()).await {
            tracing::error!(%error, "retention could not be enforced; tried again in a minute");
        }
    }
}

/// A centre that serves. Dropping it tears every line and ends it at once.
pub struct Running {
    /// Where stations call.
    pub addr: SocketAddr,
    /// Where the director calls, when configured.
    pub control_addr: Option<SocketAddr>,
    /// Directs it.
    pub control: Control,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Running {
    /// `https://127.0.0.1:<port>`; the server certificate names 127.0.0.1 and localhost.
    pub fn base_url(&self) -> String {
        format!("https://{}", self.addr)
    }

    /// Lets requests under way end (at most 2 s), then ends. The address is free afterwards.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true); // no receiver is left: the same result
        let shared = Arc::clone(&self.control.0);
        let tasks = std::mem::take(&mut self.tasks);
        let patience = tokio::time::sleep(PATIENCE);
        let mut patience = std::pin::pin!(patience);
        for mut task in tasks {
            tokio::select! {
                _ = &mut task => {}
                () = &mut patience => {
                    shared.lines.cut_all();
                    task.abort();
                }
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.stop.send(true);
        self.tasks.iter().for_each(JoinHandle::abort);
        self.control.hang_up();
    }
}
