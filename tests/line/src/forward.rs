//! One forward: listens, and joins each connection to the target through the line.

use crate::{Condition, Shared, Way, pump::Pump};
use std::{
    net::SocketAddr,
    str::FromStr,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
    },
    time::Duration,
};
use tokio::{
    io::AsyncReadExt,
    net::{TcpListener, TcpSocket, TcpStream},
    sync::watch,
    task::{JoinHandle, JoinSet},
    time::Instant,
};

/// Bytes that the line's own sockets may hold in each direction (the kernel doubles it for its book-keeping):
/// about a second of a narrow line, so that back-pressure reaches the sender.
const SOCKET_BUFFER: u32 = 8 * 1_024;

/// Listening address and target. Written `NAME=LISTEN,TARGET`, e.g. `centre=127.0.0.1:9443,127.0.0.1:8443`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    /// A name for the counters.
    pub name: String,
    /// Address for clients; port 0 for any.
    pub listen: SocketAddr,
    /// Address to which their bytes are forwarded.
    pub target: SocketAddr,
}

impl FromStr for Forward {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('=').and_then(|(n, rest)| rest.split_once(',').map(|(l, t)| (n, l, t)));
        let (name, listen, target) = parts.ok_or("NAME=LISTEN,TARGET expected")?;
        let address = |field: &str, text: &str| {
            text.parse().map_err(|_| format!("{field}: an address as 127.0.0.1:8443 expected"))
        };
        Ok(Self {
            name: name.to_owned(),
            listen: address("LISTEN", listen)?,
            target: address("TARGET", target)?,
        })
    }
}

/// Counters of a forward: connections and TCP payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Counters {
    /// Connections taken so far.
    pub connections: u64,
    /// Of these, open now.
    pub open: u64,
    /// Bytes from client towards target that entered the line.
    pub up: u64,
    /// Bytes from target towards client that entered the line.
    pub down: u64,
}

#[derive(Default)]
pub(crate) struct Tally {
    connections: AtomicU64,
    open: AtomicU64,
    up: AtomicU64,
    down: AtomicU64,
}

impl Tally {
    pub(crate) fn read(&self) -> Counters {
        Counters {
            connections: self.connections.load(Relaxed),
            open: self.open.load(Relaxed),
            up: self.up.load(Relaxed),
            down: self.down.load(Relaxed),
        }
    }
}

/// The listening end of a forward.
pub(crate) struct End {
    pub(crate) address: SocketAddr,
    pub(crate) tally: Arc<Tally>,
    /// Bound but not listening: keeps the port ours while the line is cut and the listener is closed.
    _place: TcpSocket,
}

pub(crate) fn open(forward: &Forward, shared: Arc<Shared>) -> std::io::Result<(End, JoinHandle<()>)> {
    let place = socket(forward.listen)?;
    let address = place.local_addr()?;
    let tally = Arc::new(Tally::default());
    let listener = listen(address)?;
    let task = tokio::spawn(accept(listener, address, forward.target, shared, tally.clone()));
    Ok((End { address, tally, _place: place }, task))
}

fn socket(address: SocketAddr) -> std::io::Result<TcpSocket> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    small(&socket)?;
    socket.bind(address)?;
    Ok(socket)
}

fn listen(address: SocketAddr) -> std::io::Result<TcpListener> {
    socket(address)?.listen(64)
}

fn small(socket: &TcpSocket) -> std::io::Result<()> {
    socket.set_recv_buffer_size(SOCKET_BUFFER)?;
    socket.set_send_buffer_size(SOCKET_BUFFER)
}

