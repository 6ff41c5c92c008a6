//! Puts a card on a vpcd reader and pulls it.
//!
//! The protocol (vsmartcard's vpcd): the card connects to the reader by TCP, connecting is inserting and closing is
//! pulling. Messages are a 2-byte big-endian length and that many bytes; one byte alone is a control: 0 power off,
//! 1 power on, 2 reset, 4 get ATR (the only control that is answered).
//!
//! vpcd sends length and body apart. Without TCP_QUICKACK, which Linux takes back after each use, every APDU waits
//! 40 ms for a delayed acknowledgement.

use crate::{Outcome, VirtualCard, pcscd, tcp};
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpStream};
use std::os::linux::net::TcpStreamExt;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const CONNECT_WITHIN: Duration = Duration::from_secs(2);
/// Many times the 400 ms after which a daemon looks again.
const NOTICED_WITHIN: Duration = Duration::from_secs(10);

/// Why a card cannot be inserted.
#[derive(Debug, thiserror::Error)]
pub enum SlotError {
    /// Another card lies there.
    #[error("a card is on the reader: pull it first")]
    Occupied,
    /// The daemon still believes in the card that was pulled.
    #[error("the reader did not notice that the card before was pulled")]
    NotNoticed,
    /// No reader listens at this port.
    #[error("no vpcd reader at port {port}: {source}")]
    NoReader {
        /// The port.
        port: u16,
        /// Why not.
        source: io::Error,
    },
}

/// The place on a reader where one card can lie. Pulls the card when dropped.
#[derive(Debug)]
pub struct Slot {
    port: u16,
    /// Output of the reader's daemon, when it is ours.
    log: Option<PathBuf>,
    session: Option<Session>,
    /// Port of the connection that was closed last.
    closed: Option<u16>,
}

impl Slot {
    /// The slot of the vpcd reader that listens at this port of this machine. Of a daemon of our own, use
    /// [`crate::PrivatePcscd::slot`]: only then is it known whether the daemon has noticed that a card was pulled.
    pub fn new(port: u16) -> Self {
        Self { port, log: None, session: None, closed: None }
    }

    pub(crate) fn with_log(port: u16, log: PathBuf) -> Self {
        Self { log: Some(log), ..Self::new(port) }
    }

    /// Inserts a card. Waits first until the reader has noticed that the one before was pulled (daemons look every
    /// 400 ms and take a card that is swapped in between for the same one). Clients see the new card when the
    /// reader next looks, after 17 to 400 ms.
    pub fn insert(&mut self, card: &VirtualCard) -> Result<(), SlotError> {
        if self.card().is_some() {
            return Err(SlotError::Occupied);
        }
        if !self.pull_and_wait(NOTICED_WITHIN) {
            return Err(SlotError::NotNoticed);
        }
        let no_reader = |source| SlotError::NoReader { port: self.port, source };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let stream = TcpStream::connect_timeout(&address, CONNECT_WITHIN).map_err(no_reader)?;
        stream.set_nodelay(true).map_err(no_reader)?;
        self.session = Some(Session::start(stream, card.clone()).map_err(no_reader)?);
        Ok(())
    }

    /// The card that lies there: none after [`Self::pull`], after a fault that pulled it, or when the reader went.
    pub fn card(&self) -> Option<&VirtualCard> {
        self.session.as_ref().filter(|session| !session.thread.is_finished()).map(|session| &session.card)
    }

    /// Pulls the card, at once, whatever it is doing. Nothing happens when there is none.
    pub fn pull(&mut self) {
        if let Some(session) = self.session.take() {
            self.closed = Some(session.local_port);
        }
    }

