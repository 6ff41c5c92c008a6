//! A head of staff adds a staff member at the station: a passcode typed twice, then a badge if there is one.

use super::{ANSWER, State, closes, menu, pressed};
use crate::common::Common;
use crate::digits::{Entered, Entry};
use crate::failure::STAFF_SILENT;
use crate::{
    BadgeAnswer, BadgeProblem, BadgePurpose, Buzz, Deed, Effect, Event, Key, LoginProblem, MenuItem, Now,
    PASSCODE_LONGEST, Passcode, PasscodeStep, Question, Reply, Role, Screen, StaffEntry,
};
use std::time::Duration;

#[derive(Debug)]
pub(crate) enum Staffing {
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

impl Staffing {
    pub(super) fn begin(common: &Common, now: Now) -> State {
        Typing::enter(common, now, None, None)
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        // Here a card is a badge or nothing.
        common.card.fresh = false;
        match self {
            Self::Type(typing) => typing.handle(common, now, event),
            Self::Adding { until } => match event {
                Event::Reply { reply: Reply::StaffAdded(Ok(who)), .. } => {
                    common.deed(Deed::StaffAdded(who.staff.clone()));
                    common.buzz(Buzz::CardDone);
                    added(common, now, who.clone())
                }
                Event::Reply { reply: Reply::StaffAdded(Err(failure)), .. } => {
                    State::not_done(common, now, failure.clone())
                }
                _ => State::Staffing(Self::Adding { until }),
            },
            Self::Added { who, until } => match event {
                event if pressed(event, Key::Ok) && !who.badge => Enrolling::enter(common, now, who),
                event if closes(event) => State::Ready,
                _ => State::Staffing(Self::Added { who, until }),
            },
            Self::Badge(badge) => badge.handle(common, now, event),
        }
    }

    pub(super) fn deadline(&self) -> Duration {
        match self {
            Self::Type(typing) => typing.until,
            Self::Adding { until } | Self::Added { until, .. } => *until,
            Self::Badge(badge) => badge.until,
        }
    }

    pub(super) fn expire(self, common: &mut Common, now: Now) -> State {
        match self {
            Self::Adding { .. } => State::not_done(common, now, STAFF_SILENT),
            _ => State::Ready,
        }
    }

    pub(super) fn screen(&self) -> Screen {
        match self {
            Self::Type(typing) => typing.screen(),
            Self::Adding { .. } => Screen::Looking,
            Self::Added { who, .. } => Screen::StaffAdded { label: who.label.clone(), badge: who.badge },
            Self::Badge(badge) => Screen::Badge { enrol: true, problem: badge.problem.clone() },
        }
    }
}

fn added(common: &Common, now: Now, who: StaffEntry) -> State {
    State::Staffing(Staffing::Added { who, until: now.mono + common.settings.entry_time })
}

impl Typing {
    fn enter(common: &Common, now: Now, first: Option<Passcode>, problem: Option<LoginProblem>) -> State {
        let until = now.mono + common.settings.entry_time;
        State::Staffing(Staffing::Type(Self { entry: Entry::default(), first, problem, until }))
    }

    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        let Event::Key(key) = event else { return State::Staffing(Staffing::Type(self)) };
        self.until = now.mono + common.settings.entry_time;
        match self.entry.key(*key) {
            Entered::Changed => self.problem = None,
            Entered::Send => {
                if let Some(passcode) = Passcode::take(&mut self.entry.digits) {
                    return self.typed(common, now, passcode);
                }
            }
            Entered::Leave if self.first.is_some() => return Self::enter(common, now, None, None),
            Entered::Leave => return menu::Menu::enter(common, now, MenuItem::AddStaff),
            Entered::Nothing => {}
        }
        State::Staffing(Staffing::Type(self))
    }

    fn typed(self, common: &mut Common, now: Now, passcode: Passcode) -> State {
        match self.first {
            None => Self::enter(common, now, Some(passcode), None),
            Some(first) if first == passcode => {
                // At the station only colleagues are added; heads are the technician's business.
                common.ask(Question::AddStaff { passcode, role: Role::Staff });
                State::Staffing(Staffing::Adding { until: now.mono + ANSWER })
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
    fn enter(common: &mut Common, now: Now, who: StaffEntry) -> State {
        // The badge may lie there already.
        let asked = common.card.present;
        if asked {
            ask(common, &who);
        }
        let until = now.mono + common.settings.entry_time;
        State::Staffing(Staffing::Badge(Self { who, problem: None, asked, until }))
    }

    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            event if closes(event) => {
                // A badge that is being read may still be kept: it is theirs then, and does no harm.
                return State::Ready;
            }
            Event::CardPlaced => {
                ask(common, &self.who);
                (self.asked, self.problem) = (true, None);
            }
            Event::CardRemoved => self.asked = false,
            Event::Reply { reply: Reply::Badge(answer), .. } if self.asked => {
                common.tell(Effect::ReleaseCard);
                self.asked = false;
                match answer {
                    BadgeAnswer::Enrolled => {
                        common.deed(Deed::BadgeEnrolled(self.who.staff.clone()));
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
        State::Staffing(Staffing::Badge(self))
    }
}

fn ask(common: &mut Common, who: &StaffEntry) {
    common.ask(Question::Badge { purpose: BadgePurpose::Enrol, staff: who.staff.clone() });
}
