//! Reads a text aloud: Japanese text in, a WAV in memory out, by an engine of the Debian system.
//!
//! Why engines of the system: they are installed and updated like everything else, and neither is linked into the
//! station. Each runs as a child process for one text:
//! - **Open JTalk** (`open-jtalk`, `open-jtalk-mecab-naist-jdic`; the voice `hts-voice-nitech-jp-atr503-m001` lies in
//!   Debian's section contrib) reads kanji and numbers as people do. The first choice.
//! - **eSpeak NG** (`espeak-ng`) reads kana only, flatly; kanji are turned into their reading first (`mecab`,
//!   `mecab-ipadic-utf8`). For systems that take nothing but Debian's main section.
//!
//! Promises:
//! - the text goes to the child by its standard input and the sound comes by its standard output: nothing personal on
//!   a command line, in a file, in a log or in an error; what is ours of the text is wiped;
//! - one text at a time: a newer one, [`Speech::stop`] or a caller that goes away ends the child at once, and one that
//!   was overtaken before its work began reaches no child at all;
//! - a child that hangs, prints without end or gives silence is an error within the time limit.
//!
//! How it sounds was heard by nobody: checked are the reading that the engines choose, length and loudness.

mod child;
mod error;
mod text;
mod wav;

#[cfg(test)]
mod tests;

pub use error::SpeechError;

use child::Child;
use serde::Deserialize;
use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::sync::watch;
use wav::Sound;
use zeroize::Zeroizing;

/// Characters of one text at most: about a minute and a half of speech.
pub const LONGEST_TEXT: usize = 600;
/// Bytes of a WAV at most; what the panel takes.
pub const LONGEST_WAV: usize = 2 * 1_024 * 1_024;

/// `[speech]`
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `open_jtalk` or `espeak_ng`.
    pub engine: Engine,
    /// Open JTalk: file of the voice (`.htsvoice`). eSpeak NG: name of the voice. Default: the engine's usual one.
    pub voice: Option<PathBuf>,
    /// Folder of the dictionary (MeCab). Default: the engine's usual one.
    pub dictionary: Option<PathBuf>,
    /// Speed, 0.5 to 2. Default 1.
    #[serde(default = "usual_speed", deserialize_with = "speed")]
    pub speed: f64,
    /// Seconds that one text may take to become sound, 1 to 60. Default 15: a small Pi needs a few.
    #[serde(default = "usual_limit", deserialize_with = "crate::config::seconds::<_, 1, 60>")]
    pub limit_s: Duration,
    /// Folder of the programs. Default `/usr/bin`.
    #[serde(default = "usual_programs")]
    pub programs: PathBuf,
}

/// Which program speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// Open JTalk.
    OpenJtalk,
    /// eSpeak NG.
    EspeakNg,
}

fn usual_speed() -> f64 {
    1.0
}

fn usual_limit() -> Duration {
    Duration::from_secs(15)
}

fn usual_programs() -> PathBuf {
    "/usr/bin".into()
}

fn speed<'de, D: serde::Deserializer<'de>>(d: D) -> Result<f64, D::Error> {
    let speed = f64::deserialize(d)?;
    match speed {
        0.5..=2.0 => Ok(speed),
        _ => Err(serde::de::Error::custom(format!("{speed} is out of range, 0.5 to 2 is possible"))),
    }
}

impl Config {
    /// An engine as it is after installing its packages.
    pub fn usual(engine: Engine) -> Self {
        let (voice, dictionary) = (None, None);
        Self {
            engine,
            voice,
            dictionary,
            speed: usual_speed(),
            limit_s: usual_limit(),
            programs: usual_programs(),
        }
    }

    /// Makes relative paths count from `folder`.
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

    /// What must be there, by what it is.
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

/// The turn of one text; over when a later one begins.
#[derive(Debug)]
pub struct Turn(watch::Receiver<u64>);

/// What turns texts into sound.
#[derive(Debug)]
pub struct Speech {
    config: Config,
    /// Counts texts and stops: whoever works for an older one ends.
    turn: watch::Sender<u64>,
}

impl Speech {
    /// Looks whether the engine with voice and dictionary is there; starts nothing.
    ///
    /// # Errors
    /// [`SpeechError::Missing`], naming the file.
    pub fn new(config: &Config) -> Result<Self, SpeechError> {
        if let Some((what, path)) = config.needed().into_iter().find(|(_, path)| !path.is_file()) {
            return Err(SpeechError::Missing { what, path });
        }
        Ok(Self { config: config.clone(), turn: watch::Sender::new(0) })
    }

    /// Takes the turn for a text, from this moment on: ends the work on an earlier one, whose caller gets
    /// [`SpeechError::Replaced`], as does this one's after the next turn or stop, whenever its work begins.
    pub fn begin(&self) -> Turn {
        self.turn.send_modify(|turn| *turn += 1);
        Turn(self.turn.subscribe())
    }

    /// Turns `text` into a WAV (PCM, 16 bit, one channel, at most [`LONGEST_WAV`] bytes), while it is its turn.
    ///
    /// # Errors
    /// [`SpeechError`], which never quotes the text.
    pub async fn wav(&self, mut turn: Turn, text: &str) -> Result<Arc<[u8]>, SpeechError> {
        let limit = self.config.limit_s;
        tokio::select! {
            // Looked at before any engine is started.
            biased;
            _ = turn.0.changed() => Err(SpeechError::Replaced),
            made = tokio::time::timeout(limit, self.make(text)) => {
                made.unwrap_or(Err(SpeechError::TooSlow { limit }))
            }
        }
    }

    /// Ends the work on a text, if any, also when it has not begun.
    pub fn stop(&self) {
        drop(self.begin());
    }

    async fn make(&self, text: &str) -> Result<Arc<[u8]>, SpeechError> {
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
        sound.wav()
    }

    /// It reads one line, and of that no more than a fixed number of bytes: longer texts go in pieces.
    async fn open_jtalk(&self, text: &str) -> Result<Sound, SpeechError> {
        let mut whole = Sound::default();
        for piece in text::pieces(text) {
            let child = self
                .child("open_jtalk")
                .argument("-x", self.config.dictionary())
                .argument("-m", self.config.voice())
                .argument("-r", self.config.speed.to_string())
                // Its own standard output; it has no word for that.
                .argument("-ow", "/dev/stdout");
            whole.append(Sound::read(&child.run(piece).await?)?);
        }
        Ok(whole)
    }

    async fn espeak(&self, text: &str) -> Result<Sound, SpeechError> {
        let reading = self
            .child("mecab")
            // The pronunciation is the ninth feature of a known word; an unknown one stays as it is.
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
        // 175 words a minute is its usual speed.
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
