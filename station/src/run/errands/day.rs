//! What was chosen for the day and for picture and sound, kept over power cuts.

use super::{Errands, PATIENCE, failure, insist, tell, words};
use desk::{Day, Event, Prefs};
use journal::DayChoice;

impl Errands {
    /// Tells the desk what was before: picture and sound, today's choice, and who can log in, without which nobody
    /// can. Not waited for: a disk that stalls at the start must not keep the panel dark.
    pub fn first(&self) {
        let errands = self.clone();
        tokio::spawn(async move {
            for event in [errands.kept_prefs().await, errands.chosen().await, errands.members().await] {
                tell(&errands.inbox, event);
            }
        });
    }

    /// Tells the desk today's choice.
    pub fn today(&self) {
        self.go(|errands| async move { errands.chosen().await });
    }

    async fn kept_prefs(&self) -> Event {
        let kept = self.journal().prefs().await.unwrap_or_else(|error| {
            tracing::warn!(code = error.code(), %error, "picture and sound cannot be read");
            None
        });
        Event::Prefs(kept.map(words::kept_prefs).unwrap_or_default())
    }

    /// Today's choice, if there is one that is sure to be of today.
    async fn chosen(&self) -> Event {
        let kept = self.journal().day().await.unwrap_or_else(|error| {
            tracing::warn!(code = error.code(), %error, "the choice of the day cannot be read");
            None
        });
        // One that may be of an earlier day is asked for again: the site would be wrong for a whole day.
        Event::Day(kept.filter(|kept| kept.certain).map(|kept| Day {
            site: kept.choice.site,
            method: kept.choice.method,
            purpose: kept.choice.purpose,
        }))
    }

    /// The desk was told this choice, or made it: what is captured from now on belongs to its site.
    pub fn at_site(&mut self, day: Option<&Day>) {
        self.site = day.and_then(|day| day.site.clone());
    }

    /// Keeps today's choice.
    pub fn choose_day(&mut self, day: Day) {
        self.at_site(Some(&day));
        let (journal, staff) = (self.rooms.journal.clone(), self.staff());
        tokio::spawn(async move {
            let choice = DayChoice { site: day.site, method: day.method, purpose: day.purpose };
            let keep = || journal.choose_day(choice.clone(), staff.clone());
            if let Err(error) = insist(PATIENCE, keep).await {
                failure("choice of the day", &error);
            }
        });
    }

    /// Keeps picture and sound.
    pub fn keep_prefs(&self, prefs: Prefs) {
        let journal = self.rooms.journal.clone();
        tokio::spawn(async move {
            if let Err(error) = journal.keep_prefs(words::prefs(prefs)).await {
                failure("picture and sound", &error);
            }
        });
    }
}
