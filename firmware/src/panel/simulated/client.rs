//! The viewer's side: watches a simulated board and presses its keys.

use super::framing::{Message, Shown};
use crate::panel::{Device, Input, Key, Lamp, Scan};
use std::{io, path::Path, sync::Arc, time::Duration};
use tokio::{
    net::{
        UnixStream,
        unix::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::mpsc,
    task::JoinHandle,
    time::{Instant, timeout_at},
};

/// Messages read ahead; beyond that the board waits with sending and skips to its latest.
const AHEAD: usize = 64;

/// The cause of a failed wait of a viewer.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The deadline passed. Names the screen that was there instead.
    #[error("waited {within:?} for {what}; the screen is {screen:?}")]
    Deadline {
        /// The awaited event.
        what: String,
        /// How long.
        within: Duration,
        /// The screen's name at the end, empty when none was seen.
        screen: String,
    },
    /// The board is gone.
    #[error("the board closed the connection")]
    Gone,
    /// The socket failed.
    #[error("simulated board: {0}")]
    Socket(#[from] io::Error),
}

/// A viewer of a simulated board.
#[derive(Debug)]
pub struct Client {
    messages: mpsc::Receiver<Message>,
    to: OwnedWriteHalf,
    reader: JoinHandle<()>,
    shown: Option<Arc<Shown>>,
    lamp: Lamp,
    backlight: u8,
    volume: u8,
}

impl Client {
    /// Connects to the board at `path`; tries until `within` has passed, as the station may be starting.
    ///
    /// # Errors
    /// The last socket error at the deadline.
    pub async fn connect(path: &Path, within: Duration) -> Result<Self, ClientError> {
        let deadline = Instant::now() + within;
        let stream = loop {
            match UnixStream::connect(path).await {
                Ok(stream) => break stream,
                Err(error) if Instant::now() >= deadline => return Err(error.into()),
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            }
        };
        let (from, to) = stream.into_split();
        let (sender, messages) = mpsc::channel(AHEAD);
        let reader = tokio::spawn(read(from, sender));
        Ok(Self { messages, to, reader, shown: None, lamp: Lamp::OFF, backlight: 100, volume: 100 })
    }

    /// The latest frame and caption that were read.
    pub fn shown(&self) -> Option<&Arc<Shown>> {
        self.shown.as_ref()
    }

    /// The latest lamp that was read.
    pub fn lamp(&self) -> Lamp {
        self.lamp
    }

    /// The latest light of the display that was read, percent.
    pub fn backlight(&self) -> u8 {
        self.backlight
    }

    /// The latest volume that was read, percent.
    pub fn volume(&self) -> u8 {
        self.volume
    }

    /// The next message, within a time. A message is never lost by a deadline.
    ///
    /// # Errors
    /// At the deadline, or when the board is gone.
    pub async fn next(&mut self, within: Duration) -> Result<Message, ClientError> {
        let deadline = Instant::now() + within;
        self.next_by(deadline).await?.ok_or_else(|| self.late("a message", within))
    }

    /// Waits until the screen of this name is shown (or is shown already), and gives it.
    ///
    /// # Errors
    /// At the deadline, or when the board is gone.
    pub async fn wait_for(&mut self, screen: &str, within: Duration) -> Result<Arc<Shown>, ClientError> {
        self.wait_until(&format!("screen {screen:?}"), within, |shown| shown.caption.screen == screen).await
    }

    /// Waits until the display satisfies `wanted` (perhaps already), and returns it. `what` names it in errors.
    ///
    /// # Errors
    /// At the deadline, or when the board is gone.
    pub async fn wait_until(
        &mut self,
        what: &str,
        within: Duration,
        mut wanted: impl FnMut(&Shown) -> bool,
    ) -> Result<Arc<Shown>, ClientError> {
        let deadline = Instant::now() + within;
        // Messages that arrived meanwhile are newer than the last seen state.
        while let Ok(message) = self.messages.try_recv() {
            self.take(&message);
        }
        loop {
            if let Some(shown) = self.shown.as_ref().filter(|shown| wanted(shown)) {
                return Ok(shown.clone());
            }
            if self.next_by(deadline).await?.is_none() {
                return Err(self.late(what, within));
            }
        }
    }

    /// Presses a key.
    ///
    /// # Errors
    /// When the board is gone.
    pub async fn press(&mut self, key: Key) -> Result<(), ClientError> {
        Ok(Message::Input(Input::Key(key)).write(&mut self.to).await?)
    }

    /// Scans a code.
    ///
    /// # Errors
    /// When the board is gone.
    pub async fn scan(&mut self, scan: Scan) -> Result<(), ClientError> {
        Ok(Message::Input(Input::Scan(scan)).write(&mut self.to).await?)
    }

    /// Plugs a device in, or unplugs it.
    ///
    /// # Errors
    /// When the board is gone.
    pub async fn plug(&mut self, device: Device, present: bool) -> Result<(), ClientError> {
        Ok(Message::Input(Input::Device { device, present }).write(&mut self.to).await?)
    }

    /// Presses keys by their characters (see [`Key::from_char`]), e.g. `"1234o"`; other characters are skipped.
    ///
    /// # Errors
    /// When the board is gone.
    pub async fn press_all(&mut self, keys: &str) -> Result<(), ClientError> {
        for key in keys.chars().filter_map(Key::from_char) {
            self.press(key).await?;
        }
        Ok(())
    }

    async fn next_by(&mut self, deadline: Instant) -> Result<Option<Message>, ClientError> {
        match timeout_at(deadline, self.messages.recv()).await {
            Ok(Some(message)) => {
                self.take(&message);
                Ok(Some(message))
            }
            Ok(None) => Err(ClientError::Gone),
            Err(_) => Ok(None),
        }
    }

    fn take(&mut self, message: &Message) {
        match message {
            Message::Shown(shown) => self.shown = Some(shown.clone()),
            Message::Lamp(lamp) => self.lamp = *lamp,
            Message::Backlight(percent) => self.backlight = *percent,
            Message::Volume(percent) => self.volume = *percent,
            Message::Buzz(_) | Message::Sound(_) | Message::Input(_) => {}
        }
    }

    fn late(&self, what: &str, within: Duration) -> ClientError {
        let screen = self.shown.as_ref().map(|s| s.caption.screen.clone()).unwrap_or_default();
        ClientError::Deadline { what: what.to_owned(), within, screen }
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

async fn read(mut from: OwnedReadHalf, to: mpsc::Sender<Message>) {
    while let Ok(Some(message)) = Message::read(&mut from, usize::MAX).await {
        if to.send(message).await.is_err() {
            return;
        }
    }
}
