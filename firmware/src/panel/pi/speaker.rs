//! The speaker: another program plays a WAV file from its standard input.
//!
//! It exists so that no audio library is linked into the station.
//!
//! Promises: speech is on no disk and on no command line; a new sound ends the one before; no call waits for a sound
//! or for the player; a player that fails is reported and tried again with the next sound.

use super::{
    config::SpeakerConfig,
    error::{BoardError, PartFault},
};
use crate::panel::Sound;
use std::{
    io::{self, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};
use zeroize::Zeroizing;

/// Interval of checks for the end of a player that has read everything.
const ASK: Duration = Duration::from_millis(100);

/// Wait for a killed player to release the sound device; one that hangs in its driver is left behind.
const LET_GO: Duration = Duration::from_millis(300);

/// The running player; `None` when it has ended.
type Playing = Arc<Mutex<Option<Running>>>;

#[derive(Debug)]
struct Running {
    child: Child,
    /// Killed on purpose, so its exit status means nothing.
    killed: bool,
}

/// A speaker. Silent when dropped.
#[derive(Debug)]
pub struct Speaker {
    command: Vec<String>,
    volume: u8,
    playing: Option<Playing>,
}

impl Speaker {
    /// A speaker that has not been tried yet, at full volume.
    pub fn new(config: &SpeakerConfig) -> Self {
        Self { command: config.player.clone(), volume: 100, playing: None }
    }

    /// Sets the volume of sounds to come, percent.
    pub fn volume(&mut self, percent: u8) {
        self.volume = percent.min(100);
    }

    /// Plays a sound instead of the one before; an empty sound only ends that.
    ///
    /// # Errors
    /// P160 when the player cannot be started.
    pub fn say(&mut self, sound: &Sound) -> io::Result<()> {
        self.stop();
        if sound.is_empty() || self.volume == 0 {
            return Ok(());
        }
        let (child, stdin) = self.start().map_err(|e| failed(PartFault::Player, e))?;
        let wav = sound.to_wav(self.volume);
        let playing: Playing = Arc::new(Mutex::new(Some(Running { child, killed: false })));
        let feeder = std::thread::Builder::new().name("panel-speech".into()).spawn({
            let playing = playing.clone();
            move || feed(stdin, wav, &playing)
        });
        self.playing = Some(playing);
        feeder.map(drop).map_err(|error| {
            self.stop();
            failed(PartFault::Player, error)
        })
    }

    fn start(&self) -> io::Result<(Child, ChildStdin)> {
        let (program, arguments) = self.command.split_first().ok_or(io::ErrorKind::NotFound)?;
        let mut child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let stdin = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        Ok((child, stdin))
    }

    /// Ends the current sound. The next player needs the sound device, so the end is awaited for a short time.
    fn stop(&mut self) {
        let Some(playing) = self.playing.take() else { return };
        let mut playing = playing.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(running) = playing.as_mut() else { return };
        running.killed = true;
        let _ = running.child.kill();
        let patience = Instant::now() + LET_GO;
        while Instant::now() < patience {
            if running.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                *playing = None;
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        self.stop();
    }
}

fn failed(fault: PartFault, error: impl std::fmt::Display) -> io::Error {
    io::Error::other(BoardError::new(fault, "speaker", error))
}

/// Writes the sound to the player and awaits its end. Returns at once when the player was killed on purpose.
fn feed(mut stdin: ChildStdin, sound: Zeroizing<Vec<u8>>, playing: &Playing) {
    // A broken pipe shows in the exit status of the player.
    let _ = stdin.write_all(&sound);
    drop((stdin, sound));
    loop {
        std::thread::sleep(ASK);
        let mut playing = playing.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(Running { child, killed }) = playing.as_mut() else { return };
        match child.try_wait() {
            Ok(None) => continue,
            Ok(Some(status)) if status.success() || *killed => {}
            Ok(Some(status)) => report(&status),
            Err(error) => report(&error),
        }
        *playing = None;
        return;
    }
}

fn report(what: &dyn std::fmt::Display) {
    let code = PartFault::Player.code().name();
    tracing::warn!(code, ended = %what, "the player of speech failed");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const DEADLINE: Duration = Duration::from_secs(20);

    /// Ten seconds of sound: more than a pipe holds.
    fn sound() -> Sound {
        Sound::new(22_050, vec![10_000; 220_500])
    }

    fn player(script: &str) -> Speaker {
        let player = ["sh", "-c", script].map(String::from).into();
        Speaker::new(&SpeakerConfig { player })
    }

    fn wait_for<T>(what: &str, mut done: impl FnMut() -> Option<T>) -> T {
        let until = Instant::now() + DEADLINE;
        loop {
            if let Some(value) = done() {
                return value;
            }
            assert!(Instant::now() < until, "{what}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn written(path: &Path) -> Option<Vec<u8>> {
        std::fs::read(path).ok().filter(|bytes| !bytes.is_empty())
    }

    #[test]
    fn the_player_reads_the_whole_sound_at_its_volume_from_its_standard_input() {
        let dir = tempfile::tempdir().unwrap();
        let heard = dir.path().join("heard");
        let mut speaker = player(&format!("cat > {0}.part; mv {0}.part {0}", heard.display()));
        speaker.volume(50);
        let began = Instant::now();
        speaker.say(&sound()).unwrap();
        assert!(began.elapsed() < Duration::from_secs(2), "saying does not wait for the end");
        let heard = wait_for("the sound", || written(&heard));
        assert_eq!(heard.len(), sound().to_wav(50).len());
        assert_eq!(heard[44..46], 2500i16.to_le_bytes());
        let ended = speaker.playing.clone().unwrap();
        wait_for("the player's end is seen", || ended.lock().unwrap().is_none().then_some(()));
    }

    #[test]
    fn a_new_sound_ends_the_old_one_even_when_its_player_hangs() {
        let dir = tempfile::tempdir().unwrap();
        let pids = dir.path().join("pids");
        // Reads nothing, so that writing is stuck in a full pipe.
        let mut speaker = player(&format!("echo $$ >> {}; exec sleep 1000", pids.display()));
        let started = |n: usize| {
            let text = std::fs::read_to_string(&pids).unwrap_or_default();
            let all: Vec<u32> = text.lines().filter_map(|line| line.parse().ok()).collect();
            (all.len() == n).then_some(all)
        };
        let lives = |pid: &u32| Path::new(&format!("/proc/{pid}")).exists();
        speaker.say(&sound()).unwrap();
        let first = wait_for("the first player", || started(1))[0];
        speaker.say(&sound()).unwrap();
        assert!(!lives(&first), "the first player is gone when the second one starts");
        let second = wait_for("the second player", || started(2))[1];
        speaker.say(&Sound::default()).unwrap();
        assert!(!lives(&second), "silence ends it");
        speaker.say(&sound()).unwrap();
        let third = wait_for("the third player", || started(3))[2];
        drop(speaker);
        assert!(!lives(&third), "the board's end ends it");
    }

    #[test]
    fn volume_zero_starts_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let mut speaker = player(&format!("touch {}", dir.path().join("heard").display()));
        speaker.volume(0);
        speaker.say(&sound()).unwrap();
        assert!(speaker.playing.is_none());
    }

    #[test]
    fn a_missing_player_is_an_error_with_a_code() {
        let mut missing = Speaker::new(&SpeakerConfig { player: vec!["/nowhere/aplay".into()] });
        let error = missing.say(&sound()).unwrap_err().to_string();
        assert!(error.starts_with("P160 ") && error.contains(": speaker: "), "{error}");
    }
}
