//! Reading aloud: Japanese text in, sound in memory out, by an engine of the Debian system.
//!
//! It exists so that staff can let the station speak to an examinee who cannot read the panel. Engines of the system are
//! used because Debian installs and updates them, and because none has to be linked into the station. Each runs as a
//! child process for one text:
//! - **Open JTalk** (`open-jtalk`, `open-jtalk-mecab-naist-jdic`; the voice `hts-voice-nitech-jp-atr503-m001` is in
//!   Debian's section contrib) reads kanji and numbers as people do. The first choice.
//! - **eSpeak NG** (`espeak-ng`) reads kana only, in a flat voice; `mecab` with `mecab-ipadic-utf8` turns kanji into
//!   their reading first. For systems restricted to Debian's main section.
//!
//! Promises:
//! - The text goes to the child by standard input and the sound comes by standard output. Nothing personal is on a
//!   command line, in a file, in a log or in an error; the station's copies of text and sound are wiped.
//! - One text at a time. A newer text, [`Speech::stop`] or a caller that goes away ends the child at once, and a text
//!   replaced before its work began reaches no child.
//! - A child that hangs, prints without end or gives silence is an error within the time limit.
//!
//! Nobody has listened to the output; tests check the reading that the engines choose, length and loudness.

mod child;
mod error;
mod sound;
mod text;

#[cfg(test)]
mod tests;

pub use error::SpeechError;
pub use sound::Sound;

use child::Child;
use serde::Deserialize;
use std::{
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::sync::watch;
use zeroize::Zeroizing;

/// Characters of one text at most, about a minute and a half of speech.
pub const LONGEST_TEXT: usize = 600;

/// Engine, voice and limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    /// The engine.
    pub engine: Engine,
    /// Open JTalk: file of the voice (`.htsvoice`). eSpeak NG: name of the voice. `None`: the engine's usual voice.
    pub voice: Option<PathBuf>,
    /// Folder of the dictionary (MeCab). `None`: the engine's usual folder.
    pub dictionary: Option<PathBuf>,
    /// Speed as a factor; usually 1.
    pub speed: f64,
    /// Time limit for making the sound of one text; usually 15 s, because a small Pi needs a few seconds.
    pub limit: Duration,
    /// Folder of the programs; usually `/usr/bin`.
    pub programs: PathBuf,
}

/// The program that speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// Open JTalk.
    OpenJtalk,
    /// eSpeak NG.
    EspeakNg,
}

impl Config {
    /// An engine as installed by its packages.
    pub fn usual(engine: Engine) -> Self {
        Self {
            engine,
            voice: None,
            dictionary: None,
            speed: 1.0,
            limit: Duration::from_secs(15),
            programs: "/usr/bin".into(),
        }
    }

    /// Resolves relative paths against `folder`.
    pub fn resolve(&mut self, folder: &Path) {
        let voice = self.voice.as_mut().filter(|_| self.engine == Engine::OpenJtalk);
        for path in voice.into_iter().chain(self.dictionary.as_mut()).chain([&mut self.programs]) {
            if path.is_relative() {
                *path = folder.join(&path);
            }
        }
    }

    fn voice(&self) -> &Path {
        self.voice.as_deref().unwrap_or(Path::new(match self.engine {
            Engine::OpenJtalk => "/usr/share/hts-voice/nitech-jp-atr503-m001/nitech_jp_atr503_m001.htsvoice",
            Engine::EspeakNg => "ja",
        }))
    }

    fn dictionary(&self) -> &Path {
        self.dictionary.as_deref().unwrap_or(Path::new(match self.engine {
            Engine::OpenJtalk => "/var/lib/mecab/dic/open-jtalk/naist-jdic",
            Engine::EspeakNg => "/var/lib/mecab/dic/ipadic-utf8",
        }))
    }

    /// Files that must exist, each with its kind.
    fn needed(&self) -> Vec<(&'static str, PathBuf)> {
        let program = |name| ("program", self.programs.join(name));
        let dictionary = ("dictionary", self.dictionary().join("sys.dic"));
        match self.engine {
            Engine::OpenJtalk => {
                vec![program("open_jtalk"), dictionary, ("voice", self.voice().to_owned())]
            }
            Engine::EspeakNg => vec![program("espeak-ng"), program("mecab"), dictionary],
        }
    }
}

