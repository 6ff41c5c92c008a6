//! What was chosen for the day and for picture and sound, kept over power cuts.
//!
//! What was kept is told to the desk when it is known, which can be late on a slow disk: by then staff may have chosen
//! anew, and an answer to a question from before must not undo that ([`Made`]).

use super::{Errands, Task, tell};
use crate::run::input::Input;
use desk::Event;
use journal::KeptDay;
use journal::deferred::DayAnswer;
use model::{DayChoice, Prefs};

/// How often staff have chosen since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Made {
    day: u64,
    prefs: u64,
}

/// What was kept, as the journal told it to a question that was asked when so much had been chosen.
#[derive(Debug)]
pub struct Kept {
    made: Made,
    event: Event,
}

/// Today's choice, if there is one that is sure to be of today.
fn kept_day(made: Made, kept: Option<KeptDay>) -> Input {
    // One that may be of an earlier day is asked for again: the site would be wrong for a whole day.
    let day = kept.filter(|kept| kept.certain).map(|kept| kept.choice);
    Input::Kept(Box::new(Kept { made, event: Event::Day(day) }))
}

impl Kept {
    /// What the desk must be told, when so much has been chosen by now.
    pub fn still(self, made: Made) -> Option<Event> {
        let same = match &self.event {
            Event::Day(_) => self.made.day == made.day,
            _ => self.made.prefs == made.prefs,
        };
        same.then_some(self.event)
    }
}

impl Errands {
    /// Tells the desk what was before: picture and sound, today's choice, and who can log in, without which nobody
    /// can. Not waited for: a disk that stalls at the start must not keep the panel dark.
    pub fn first(&self) {
        let (errands, made) = (self.clone(), self.made);
        tokio::spawn(async move {
            tell(&errands.inbox, errands.kept_prefs(made).await);
            tell(&errands.inbox, errands.chosen(made).await);
            tell(&errands.inbox, errands.members().await);
        });
    }

    /// Tells the desk today's choice. Asked behind what was chosen before and may not be written yet.
    pub fn today(&self) {
        let (made, inbox) = (self.made, self.inbox.clone());
        let answer = DayAnswer::to(move |kept| tell(&inbox, kept_day(made, kept)));
        self.rooms.write_queue.put(Task::Today(answer));
    }

    async fn kept_prefs(&self, made: Made) -> Input {
        let kept = self.journal().prefs().await.unwrap_or_else(|error| {
            tracing::warn!(code = error.code(), %error, "picture and sound cannot be read");
            None
        });
        let event = Event::Prefs(kept.unwrap_or_default());
        Input::Kept(Box::new(Kept { made, event }))
    }

    async fn chosen(&self, made: Made) -> Input {
        let kept = self.journal().day().await.unwrap_or_else(|error| {
            tracing::warn!(code = error.code(), %error, "the choice of the day cannot be read");
            None
        });
        kept_day(made, kept)
    }

    /// What was kept, for the desk; `None` when staff have chosen since it was asked for.
    pub fn still(&self, kept: Kept) -> Option<Event> {
        kept.still(self.made)
    }

    /// Keeps today's choice.
    pub fn choose_day(&mut self, choice: DayChoice) {
        self.made.day += 1;
        self.rooms.write_queue.put(Task::ChooseDay { choice, by: self.by() });
    }

    /// Keeps picture and sound.
    pub fn keep_prefs(&mut self, prefs: Prefs) {
        self.made.prefs += 1;
        self.rooms.write_queue.put(Task::Prefs(prefs));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::{Method, Purpose};

    fn kept(made: Made) -> Kept {
        let choice = DayChoice { site: None, method: Method::Pin, purpose: Purpose::HealthCheckup };
        match kept_day(made, Some(KeptDay { choice, certain: true })) {
            Input::Kept(kept) => *kept,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_answer_that_was_on_its_way_undoes_no_choice_made_meanwhile() {
        let asked = Made::default();
        assert!(matches!(kept(asked).still(asked), Some(Event::Day(Some(_)))));
        assert!(kept(asked).still(Made { day: 1, ..asked }).is_none());
        assert!(kept(asked).still(Made { prefs: 1, ..asked }).is_some(), "another choice");
        let prefs = || Kept { made: asked, event: Event::Prefs(Prefs::default()) };
        assert!(prefs().still(Made { prefs: 1, ..asked }).is_none());
        assert!(prefs().still(Made { day: 1, ..asked }).is_some(), "another choice");
    }
}
