//! Locked: who is it, and is it really they? Cards are not read here except as badges, and nothing of a check is
//! shown.

use super::list::{List, Picked};
use super::{ANSWER, State, seconds_left};
use crate::common::Common;
use crate::digits::{Entered, Entry};
use crate::failure::LOGIN_SILENT;
use crate::{
    BadgeAnswer, BadgeProblem, BadgePurpose, Buzz, ChoiceOf, ChoiceRow, Deed, Effect, Event, LoginAnswer,
    LoginProblem, Now, PASSCODE_LONGEST, Passcode, PasscodeStep, Question, Reply, Screen, StaffEntry,
};
use std::time::Duration;

#[derive(Debug)]
pub(crate) enum Login {
    /// It is not known yet who can log in, or nobody can.
    Nobody,
    /// One of several.
    Pick(Pick),
    /// Types the passcode.
    Enter(Enter),
    /// The journal compares.
    Checking { who: StaffEntry, until: Duration },
    /// Too many wrong ones.
    Wait { who: StaffEntry, until: Duration },
    /// The badge, too.
    Badge(Badge),
}

/// The roster, and who is selected.
#[derive(Debug)]
pub(crate) struct Pick {
    roster: Vec<StaffEntry>,
    list: List,
}

/// A passcode is typed.
#[derive(Debug)]
pub(crate) struct Enter {
    who: StaffEntry,
    entry: Entry<PASSCODE_LONGEST>,
    problem: Option<LoginProblem>,
    /// Nobody else can log in: there is no list to go back to.
    only: bool,
    until: Duration,
}

/// A badge is wanted.
#[derive(Debug)]
pub(crate) struct Badge {
    who: StaffEntry,
    problem: Option<BadgeProblem>,
    /// One is being read.
    asked: bool,
    until: Duration,
}

impl Login {
    /// Where the login begins.
    pub(super) fn home(common: &Common, now: Now) -> Self {
        match common.session.roster() {
            None | Some([]) => Self::Nobody,
            Some([only]) => Self::enter(common, now, only.clone(), None),
            Some(roster) => {
                let rows = roster.iter().map(|entry| ChoiceRow::Staff(entry.label.clone())).collect();
                let list = List::new(ChoiceOf::Staff, rows, 0);
                Self::Pick(Pick { roster: roster.to_vec(), list })
            }
        }
    }

    fn enter(common: &Common, now: Now, who: StaffEntry, problem: Option<LoginProblem>) -> Self {
        let only = common.session.roster().is_some_and(|roster| roster.len() == 1);
        let until = now.mono + common.settings.entry_time;
        Self::Enter(Enter { who, entry: Entry::default(), problem, only, until })
    }

    pub(super) fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        // A card that was put down while locked is taken away and put down again: nobody said it should be read.
        common.card.fresh = false;
        if let Event::Roster(_) = event {
            return State::Login(self.still(common, now));
        }
        match self {
            Self::Nobody => State::Login(self),
            Self::Pick(mut pick) => {
                let picked = pick.list.take(event);
                let who = if let Picked::Row(at) = picked { pick.roster.get(at).cloned() } else { None };
                State::Login(match who {
                    Some(who) => Self::enter(common, now, who, None),
                    None => Self::Pick(pick),
                })
            }
            Self::Enter(enter) => State::Login(enter.handle(common, now, event)),
            Self::Checking { who, until } => checking(common, now, event, who, until),
            Self::Wait { who, until } => match event {
                Event::Key(crate::Key::Back) => State::Login(Self::home(common, now)),
                _ => State::Login(Self::Wait { who, until }),
            },
            Self::Badge(badge) => badge.handle(common, now, event),
        }
    }

    /// After a change of the roster: what somebody has begun goes on while they are on it.
    fn still(mut self, common: &Common, now: Now) -> Self {
        if let Self::Enter(enter) = &mut self {
            if enter.resting() {
                return Self::home(common, now);
            }
            enter.only = common.session.roster().is_some_and(|roster| roster.len() == 1);
        }
        let who = match &self {
            Self::Nobody | Self::Pick(_) => None,
            Self::Enter(Enter { who, .. }) | Self::Checking { who, .. } | Self::Wait { who, .. } => Some(who),
            Self::Badge(badge) => Some(&badge.who),
        };
        match who.and_then(|who| common.session.find(&who.staff)) {
            Some(_) => self,
            None => Self::home(common, now),
        }
    }

    pub(super) fn deadline(&self) -> Option<Duration> {
        match self {
            Self::Nobody | Self::Pick(_) => None,
            Self::Enter(enter) => enter.deadline(),
            Self::Checking { until, .. } | Self::Wait { until, .. } => Some(*until),
            Self::Badge(badge) => Some(badge.until),
        }
    }

    pub(super) fn expire(self, common: &Common, now: Now) -> Self {
        match self {
            Self::Checking { who, .. } => {
                Self::enter(common, now, who, Some(LoginProblem::Failed(LOGIN_SILENT)))
            }
            Self::Wait { who, .. } => Self::enter(common, now, who, None),
            _ => Self::home(common, now),
        }
    }

    /// When the seconds on the panel change.
    pub(super) fn wake(&self, now: Now) -> Option<Duration> {
        match self {
            Self::Wait { until, .. } => Some(super::next_second(*until, now)),
            other => other.deadline(),
        }
    }

    pub(super) fn screen(&self, common: &Common, now: Now) -> Screen {
        match self {
            Self::Nobody if common.session.roster().is_none() => Screen::Looking,
            Self::Nobody => Screen::NoStaff,
            Self::Pick(pick) => pick.list.screen(common.page()),
            Self::Enter(enter) => enter.screen(),
            Self::Checking { .. } => Screen::Looking,
            Self::Wait { who, until } => {
                Screen::LoginWait { label: who.label.clone(), left_s: seconds_left(*until, now) }
            }
            Self::Badge(badge) => Screen::Badge { enrol: false, problem: badge.problem.clone() },
        }
    }
}

