//! Facts of the desk that hold in every state: the card's presence, the ticket for the next check, how staff have
//! set the panel; and the effects that are being collected. Conditions, the session and late verdicts have files of
//! their own.

use crate::ask::Topic;
use crate::conditions::Conditions;
use crate::late::LateQueue;
use crate::session::Session;
use crate::{AskId, Buzz, Effect, Event, Lamp, LateNotice, Now, Question, Reply, Settings};
use model::{AccessAction, AccessNote, CheckHead, DayChoice, Prefs, Ticket};
use std::collections::BTreeMap;
use std::time::Duration;
use wire::{CheckId, LineGrade, Method, Purpose, ReaderState, Settlement, jst_date};

/// The card on the reader.
#[derive(Default)]
pub(crate) struct Card {
    /// A card lies there.
    pub(crate) present: bool,
    /// It was not read yet.
    pub(crate) fresh: bool,
}

/// A ticket that waits for its card.
struct KeptTicket {
    ticket: Ticket,
    until: Duration,
}

pub(crate) struct Common {
    pub(crate) settings: Settings,
    pub(crate) prefs: Prefs,
    /// Today's choice, once it was made.
    pub(crate) day: Option<DayChoice>,
    pub(crate) method: Method,
    pub(crate) purpose: Purpose,
    pub(crate) conditions: Conditions,
    pub(crate) session: Session,
    pub(crate) late: LateQueue,
    pub(crate) card: Card,
    pub(crate) effects: Vec<Effect>,
    ticket: Option<KeptTicket>,
    /// A reader was left while it asked for the PIN of this check: what is typed there still counts.
    pub(crate) left_on_pad: Option<CheckId>,
    /// Something is being read aloud.
    speaking: bool,
    ids: Box<dyn FnMut() -> CheckId + Send>,
    asks: u64,
    /// The latest question of each topic.
    open: BTreeMap<Topic, AskId>,
    lamp: Option<Lamp>,
    wake: Option<Duration>,
}

impl Common {
    pub(crate) fn new(settings: Settings, ids: Box<dyn FnMut() -> CheckId + Send>) -> Self {
        Self {
            prefs: Prefs::default(),
            day: None,
            method: settings.method,
            purpose: settings.purpose,
            settings,
            conditions: Conditions::new(),
            session: Session::default(),
            late: LateQueue::default(),
            card: Card::default(),
            effects: Vec::new(),
            ticket: None,
            left_on_pad: None,
            speaking: false,
            ids,
            asks: 0,
            open: BTreeMap::new(),
            lamp: None,
            wake: None,
        }
    }

    pub(crate) fn push_effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    pub(crate) fn buzz(&mut self, buzz: Buzz) {
        self.push_effect(Effect::Buzz(buzz));
    }

    /// Reports a line of the access log that the journal does not record by itself.
    pub(crate) fn record(&mut self, action: AccessAction, check: Option<CheckId>) {
        let staff = self.session.staff_ref(&self.settings);
        self.push_effect(Effect::Note(AccessNote { staff, action, check }));
    }

    pub(crate) fn new_check(&mut self) -> CheckId {
        (self.ids)()
    }

    /// Asks another component. The answer to an earlier question of the same topic is ignored from now on.
    pub(crate) fn ask(&mut self, question: Question) {
        let ask = self.new_ask(question.topic());
        self.push_effect(Effect::Ask { ask, question });
    }

    /// The id for a new question of this topic.
    pub(crate) fn new_ask(&mut self, topic: Topic) -> AskId {
        self.asks += 1;
        self.open.insert(topic, AskId(self.asks));
        AskId(self.asks)
    }

    /// The answer to this question counts: it is the latest of its topic and was not withdrawn.
    pub(crate) fn asked(&self, ask: AskId) -> bool {
        self.open.values().any(|open| *open == ask)
    }

    /// Ignores the answer to an open question of this topic.
    pub(crate) fn withdraw(&mut self, topic: Topic) {
        self.open.remove(&topic);
    }

    /// Rows on a page of a list.
    pub(crate) fn page(&self) -> usize {
        self.settings.page.max(1)
    }

    /// The answer budget, as the line is now.
    pub(crate) fn budget(&self) -> Duration {
        match self.conditions.line {
            LineGrade::Good | LineGrade::Weak => self.settings.answer_budget,
            LineGrade::Down => self.settings.answer_budget_down.min(self.settings.answer_budget),
        }
    }

    /// Takes note of what counts in every state.
    pub(crate) fn note(&mut self, event: &Event) {
        self.conditions.note(event);
        match event {
            Event::CardPlaced => (self.card.present, self.card.fresh) = (true, true),
            Event::CardRemoved => self.card = Card::default(),
            Event::Reader(state) if *state != ReaderState::Ready => self.card = Card::default(),
            Event::Roster(roster) => self.session.set_roster(roster),
            // The same choice again does not undo a toggle by staff.
            Event::Reply { reply: Reply::Day(day), .. } if *day != self.day => self.set_day(day.clone()),
            Event::Reply { reply: Reply::Prefs(prefs), .. } => {
                self.prefs = prefs.bounded();
                self.push_effect(Effect::ApplyPrefs(self.prefs));
            }
            Event::Started => {
                self.ask(Question::Prefs);
                self.ask(Question::Day);
            }
            Event::NewDate => self.ask(Question::Day),
            _ => {}
        }
    }