/// Accepts connections while the line is not cut; closes the listener while it is, so that the kernel refuses them.
async fn accept(
    listener: TcpListener,
    address: SocketAddr,
    target: SocketAddr,
    shared: Arc<Shared>,
    tally: Arc<Tally>,
) {
    let mut condition = shared.condition.subscribe();
    let mut listener = Some(listener);
    let mut connections = JoinSet::new();
    loop {
        let cut = condition.borrow_and_update().way == Way::Cut;
        match (&listener, cut) {
            (_, true) => listener = None,
            (None, false) => listener = listen(address).ok(),
            (Some(_), false) => {}
        }
        tokio::select! {
            taken = take(listener.as_ref()) => if let Ok((client, _)) = taken {
                connections.spawn(carry(client, target, shared.clone(), tally.clone()));
            },
            changed = condition.changed() => if changed.is_err() { return },
            Some(_) = connections.join_next() => {}
            // A port that could not be listened on again is tried until it can.
            () = tokio::time::sleep(Duration::from_millis(50)), if listener.is_none() && !cut => {}
        }
    }
}

async fn take(listener: Option<&TcpListener>) -> std::io::Result<(TcpStream, SocketAddr)> {
    match listener {
        Some(listener) => listener.accept().await,
        None => std::future::pending().await,
    }
}

/// Counts a connection as open for as long as it lives.
struct Open<'a>(&'a AtomicU64);

impl<'a> Open<'a> {
    fn count(tally: &'a Tally) -> Self {
        tally.connections.fetch_add(1, Relaxed);
        tally.open.fetch_add(1, Relaxed);
        Self(&tally.open)
    }
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

/// One connection from its beginning to its end.
async fn carry(mut client: TcpStream, target: SocketAddr, shared: Arc<Shared>, tally: Arc<Tally>) {
    let _open = Open::count(&tally);
    let mut reset = Reset::of(&shared);
    let began = Instant::now();
    client.set_nodelay(true).ok();
    if shared.condition.borrow().way == Way::BlackHole {
        tokio::select! {
            () = swallow(&mut client, &tally.up) => {}
            () = reset.wait() => {}
        }
        client.set_zero_linger().ok();
        return;
    }
    let Ok(mut server) = dial(target).await else {
        client.set_zero_linger().ok();
        return;
    };
    let clean = tokio::select! {
        done = join(&mut client, &mut server, &shared, &tally, began) => done.is_ok(),
        () = reset.wait() => false,
    };
    if !clean {
        client.set_zero_linger().ok();
        server.set_zero_linger().ok();
    }
}

async fn dial(target: SocketAddr) -> std::io::Result<TcpStream> {
    let socket = if target.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    small(&socket)?;
    let server = socket.connect(target).await?;
    server.set_nodelay(true)?;
    Ok(server)
}

async fn join(
    client: &mut TcpStream,
    server: &mut TcpStream,
    shared: &Shared,
    tally: &Tally,
    began: Instant,
) -> std::io::Result<()> {
    let (from_client, to_client) = client.split();
    let (from_server, to_server) = server.split();
    let deaf = AtomicBool::new(false);
    let set_up = Duration::from_millis(shared.condition.borrow().round_trip_ms);
    let pump = |link, rate: fn(&Condition) -> Option<u64>, entered| Pump {
        link,
        rate,
        condition: shared.condition.subscribe(),
        entered,
        deaf: &deaf,
        not_before: began + set_up,
    };
    let up = pump(&shared.up, |c| c.up, &tally.up);
    let down = pump(&shared.down, |c| c.down, &tally.down);
    tokio::try_join!(up.run(from_client, to_server), down.run(from_server, to_client)).map(|_| ())
}

/// Reads and discards, until the client closes.
async fn swallow(client: &mut TcpStream, entered: &AtomicU64) {
    let mut buffer = [0; 1_024];
    while let Ok(length @ 1..) = client.read(&mut buffer).await {
        entered.fetch_add(length as u64, Relaxed);
    }
}

/// Waits for a reset of the connection: a cut, or a command to sever.
struct Reset {
    condition: watch::Receiver<Condition>,
    severed: watch::Receiver<u64>,
}

impl Reset {
    fn of(shared: &Shared) -> Self {
        Self { condition: shared.condition.subscribe(), severed: shared.severed.subscribe() }
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.condition.wait_for(|c| c.way == Way::Cut) => {}
            _ = self.severed.changed() => {}
        }
    }
}
