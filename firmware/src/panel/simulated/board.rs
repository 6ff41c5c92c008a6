//! The station's side: a [`Panel`] whose display is a socket.

use super::framing::{Message, Shown};
use crate::panel::{Buzz, Caption, Format, Frame, KeySender, Keys, Lamp, Panel, PanelError, Sound, keys};
use std::{
    fs, io,
    os::unix::fs::{FileTypeExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::{
    net::{UnixListener, UnixStream, unix::OwnedReadHalf},
    sync::{broadcast, watch},
    task::JoinSet,
};

/// Sounds that a slow viewer can be behind before it misses some.
const SOUNDS_BEHIND: usize = 32;
/// Longest payload a viewer may send: one scanned code.
const LONGEST_FROM_VIEWER: usize = 64;

/// State for viewers: the latest, shared.
#[derive(Clone, PartialEq)]
struct State {
    shown: Arc<Shown>,
    lamp: Lamp,
    backlight: u8,
    volume: u8,
}

/// A sound that is sent once.
#[derive(Clone)]
enum Played {
    Buzz(Buzz),
    Speech(Arc<Sound>),
}

/// A panel on a Unix socket. Closes the socket and its viewers when dropped.
pub struct SimulatedBoard {
    format: Format,
    state: watch::Sender<State>,
    sounds: broadcast::Sender<Played>,
    server: tokio::task::JoinHandle<()>,
    path: PathBuf,
}

impl SimulatedBoard {
    /// Listens at `path` (mode 0600; a stale socket there is replaced) and serves viewers on the current tokio
    /// runtime, with a display of this format. Shows a black frame at first.
    ///
    /// # Errors
    /// `AddrInUse` when something listens there already, `AlreadyExists` when a file that is no socket is there, and
    /// whatever binding says.
    ///
    /// # Panics
    /// Outside a tokio runtime.
    pub fn listen(path: &Path, format: Format) -> io::Result<(Self, Keys)> {
        let listener = bind(path)?;
        let (pressed, keys) = keys();
        let dark = Shown { frame: Frame::new(format.size()), caption: Caption::default() };
        let first = State { shown: Arc::new(dark), lamp: Lamp::OFF, backlight: 100, volume: 100 };
        let (state, watched) = watch::channel(first);
        let (sounds, _) = broadcast::channel(SOUNDS_BEHIND);
        let server = tokio::spawn(serve(listener, watched, sounds.clone(), pressed));
        Ok((Self { format, state, sounds, server, path: path.to_owned() }, keys))
    }
}

impl Panel for SimulatedBoard {
    fn format(&self) -> Format {
        self.format
    }

    fn show(&mut self, frame: &Frame, caption: &Caption) -> Result<(), PanelError> {
        self.state.send_if_modified(|state| {
            let changed = state.shown.frame != *frame || state.shown.caption != *caption;
            if changed {
                state.shown = Arc::new(Shown { frame: frame.clone(), caption: caption.clone() });
            }
            changed
        });
        Ok(())
    }

    fn lamp(&mut self, lamp: Lamp) -> Result<(), PanelError> {
        self.state.send_if_modified(|state| std::mem::replace(&mut state.lamp, lamp) != lamp);
        Ok(())
    }

    fn buzz(&mut self, buzz: Buzz) -> Result<(), PanelError> {
        // Fails only without viewers.
        let _ = self.sounds.send(Played::Buzz(buzz));
        Ok(())
    }

    fn backlight(&mut self, percent: u8) -> Result<(), PanelError> {
        self.state.send_if_modified(|state| std::mem::replace(&mut state.backlight, percent) != percent);
        Ok(())
    }

    fn volume(&mut self, percent: u8) -> Result<(), PanelError> {
        self.state.send_if_modified(|state| std::mem::replace(&mut state.volume, percent) != percent);
        Ok(())
    }

    fn say(&mut self, sound: &Arc<Sound>) -> Result<(), PanelError> {
        let _ = self.sounds.send(Played::Speech(sound.clone()));
        Ok(())
    }
}

impl Drop for SimulatedBoard {
    fn drop(&mut self) {
        self.server.abort();
        let _ = fs::remove_file(&self.path);
    }
}

/// The sound as viewers take it: a WAV file at full volume, or nothing.
fn file(sound: &Sound) -> Arc<[u8]> {
    if sound.is_empty() { Arc::default() } else { Arc::from(sound.to_wav(100).as_slice()) }
}

/// Binds under another name and moves the socket to its place when its mode is right, so that it is never open to
/// others, not even for a moment.
fn bind(path: &Path) -> io::Result<UnixListener> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.file_type().is_socket() => {
            return Err(io::Error::new(
                io::ErrorKind::AlreadyExists,
                "a file that is no socket is in the way",
            ));
        }
        Ok(_) if std::os::unix::net::UnixStream::connect(path).is_ok() => {
            return Err(io::Error::new(io::ErrorKind::AddrInUse, "another board listens there"));
        }
        Ok(_) | Err(_) => {}
    }
    let mut making = path.as_os_str().to_owned();
    making.push(format!(".{}", std::process::id()));
    let making = PathBuf::from(making);
    let _ = fs::remove_file(&making);
    let listener = UnixListener::bind(&making)?;
    let placed = fs::set_permissions(&making, fs::Permissions::from_mode(0o600))
        .and_then(|()| fs::rename(&making, path));
    if let Err(error) = placed {
        let _ = fs::remove_file(&making);
        return Err(error);
    }
    Ok(listener)
}

