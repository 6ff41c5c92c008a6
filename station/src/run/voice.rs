//! Reads the panel's view aloud when staff ask for it, never by itself.
//!
//! Making the sound takes seconds on a small Pi, so it is made beside the desk's loop. The sound is played only while it
//! is still wanted: a screen that was closed meanwhile is not read to the next person.

use super::input::{Inbox, Input, Spoken, send};
use codes::Failure;
use desk::{Event, View};
use firmware::panel::Sound;
use speech::{Config, Speech, SpeechError};
use std::sync::Arc;

/// The voice of the station.
#[derive(Debug)]
pub struct Voice {
    speech: Arc<Speech>,
    inbox: Inbox,
    /// Number of the last order.
    order: u64,
    /// The failure that the desk knows of.
    reported: Option<Failure>,
}

impl Voice {
    /// `None` without a configured engine, or with one that is not installed: the desk then offers no reading aloud,
    /// and receives the reason.
    pub fn new(config: Option<&Config>, inbox: &Inbox) -> Option<Self> {
        match Speech::new(config?) {
            Ok(speech) => {
                let (speech, inbox) = (Arc::new(speech), inbox.clone());
                Some(Self { speech, inbox, order: 0, reported: None })
            }
            Err(error) => {
                send(inbox, Event::Trouble { failure: failure(&error), over: false });
                None
            }
        }
    }

    /// Begins to read this view; an earlier one ends.
    pub fn speak(&mut self, view: &View) {
        let Some(text) = screen::spoken(view) else { return };
        self.order += 1;
        let (speech, inbox, order) = (self.speech.clone(), self.inbox.clone(), self.order);
        // Taken here and not in the task: a key that stops it may come in between.
        let begun = speech.begin();
        tokio::spawn(async move {
            let sound = speech.sound(begun, text.text()).await.map(convert);
            send(&inbox, Input::Spoken(Spoken { order, sound }));
        });
    }

    /// Stops the sound that is made or played.
    pub fn stop(&mut self) {
        self.order += 1;
        self.speech.stop();
    }

    /// Returns the sound to be played, if it is still wanted.
    pub fn finished(&mut self, spoken: Spoken) -> Option<Arc<Sound>> {
        match spoken.sound {
            Ok(sound) => {
                if let Some(failure) = self.reported.take() {
                    send(&self.inbox, Event::Trouble { failure, over: true });
                }
                (spoken.order == self.order).then_some(sound)
            }
            Err(SpeechError::Replaced) => None,
            Err(error) => {
                let failure = failure(&error);
                if let Some(before) = self.reported.replace(failure.clone()) {
                    send(&self.inbox, Event::Trouble { failure: before, over: true });
                }
                send(&self.inbox, Event::Trouble { failure, over: false });
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

    /// An engine that leaves a trace, and the files that it needs.
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
    async fn a_view_closed_before_the_work_began_reaches_no_engine() {
        let folder = tempfile::tempdir().unwrap();
        let (inbox, mut inputs) = mpsc::unbounded_channel();
        let mut voice = Voice::new(Some(&engine(folder.path())), &inbox).unwrap();
        // Both before anything else gets its turn on this one thread.
        voice.speak(&pending());
        voice.stop();
        let Some(Input::Spoken(spoken)) = inputs.recv().await else { panic!("no answer") };
        assert_eq!(spoken.sound, Err(SpeechError::Replaced));
        assert!(voice.finished(spoken).is_none());
        assert!(!folder.path().join("started").exists());
    }
}