    /// Pulls the card and waits until reader and daemon have noticed; true if they did in time.
    pub fn pull_and_wait(&mut self, within: Duration) -> bool {
        self.pull();
        let Some(closed) = self.closed else { return true };
        let deadline = Instant::now() + within;
        while tcp::holds_connection(self.port, closed) || self.log.as_deref().is_some_and(pcscd::sees_card) {
            if Instant::now() > deadline {
                return false;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        self.closed = None;
        true
    }
}

/// A card on the reader: one connection, served by one thread.
#[derive(Debug)]
struct Session {
    card: VirtualCard,
    local_port: u16,
    stream: TcpStream,
    pulled: Arc<Pulled>,
    thread: JoinHandle<()>,
}

/// Set once, when the card is pulled; a slow card waits on it.
#[derive(Debug, Default)]
struct Pulled {
    flag: Mutex<bool>,
    changed: Condvar,
}

impl Pulled {
    fn set(&self) {
        *self.flag.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Waits this long, or until pulled; true if pulled.
    fn wait(&self, time: Duration) -> bool {
        let flag = self.flag.lock().unwrap_or_else(PoisonError::into_inner);
        let waiting = self.changed.wait_timeout_while(flag, time, |pulled| !*pulled);
        *waiting.unwrap_or_else(PoisonError::into_inner).0
    }
}

impl Session {
    fn start(stream: TcpStream, card: VirtualCard) -> io::Result<Self> {
        let pulled = Arc::new(Pulled::default());
        let local_port = stream.local_addr()?.port();
        let served = Served { stream: stream.try_clone()?, card: card.clone(), pulled: Arc::clone(&pulled) };
        card.inserted();
        let thread = std::thread::Builder::new().name("virtual-card".into()).spawn(move || served.run())?;
        Ok(Self { card, local_port, stream, pulled, thread })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.pulled.set();
        let _ = self.stream.shutdown(Shutdown::Both);
        while !self.thread.is_finished() {
            // The thread wakes by the two lines above; it may be in the middle of a signature.
            std::thread::sleep(Duration::from_micros(200));
        }
    }
}

/// The card's end of the connection.
struct Served {
    stream: TcpStream,
    card: VirtualCard,
    pulled: Arc<Pulled>,
}

impl Served {
    fn run(mut self) {
        while let Ok(message) = self.receive() {
            if self.answer(&message).is_err() {
                break;
            }
        }
        let _ = self.stream.shutdown(Shutdown::Both);
        self.card.power_down();
    }

    fn receive(&mut self) -> io::Result<Vec<u8>> {
        let mut length = [0; 2];
        self.stream.set_quickack(true)?;
        self.stream.read_exact(&mut length)?;
        self.stream.set_quickack(true)?;
        let mut message = vec![0; usize::from(u16::from_be_bytes(length))];
        self.stream.read_exact(&mut message)?;
        Ok(message)
    }

    fn answer(&mut self, message: &[u8]) -> io::Result<()> {
        match message {
            [0x00] => self.card.power_down(),
            [0x01] => self.card.power_up(),
            [0x02] => self.card.warm_reset(),
            [0x04] => self.send(self.card.atr())?,
            // Not of the protocol: a reader that is newer than this card.
            [] | [_] => (),
            command => self.execute(command)?,
        }
        Ok(())
    }

    fn execute(&mut self, command: &[u8]) -> io::Result<()> {
        let slow = Duration::from_millis(self.card.faults().slow_ms);
        if !slow.is_zero() {
            let begun = Instant::now();
            let pulled = self.pulled.wait(slow);
            self.card.add_time(begun.elapsed());
            if pulled {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
        }
        match self.card.transmit(command) {
            Outcome::Answer(bytes) => self.send(&bytes),
            Outcome::Silence => Ok(()),
            Outcome::Pulled => Err(io::ErrorKind::ConnectionAborted.into()),
        }
    }

    /// Length and body in one piece, so that the reader does not wait either.
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        // A longer answer than the protocol can carry ends where it must.
        let length = u16::try_from(bytes.len()).unwrap_or(u16::MAX);
        let body = bytes.get(..usize::from(length)).unwrap_or(bytes);
        self.stream.write_all(&[&length.to_be_bytes(), body].concat())
    }
}