async fn serve(
    listener: UnixListener,
    state: watch::Receiver<State>,
    sounds: broadcast::Sender<Played>,
    keys: KeySender,
) {
    let mut viewers = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    viewers.spawn(view(stream, state.clone(), sounds.subscribe(), keys.clone()));
                }
                // Out of file handles, most likely: viewers are not worth more than the station.
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(100)).await,
            },
            Some(_) = viewers.join_next() => {}
        }
    }
}

/// One viewer, until it goes or talks nonsense; then only this viewer ends.
async fn view(
    stream: UnixStream,
    state: watch::Receiver<State>,
    sounds: broadcast::Receiver<Played>,
    keys: KeySender,
) {
    let (from, to) = stream.into_split();
    tokio::select! {
        _ = listen(from, keys) => {}
        _ = tell(to, state, sounds) => {}
    }
}

async fn listen(mut from: OwnedReadHalf, keys: KeySender) -> io::Result<()> {
    while let Some(message) = Message::read(&mut from, LONGEST_FROM_VIEWER).await? {
        let Message::Input(input) = message else { return Ok(()) };
        keys.put(input);
    }
    Ok(())
}

async fn tell(
    mut to: tokio::net::unix::OwnedWriteHalf,
    mut state: watch::Receiver<State>,
    mut sounds: broadcast::Receiver<Played>,
) -> io::Result<()> {
    let mut told: Option<State> = None;
    loop {
        let latest = state.borrow_and_update().clone();
        if told.as_ref().is_none_or(|t| t.lamp != latest.lamp) {
            Message::Lamp(latest.lamp).write(&mut to).await?;
        }
        if told.as_ref().is_none_or(|t| t.backlight != latest.backlight) {
            Message::Backlight(latest.backlight).write(&mut to).await?;
        }
        if told.as_ref().is_none_or(|t| t.volume != latest.volume) {
            Message::Volume(latest.volume).write(&mut to).await?;
        }
        if told.as_ref().is_none_or(|t| !Arc::ptr_eq(&t.shown, &latest.shown)) {
            Message::Shown(latest.shown.clone()).write(&mut to).await?;
        }
        told = Some(latest);
        tokio::select! {
            changed = state.changed() => if changed.is_err() { return Ok(()) },
            sound = sounds.recv() => match sound {
                Ok(Played::Buzz(buzz)) => Message::Buzz(buzz).write(&mut to).await?,
                Ok(Played::Speech(sound)) => Message::Sound(file(&sound)).write(&mut to).await?,
                Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return Ok(()),
            },
        }
    }
}
