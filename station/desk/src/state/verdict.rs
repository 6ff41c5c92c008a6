//! The verdict of the check at the desk.

use crate::common::Common;
use crate::state::timing::{SHORTEST, STEADY, UNREAD};
use crate::state::{About, Answer, CardUse, Concern, DeskState, Ready, State, closes, good, screen};
use crate::{Buzz, Event, Judged, Key, Lamp, Now, Screen};
use model::{AccessAction, Ticket};
use std::time::Duration;
use wire::{CheckId, Method, Purpose, ReceptionNumber};

/// A verdict is on the panel.
#[derive(Debug)]
pub(crate) struct ShownVerdict {
    pub(crate) check: CheckId,
    pub(crate) kind: (Method, Purpose),
    pub(crate) screen: Screen,
    /// The end of its ticket.
    pub(crate) ticket: Option<String>,
    reception: ReceptionNumber,
    since: Duration,
    until: Duration,
    /// The next card lies there: when it still does then, it is read.
    next_card_at: Option<Duration>,
}

impl ShownVerdict {
    pub(crate) fn enter(common: &mut Common, now: Now, answer: Answer) -> State {
        let judged = Judged {
            reception: answer.head.reception,
            purpose: answer.kind.1,
            certificate: answer.certificate,
            certificate_until: Some(answer.certificate_until),
        };
        let screen = screen(common, judged, &answer.settlement);
        // The text that is read aloud belongs to the screen before.
        common.stop_speaking();
        common.buzz(if good(&screen) { Buzz::Good } else { Buzz::Attention });
        common.record(AccessAction::Shown, Some(answer.head.id));
        Box::new(Self {
            check: answer.head.id,
            kind: answer.kind,
            screen,
            ticket: answer.ticket,
            reception: answer.head.reception,
            since: now.mono,
            until: now.mono + common.settings.display_time,
            next_card_at: None,
        })
        .into()
    }

    /// On a good verdict Up reads aloud; on others it asks for another proof.
    fn aloud(&self, common: &Common, now: Now) -> bool {
        common.settings.speech && good(&self.screen) && now.mono >= self.since + UNREAD
    }

    /// Its check. A key this soon was meant for the screen before.
    pub(crate) fn about(&self, common: &Common, now: Now) -> Option<About> {
        let read = now.mono >= self.since + UNREAD;
        read.then(|| About::kept(common, self.check, self.reception))
    }

    /// Off the panel: the person's data with it.
    pub(crate) fn close(self, common: &mut Common) -> State {
        common.hand_over(self.check);
        Ready.into()
    }
}

impl DeskState for Box<ShownVerdict> {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::CardPlaced => {
                self.next_card_at = Some((now.mono + STEADY).max(self.since + SHORTEST));
            }
            Event::CardRemoved => self.next_card_at = None,
            Event::Key(Key::Up) if self.aloud(common, now) => common.speak(self.check),
            event if closes(event) => {
                if now.mono >= self.since + UNREAD {
                    return self.close(common);
                }
                self.until = self.until.min(self.since + SHORTEST);
            }
            _ => {}
        }
        self.into()
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.next_card_at.map_or(self.until, |at| at.min(self.until)))
    }

    fn expire(self, common: &mut Common, _: Now) -> State {
        self.close(common)
    }

    fn leave(self, common: &mut Common) {
        self.close(common);
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        self.screen.clone()
    }

    fn lamp(&self, _: &Common) -> Lamp {
        if good(&self.screen) { Lamp::Good } else { Lamp::Bad }
    }

    fn idle(&self) -> bool {
        false
    }

    fn card_use(&self) -> CardUse {
        CardUse::Ignored
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Answered(self.check)
    }

    fn kind(&self, _: &Common) -> Option<(Method, Purpose)> {
        Some(self.kind)
    }

    fn ticket(&self, _: &Common) -> Option<String> {
        self.ticket.clone()
    }

    fn scanned(mut self, common: &mut Common, _: Now, ticket: Ticket) -> State {
        self.ticket = Some(ticket.tail());
        common.attach(self.check, ticket);
        self.into()
    }

    /// Another proof helps where the verdict does not.
    fn offers(&self, common: &Common, now: Now) -> Option<About> {
        self.about(common, now).filter(|_| !good(&self.screen))
    }

    fn shown(&self, common: &Common, now: Now) -> Option<About> {
        self.about(common, now)
    }

    fn speaks(&self) -> bool {
        true
    }
}