    /// The choice of the day was made, or a new day has begun.
    pub(crate) fn set_day(&mut self, day: Option<DayChoice>) {
        if let Some(day) = &day {
            (self.method, self.purpose) = (day.method, day.purpose);
        }
        if day.is_none() {
            self.late.forget_good();
        }
        self.day = day;
    }

    /// Where the bus stands today.
    pub(crate) fn site(&self) -> Option<String> {
        self.day.as_ref().and_then(|day| day.site.clone())
    }

    /// Staff must choose site, method and purpose before anything else.
    pub(crate) fn needs_day(&self) -> bool {
        self.settings.login == crate::Login::Required && self.day.is_none()
    }

    /// A ticket was scanned for the next check; the one before is forgotten.
    pub(crate) fn keep_ticket(&mut self, now: Now, ticket: Ticket) {
        self.ticket = Some(KeptTicket { ticket, until: now.mono + self.settings.ticket_time });
    }

    /// The ticket for the next check.
    pub(crate) fn ticket(&self) -> Option<&Ticket> {
        self.ticket.as_ref().map(|kept| &kept.ticket)
    }

    /// When that ticket is forgotten.
    pub(crate) fn ticket_until(&self) -> Option<Duration> {
        self.ticket.as_ref().map(|kept| kept.until)
    }

    /// The ticket for the next check has found it, or is not wanted.
    pub(crate) fn take_ticket(&mut self) -> Option<Ticket> {
        self.ticket.take().map(|kept| kept.ticket)
    }

    /// Puts a ticket to a check that is in the journal.
    pub(crate) fn attach(&mut self, check: CheckId, ticket: Ticket) {
        self.push_effect(Effect::Attach { check, ticket });
    }

    /// Reads aloud what is shown of this check.
    pub(crate) fn speak(&mut self, check: CheckId) {
        self.speaking = true;
        self.push_effect(Effect::Speak);
        self.record(AccessAction::Spoken, Some(check));
    }

    /// Stops reading aloud: its text is not shown any more.
    pub(crate) fn stop_speaking(&mut self) {
        if std::mem::take(&mut self.speaking) {
            self.push_effect(Effect::StopSpeaking);
        }
    }

    /// The verdict of a check was seen: its personal part may go.
    pub(crate) fn hand_over(&mut self, check: CheckId) {
        self.late.close(check);
        self.push_effect(Effect::HandedOver(check));
    }

    /// Staff acknowledged the late verdict of this check, if there is one.
    pub(crate) fn acknowledge(&mut self, check: CheckId) {
        if self.late.take(check) {
            self.push_effect(Effect::Acknowledge(check));
        }
    }

    /// A settlement of a check that is not awaited at the desk (any more); `shown` when its answer is on the panel, or
    /// comes there next.
    pub(crate) fn settled_elsewhere(
        &mut self,
        shown: bool,
        now: Now,
        head: &CheckHead,
        settlement: &Settlement,
    ) {
        if shown || self.late.closed(head.id) {
            return;
        }
        match LateNotice::of(head, settlement, &self.settings.contracts) {
            Some(notice) => {
                if self.call_staff(notice) {
                    self.push_effect(Effect::Late(head.id));
                }
            }
            None => {
                self.hand_over(head.id);
                if of_today(head, now) {
                    self.late.add_good(head.reception);
                }
            }
        }
    }

    /// Keeps a late bad verdict until it is acknowledged, once; false when it is known already.
    pub(crate) fn call_staff(&mut self, notice: LateNotice) -> bool {
        let first = self.late.add(notice);
        if first {
            self.buzz(Buzz::CallStaff);
        }
        first
    }

    pub(crate) fn set_lamp(&mut self, lamp: Lamp) {
        if self.lamp.replace(lamp) != Some(lamp) {
            self.push_effect(Effect::Lamp(lamp));
        }
    }

    /// The self-test used the lamp: set its meaning again.
    pub(crate) fn forget_lamp(&mut self) {
        self.lamp = None;
    }

    pub(crate) fn set_wake(&mut self, at: Option<Duration>) {
        if let Some(at) = at
            && self.wake != Some(at)
        {
            self.push_effect(Effect::WakeAt(at));
        }
        self.wake = at;
    }

    /// The timer fired. Clear it so that `set_wake` sets it again, even if it fired early.
    pub(crate) fn woken(&mut self) {
        self.wake = None;
    }
}

/// Its reception number is certain to be one of today's.
fn of_today(head: &CheckHead, now: Now) -> bool {
    let known = head.clock_synchronised && now.synchronised;
    known && jst_date(head.captured_at) == jst_date(now.wall)
}
