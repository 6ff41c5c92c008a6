//! The choice of the day, picture and sound, and challenges: kept by the journal, asked for by the desk.

use super::{Requests, Task, send};
use desk::{AskId, Event, Reply};
use journal::KeptDay;
use journal::deferred::DayAnswer;
use model::{DayChoice, Prefs};

/// Today's choice, if one is certain to be of today.
fn kept_day(ask: AskId, kept: Option<KeptDay>) -> Event {
    // One that may be of an earlier day is asked for again: the site would be wrong for a whole day.
    let day = kept.filter(|kept| kept.certain).map(|kept| kept.choice);
    Event::Reply { ask, reply: Reply::Day(day) }
}

impl Requests {
    /// Today's choice, read after earlier choices are written.
    pub fn today(&self, ask: AskId) {
        let inbox = self.inbox.clone();
        let answer = DayAnswer::to(move |kept| send(&inbox, kept_day(ask, kept)));
        self.write_queue.put(Task::Today(answer));
    }

    /// Picture and sound as they were kept.
    pub fn prefs(&self, ask: AskId) {
        self.reply(ask, |requests| async move {
            let kept = requests.journal.prefs().await.unwrap_or_else(|error| {
                tracing::warn!(code = error.code().name(), %error, "picture and sound cannot be read");
                None
            });
            Reply::Prefs(kept.unwrap_or_default())
        });
    }

    /// Takes a challenge out of the book.
    pub fn challenge(&self, ask: AskId) {
        let now = self.clock.wall();
        self.reply(ask, move |requests| async move {
            let challenge = requests.journal.take_challenge(now).await.unwrap_or_else(|error| {
                tracing::error!(code = error.code().name(), %error, "no challenge could be taken");
                None
            });
            Reply::Challenge(challenge)
        });
    }

    /// Keeps today's choice.
    pub fn choose_day(&mut self, choice: DayChoice) {
        self.write_queue.put(Task::ChooseDay { choice, by: self.actor() });
    }

    /// Keeps picture and sound.
    pub fn keep_prefs(&mut self, prefs: Prefs) {
        self.write_queue.put(Task::Prefs(prefs));
    }
}