/// The turn of one text; it ends when a later one begins.
#[derive(Debug)]
pub struct Turn(watch::Receiver<u64>);

/// A speech engine, ready for texts.
#[derive(Debug)]
pub struct Speech {
    config: Config,
    /// Number of the latest text or stop; work for an older one ends.
    turn: watch::Sender<u64>,
}

impl Speech {
    /// Checks that engine, voice and dictionary are installed; starts nothing.
    ///
    /// # Errors
    /// [`SpeechError::Missing`], naming the file.
    pub fn new(config: &Config) -> Result<Self, SpeechError> {
        if let Some((what, path)) = config.needed().into_iter().find(|(_, path)| !path.is_file()) {
            return Err(SpeechError::Missing { what, path });
        }
        Ok(Self { config: config.clone(), turn: watch::Sender::new(0) })
    }

    /// Takes the turn for a text and ends the work on an earlier one, whose caller gets [`SpeechError::Replaced`]. A later
    /// turn or stop ends this one, even if its work has not begun by then.
    pub fn begin(&self) -> Turn {
        self.turn.send_modify(|turn| *turn += 1);
        Turn(self.turn.subscribe())
    }

    /// Turns `text` into sound while its turn lasts.
    ///
    /// # Errors
    /// [`SpeechError`], which never quotes the text.
    pub async fn sound(&self, mut turn: Turn, text: &str) -> Result<Sound, SpeechError> {
        let limit = self.config.limit;
        tokio::select! {
            // Checked before any engine starts.
            biased;
            _ = turn.0.changed() => Err(SpeechError::Replaced),
            made = tokio::time::timeout(limit, self.make(text)) => {
                made.unwrap_or(Err(SpeechError::TooSlow { limit }))
            }
        }
    }

    /// Ends the work on the current text, even if it has not begun.
    pub fn stop(&self) {
        drop(self.begin());
    }

    async fn make(&self, text: &str) -> Result<Sound, SpeechError> {
        let text = text::normal(text);
        match text.chars().count() {
            0 => return Err(SpeechError::NothingToSay),
            count if count > LONGEST_TEXT => return Err(SpeechError::TooLong { characters: count }),
            _ => {}
        }
        let sound = match self.config.engine {
            Engine::OpenJtalk => self.open_jtalk(&text).await?,
            Engine::EspeakNg => self.espeak(&text).await?,
        };
        sound.for_panel()
    }

    /// Open JTalk reads one line of limited length, so longer texts go in pieces.
    async fn open_jtalk(&self, text: &str) -> Result<Sound, SpeechError> {
        let mut whole = Sound::default();
        for piece in text::pieces(text) {
            let child = self
                .child("open_jtalk")
                .argument("-x", self.config.dictionary())
                .argument("-m", self.config.voice())
                .argument("-r", self.config.speed.to_string())
                // Open JTalk has no name for its standard output.
                .argument("-ow", "/dev/stdout");
            whole.append(Sound::read(&child.run(piece).await?)?);
        }
        Ok(whole)
    }

    async fn espeak(&self, text: &str) -> Result<Sound, SpeechError> {
        let reading = self
            .child("mecab")
            // The pronunciation is the ninth feature of a known word; an unknown word stays unchanged.
            .argument("--node-format", "%f[8]")
            .argument("--unk-format", "%m")
            .argument("--eos-format", "\n")
            .argument("-d", self.config.dictionary())
            .run(text)
            .await?;
        let reading = String::from_utf8_lossy(&reading);
        let reading = Zeroizing::new(text::without_kanji(&reading));
        if reading.trim().is_empty() {
            return Err(SpeechError::NothingToSay);
        }
        // The usual speed is 175 words a minute.
        let child = self
            .child("espeak-ng")
            .argument("-v", self.config.voice())
            .argument("-s", (175.0 * self.config.speed).round().to_string())
            .flag("--stdin")
            .flag("--stdout");
        Sound::read(&child.run(&reading).await?)
    }

    fn child(&self, program: &'static str) -> Child {
        Child::new(program, &self.config.programs)
    }
}