impl Enter {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> Login {
        let Event::Key(key) = event else { return Login::Enter(self) };
        self.until = now.mono + common.settings.entry_time;
        match self.entry.key(*key) {
            Entered::Changed => self.problem = None,
            Entered::Send => {
                if let Some(passcode) = Passcode::take(&mut self.entry.digits) {
                    common.ask(Question::Passcode { staff: self.who.staff.clone(), passcode });
                    return Login::Checking { who: self.who, until: now.mono + ANSWER };
                }
            }
            Entered::Leave => return Login::home(common, now),
            Entered::Nothing => {}
        }
        Login::Enter(self)
    }

    /// What was begun is wiped after a while; with nothing begun and no list to go back to, nothing changes.
    fn deadline(&self) -> Option<Duration> {
        (!self.resting()).then_some(self.until)
    }

    fn resting(&self) -> bool {
        self.only && self.entry.untouched() && self.problem.is_none()
    }

    fn screen(&self) -> Screen {
        Screen::Passcode {
            label: self.who.label.clone(),
            typed: self.entry.digits.count(),
            wheel: self.entry.wheel(),
            problem: self.problem.clone(),
            step: PasscodeStep::Enter,
        }
    }
}

fn checking(common: &mut Common, now: Now, event: &Event, who: StaffEntry, until: Duration) -> State {
    let Event::Reply { reply: Reply::Login(answer), .. } = event else {
        return State::Login(Login::Checking { who, until });
    };
    let again = |common: &Common, who, problem| State::Login(Login::enter(common, now, who, Some(problem)));
    match answer {
        LoginAnswer::Accepted { staff, .. } if *staff != who.staff => {
            State::Login(Login::Checking { who, until })
        }
        LoginAnswer::Accepted { needs_badge: true, .. } => Badge::enter(common, now, who),
        LoginAnswer::Accepted { .. } => accept(common, who),
        LoginAnswer::Wrong { wait, next_waits } if wait.is_zero() => {
            refuse(common, &who);
            again(common, who, if *next_waits { LoginProblem::WrongBeforeWait } else { LoginProblem::Wrong })
        }
        LoginAnswer::Wrong { wait, .. } | LoginAnswer::MustWait { wait } => {
            refuse(common, &who);
            State::Login(Login::Wait { who, until: now.mono.saturating_add(*wait) })
        }
        LoginAnswer::Unknown => again(common, who, LoginProblem::Unknown),
        LoginAnswer::Failed(failure) => again(common, who, LoginProblem::Failed(failure.clone())),
    }
}

impl Badge {
    fn enter(common: &mut Common, now: Now, who: StaffEntry) -> State {
        // The badge may lie there already.
        let asked = common.card.present;
        if asked {
            ask(common, &who);
        }
        let until = now.mono + common.settings.entry_time;
        State::Login(Login::Badge(Self { who, problem: None, asked, until }))
    }

    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Key(crate::Key::Back) => return State::Login(Login::home(common, now)),
            Event::CardPlaced => {
                ask(common, &self.who);
                (self.asked, self.problem) = (true, None);
            }
            Event::CardRemoved => self.asked = false,
            Event::Reply { reply: Reply::Badge(answer), .. } if self.asked => {
                common.tell(Effect::ReleaseCard);
                self.asked = false;
                match answer {
                    BadgeAnswer::Matched => return accept(common, self.who),
                    BadgeAnswer::Other | BadgeAnswer::Enrolled => {
                        refuse(common, &self.who);
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
        State::Login(Login::Badge(self))
    }
}

fn ask(common: &mut Common, who: &StaffEntry) {
    common.ask(Question::Badge { purpose: BadgePurpose::Login, staff: who.staff.clone() });
}

/// Somebody is at the desk.
fn accept(common: &mut Common, who: StaffEntry) -> State {
    common.session.log_in(who);
    common.deed(Deed::LoggedIn);
    common.buzz(Buzz::CardDone);
    State::Ready
}

fn refuse(common: &mut Common, who: &StaffEntry) {
    common.buzz(Buzz::Attention);
    common.tell(Effect::Note(crate::Access { staff: who.staff.clone(), deed: Deed::LoginRefused }));
}
