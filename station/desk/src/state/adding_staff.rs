//! A head of staff adds a staff member at the station: a passcode typed twice, then a badge if there is one.

use crate::common::Common;
use crate::digits::{Entered, Entry};
use crate::failure::STAFF_SILENT;
use crate::state::timing::ANSWER;
use crate::state::{CardUse, Concern, DeskState, Menu, Ready, Recorded, State, closes, pressed};
use crate::{
    BadgeAnswer, BadgeProblem, BadgePurpose, Buzz, Effect, Event, Key, LoginProblem, MenuItem, Now,
    PasscodeStep, Question, Reply, Screen,
};
use model::{PASSCODE_LONGEST, Passcode, Role, StaffEntry, Ticket};
use std::time::Duration;

#[derive(Debug)]
pub(crate) enum AddingStaff {
    Type(Typing),
    Adding { until: Duration },
    Added { who: StaffEntry, until: Duration },
    Badge(Enrolling),
}

/// The passcode of the new one; the second time after `first`.
#[derive(Debug)]
pub(crate) struct Typing {
    entry: Entry<PASSCODE_LONGEST>,
    first: Option<Passcode>,
    problem: Option<LoginProblem>,
    until: Duration,
}

/// The badge of the new one.
#[derive(Debug)]
pub(crate) struct Enrolling {
    who: StaffEntry,
    problem: Option<BadgeProblem>,
    /// One is being read.
    asked: bool,
    until: Duration,
}

impl AddingStaff {
    pub(crate) fn begin(common: &Common, now: Now) -> State {
        Typing::enter(common, now, None, None)
    }
}

impl DeskState for AddingStaff {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        // Here a card is a badge or nothing.
        common.card.fresh = false;
        match self {
            Self::Type(typing) => typing.handle(common, now, event),
            Self::Adding { until } => match event {
                Event::Reply { reply: Reply::StaffAdded(Ok(who)), .. } => {
                    common.buzz(Buzz::CardDone);
                    added(common, now, who.clone())
                }
                Event::Reply { reply: Reply::StaffAdded(Err(failure)), .. } => {
                    Recorded::failed(common, now, failure.clone())
                }
                _ => Self::Adding { until }.into(),
            },
            Self::Added { who, until } => match event {
                event if pressed(event, Key::Ok) && !who.badge => Enrolling::enter(common, now, who),
                event if closes(event) => Ready.into(),
                _ => Self::Added { who, until }.into(),
            },
            Self::Badge(badge) => badge.handle(common, now, event),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(match self {
            Self::Type(typing) => typing.until,
            Self::Adding { until } | Self::Added { until, .. } => *until,
            Self::Badge(badge) => badge.until,
        })
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        match self {
            Self::Adding { .. } => Recorded::failed(common, now, STAFF_SILENT),
            _ => Ready.into(),
        }
    }

    fn screen(&self, _: &Common, _: Now) -> Screen {
        match self {
            Self::Type(typing) => typing.screen(),
            Self::Adding { .. } => Screen::Looking,
            Self::Added { who, .. } => Screen::StaffAdded { label: who.label.clone(), badge: who.badge },
            Self::Badge(badge) => Screen::Badge { enrol: true, problem: badge.problem.clone() },
        }
    }

    fn idle(&self) -> bool {
        true
    }

    fn card_use(&self) -> CardUse {
        CardUse::Ignored
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Nothing
    }

    fn ticket(&self, _: &Common) -> Option<String> {
        None
    }

    /// It is about something else.
    fn scanned(self, _: &mut Common, _: Now, _: Ticket) -> State {
        self.into()
    }
}

fn added(common: &Common, now: Now, who: StaffEntry) -> State {
    AddingStaff::Added { who, until: now.mono + common.settings.entry_time }.into()
}

impl Typing {
    pub(crate) fn enter(
        common: &Common,
        now: Now,
        first: Option<Passcode>,
        problem: Option<LoginProblem>,
    ) -> State {
        let until = now.mono + common.settings.entry_time;
        AddingStaff::Type(Self { entry: Entry::default(), first, problem, until }).into()
    }

    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        let Event::Key(key) = event else { return AddingStaff::Type(self).into() };
        self.until = now.mono + common.settings.entry_time;
        match self.entry.key(*key) {
            Entered::Changed => self.problem = None,
            Entered::Send => {
                if let Some(passcode) = self.entry.digits.take_passcode() {
                    return self.typed(common, now, passcode);
                }
            }
            Entered::Leave if self.first.is_some() => return Self::enter(common, now, None, None),
            Entered::Leave => return Menu::enter(common, now, MenuItem::AddStaff),
            Entered::Nothing => {}
        }
        AddingStaff::Type(self).into()
    }

    fn typed(self, common: &mut Common, now: Now, passcode: Passcode) -> State {
        match self.first {
            None => Self::enter(common, now, Some(passcode), None),
            Some(first) if first == passcode => {
                // At the station only colleagues are added; heads are the technician's business.
                common.ask(Question::AddStaff { passcode, role: Role::Staff });
                AddingStaff::Adding { until: now.mono + ANSWER }.into()
            }
            Some(_) => {
                common.buzz(Buzz::Attention);
                Self::enter(common, now, None, Some(LoginProblem::Mismatch))
            }
        }
    }

    fn screen(&self) -> Screen {
        Screen::Passcode {
            label: String::new(),
            typed: self.entry.digits.count(),
            wheel: self.entry.wheel(),
            problem: self.problem.clone(),
            step: if self.first.is_some() { PasscodeStep::Again } else { PasscodeStep::New },
        }
    }
}

impl Enrolling {
    pub(crate) fn enter(common: &mut Common, now: Now, who: StaffEntry) -> State {
        // The badge may lie there already.
        let asked = common.card.present;
        if asked {
            ask(common, &who);
        }
        let until = now.mono + common.settings.entry_time;
        AddingStaff::Badge(Self { who, problem: None, asked, until }).into()
    }

    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            event if closes(event) => {
                // A badge that is being read may still be kept: it is theirs then, and does no harm.
                return Ready.into();
            }
            Event::CardPlaced => {
                ask(common, &self.who);
                (self.asked, self.problem) = (true, None);
            }
            Event::CardRemoved => self.asked = false,
            Event::Reply { reply: Reply::Badge(answer), .. } if self.asked => {
                common.push_effect(Effect::ReleaseCard);
                self.asked = false;
                match answer {
                    BadgeAnswer::Enrolled => {
                        common.buzz(Buzz::CardDone);
                        return added(common, now, StaffEntry { badge: true, ..self.who });
                    }
                    BadgeAnswer::Other | BadgeAnswer::Matched => {
                        common.buzz(Buzz::Attention);
                        self.problem = Some(BadgeProblem::Other);
                    }
                    BadgeAnswer::Failed(failure) => {
                        common.buzz(Buzz::Attention);
                        self.problem = Some(BadgeProblem::Failed(failure.clone()));
                    }
                }
            }
            _ => {}
        }
        AddingStaff::Badge(self).into()
    }
}

fn ask(common: &mut Common, who: &StaffEntry) {
    common.ask(Question::Badge { purpose: BadgePurpose::Enrol, staff: who.staff.clone() });
}
