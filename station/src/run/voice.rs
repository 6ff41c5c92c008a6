//! Reads aloud what the panel shows, when staff ask for it and never by itself.
//!
//! Making the sound takes seconds on a small Pi, so it is made beside the desk's loop. What comes back is played only
//! while it is still wanted: a screen that was closed meanwhile is not read to the next person.

use super::input::{Inbox, Input, tell};
use codes::Failure;
use desk::{Event, View};
use firmware::panel::Sound;
use speech::{Config, Speech, SpeechError};
use std::sync::Arc;

/// A sound that was made, or why there is none.
#[derive(Debug)]
pub struct Made {
    turn: u64,
    sound: Result<Arc<Sound>, SpeechError>,
}

/// The voice of the station.
#[derive(Debug)]
pub struct Voice {
    speech: Arc<Speech>,
    inbox: Inbox,
    turn: u64,
    /// The last failure that the desk was told of.
    told: Option<Failure>,
}

impl Voice {
    /// `None` without a configured engine, or one that is not installed: the desk then offers no reading aloud, and
    /// is told why.
    pub fn new(config: Option<&Config>, inbox: &Inbox) -> Option<Self> {
        match Speech::new(config?) {
            Ok(speech) => {
                let (speech, inbox) = (Arc::new(speech), inbox.clone());
                Some(Self { speech, inbox, turn: 0, told: None })
            }
            Err(error) => {
                tell(inbox, Event::Trouble { failure: failure(&error), over: false });
                None
            }
        }
    }

    /// Begins to read this view; what was read before ends.
    pub fn speak(&mut self, view: &View) {
        let Some(text) = screen::spoken(view) else { return };
        self.turn += 1;
        let (speech, inbox, turn) = (self.speech.clone(), self.inbox.clone(), self.turn);
        // Taken here and not where the work begins: a key that ends it may come in between.
        let begun = speech.begin();
        tokio::spawn(async move {
            let sound = speech.sound(begun, text.text()).await.map(convert);
            tell(&inbox, Input::Spoken(Made { turn, sound }));
        });
    }

    /// Nothing is wanted any more.
    pub fn stop(&mut self) {
        self.turn += 1;
        self.speech.stop();
    }

    /// What was made: the sound to be played, if it is still wanted.
    pub fn made(&mut self, made: Made) -> Option<Arc<Sound>> {
        match made.sound {
            Ok(sound) => {
                if let Some(failure) = self.told.take() {
                    tell(&self.inbox, Event::Trouble { failure, over: true });
                }
                (made.turn == self.turn).then_some(sound)
            }
            Err(SpeechError::Replaced) => None,
            Err(error) => {
                let failure = failure(&error);
                if let Some(before) = self.told.replace(failure.clone()) {
                    tell(&self.inbox, Event::Trouble { failure: before, over: true });
                }
                tell(&self.inbox, Event::Trouble { failure, over: false });
                None
            }
        }
    }
}

fn convert(mut sound: speech::Sound) -> Arc<Sound> {
    Arc::new(Sound::new(sound.rate, std::mem::take(&mut sound.samples)))
}

fn failure(error: &SpeechError) -> Failure {
    tracing::warn!(code = error.code().name(), %error, "reading aloud");
    Failure::from(error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use desk::{Desk, Now, Screen, Settings};
    use speech::Engine;
    use std::{os::unix::fs::PermissionsExt as _, path::Path, time::Duration};
    use tokio::sync::mpsc;
    use wire::ReceptionNumber;

    /// An engine that leaves a trace, and what else it needs to be there.
    fn engine(folder: &Path) -> Config {
        let program = folder.join("open_jtalk");
        std::fs::write(&program, format!("#!/bin/sh\n: > {}/started\n", folder.display())).unwrap();
        std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).unwrap();
        for name in ["voice", "sys.dic"] {
            std::fs::write(folder.join(name), "").unwrap();
        }
        let (voice, dictionary) = (Some(folder.join("voice")), Some(folder.to_owned()));
        Config { voice, dictionary, programs: folder.to_owned(), ..Config::usual(Engine::OpenJtalk) }
    }

    fn pending() -> View {
        let now = Now { mono: Duration::ZERO, wall: jiff::Timestamp::UNIX_EPOCH, synchronised: false };
        let screen = Screen::Pending { reception: ReceptionNumber(17), problem: None };
        View { screen, ..Desk::new(Settings::new("s-01".parse().unwrap())).view(now) }
    }

    #[tokio::test]
    async fn what_was_closed_before_the_work_began_is_given_to_no_engine() {
        let folder = tempfile::tempdir().unwrap();
        let (inbox, mut inputs) = mpsc::unbounded_channel();
        let mut voice = Voice::new(Some(&engine(folder.path())), &inbox).unwrap();
        // Both before anything else gets its turn on this one thread.
        voice.speak(&pending());
        voice.stop();
        let Some(Input::Spoken(made)) = inputs.recv().await else { panic!("nothing was said of it") };
        assert_eq!(made.sound, Err(SpeechError::Replaced));
        assert!(voice.made(made).is_none());
        assert!(!folder.path().join("started").exists());
    }
}
