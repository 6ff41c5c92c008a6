//! Locked: who is it, and is it really they? Cards are not read here except as badges, and nothing of a check is
//! shown.

use crate::common::Common;
use crate::digits::{Entered, Entry};
use crate::failure::LOGIN_SILENT;
use crate::state::timing::{ANSWER, next_second, seconds_left};
use crate::state::{CardUse, Concern, DeskState, List, Picked, Ready, State};
use crate::{
    BadgeAnswer, BadgeProblem, BadgePurpose, Buzz, ChoiceOf, ChoiceRow, Effect, Event, Key, LoginProblem,
    Now, PasscodeStep, Question, Reply, Screen,
};
use model::{AccessAction, LoginAnswer, PASSCODE_LONGEST, StaffEntry, Ticket};
use std::time::Duration;

#[derive(Debug)]
pub(crate) enum Locked {
    /// The roster is not known yet, or it is empty.
    NoRoster,
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
    /// The only one on the roster: there is no list to go back to.
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

impl Locked {
    /// Logs out and locks.
    pub(crate) fn lock(common: &mut Common, now: Now, action: AccessAction) -> State {
        if common.session.staff().is_some() {
            common.record(action, None);
        }
        common.session.log_out();
        common.take_ticket();
        common.card.fresh = false;
        Self::home(common, now).into()
    }

    /// Where the login begins.
    pub(crate) fn home(common: &Common, now: Now) -> Self {
        match common.session.roster() {
            None | Some([]) => Self::NoRoster,
            Some([only]) => Self::enter(common, now, only.clone(), None),
            Some(roster) => {
                let rows = roster.iter().map(|entry| ChoiceRow::Staff(entry.label.clone())).collect();
                let list = List::new(ChoiceOf::Staff, rows, 0);
                Self::Pick(Pick { roster: roster.to_vec(), list })
            }
        }
    }

    pub(crate) fn enter(common: &Common, now: Now, who: StaffEntry, problem: Option<LoginProblem>) -> Self {
        let only = common.session.roster().is_some_and(|roster| roster.len() == 1);
        let until = now.mono + common.settings.entry_time;
        Self::Enter(Enter { who, entry: Entry::default(), problem, only, until })
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
            Self::NoRoster | Self::Pick(_) => None,
            Self::Enter(Enter { who, .. }) | Self::Checking { who, .. } | Self::Wait { who, .. } => Some(who),
            Self::Badge(badge) => Some(&badge.who),
        };
        match who.and_then(|who| common.session.find(&who.staff)) {
            Some(_) => self,
            None => Self::home(common, now),
        }
    }
}

impl DeskState for Locked {
    fn handle(self, common: &mut Common, now: Now, event: &Event) -> State {
        // A card that was put down while locked is not read later: it must be put down again.
        common.card.fresh = false;
        if let Event::Roster(_) = event {
            return self.still(common, now).into();
        }
        match self {
            Self::NoRoster => self.into(),
            Self::Pick(mut pick) => {
                let picked = pick.list.take(event);
                let who = if let Picked::Row(at) = picked { pick.roster.get(at).cloned() } else { None };
                let next = match who {
                    Some(who) => Self::enter(common, now, who, None),
                    None => Self::Pick(pick),
                };
                next.into()
            }
            Self::Enter(enter) => enter.handle(common, now, event).into(),
            Self::Checking { who, until } => checking(common, now, event, who, until),
            Self::Wait { who, until } => match event {
                Event::Key(Key::Back) => Self::home(common, now).into(),
                _ => Self::Wait { who, until }.into(),
            },
            Self::Badge(badge) => badge.handle(common, now, event),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        match self {
            Self::NoRoster | Self::Pick(_) => None,
            Self::Enter(enter) => enter.deadline(),
            Self::Checking { until, .. } | Self::Wait { until, .. } => Some(*until),
            Self::Badge(badge) => Some(badge.until),
        }
    }

    fn expire(self, common: &mut Common, now: Now) -> State {
        let next = match self {
            Self::Checking { who, .. } => {
                Self::enter(common, now, who, Some(LoginProblem::Failed(LOGIN_SILENT)))
            }
            Self::Wait { who, .. } => Self::enter(common, now, who, None),
            _ => Self::home(common, now),
        };
        next.into()
    }

    /// When the seconds on the panel change.
    fn wake(&self, common: &Common, now: Now) -> Option<Duration> {
        match self {
            Self::Wait { until, .. } => Some(next_second(*until, now)),
            other => other.deadline(common),
        }
    }

    fn screen(&self, common: &Common, now: Now) -> Screen {
        match self {
            Self::NoRoster if common.session.roster().is_none() => Screen::Looking,
            Self::NoRoster => Screen::NoStaff,
            Self::Pick(pick) => pick.list.screen(common.page()),
            Self::Enter(enter) => enter.screen(),
            Self::Checking { .. } => Screen::Looking,
            Self::Wait { who, until } => {
                Screen::LoginWait { label: who.label.clone(), left_s: seconds_left(*until, now) }
            }
            Self::Badge(badge) => Screen::Badge { enrol: false, problem: badge.problem.clone() },
        }
    }

    fn idle(&self) -> bool {
        false
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

    /// Ignored: no staff member is logged in.
    fn scanned(self, _: &mut Common, _: Now, _: Ticket) -> State {
        self.into()
    }
}

impl Enter {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> Locked {
        let Event::Key(key) = event else { return Locked::Enter(self) };
        self.until = now.mono + common.settings.entry_time;
        match self.entry.key(*key) {
            Entered::Changed => self.problem = None,
            Entered::Send => {
                if let Some(passcode) = self.entry.digits.take_passcode() {
                    common.ask(Question::Passcode { staff: self.who.staff.clone(), passcode });
                    return Locked::Checking { who: self.who, until: now.mono + ANSWER };
                }
            }
            Entered::Leave => return Locked::home(common, now),
            Entered::Nothing => {}
        }
        Locked::Enter(self)
    }

    /// Typed digits are wiped after a while; without any, and with no list to go back to, nothing changes.
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
        return Locked::Checking { who, until }.into();
    };
    let again = |common: &Common, who, problem| State::from(Locked::enter(common, now, who, Some(problem)));
    let answer = match answer {
        Ok(answer) => answer,
        Err(failure) => return again(common, who, LoginProblem::Failed(failure.clone())),
    };
    match answer {
        LoginAnswer::Accepted { staff, .. } if *staff != who.staff => Locked::Checking { who, until }.into(),
        LoginAnswer::Accepted { needs_badge: true, .. } => Badge::enter(common, now, who),
        LoginAnswer::Accepted { .. } => accept(common, who),
        LoginAnswer::Wrong { wait, next_waits } if wait.is_zero() => {
            refuse(common);
            again(common, who, if *next_waits { LoginProblem::WrongBeforeWait } else { LoginProblem::Wrong })
        }
        LoginAnswer::Wrong { wait, .. } | LoginAnswer::MustWait { wait } => {
            refuse(common);
            Locked::Wait { who, until: now.mono.saturating_add(*wait) }.into()
        }
        LoginAnswer::Unknown => again(common, who, LoginProblem::Unknown),
    }
}

impl Badge {
    pub(crate) fn enter(common: &mut Common, now: Now, who: StaffEntry) -> State {
        // The badge may lie there already.
        let asked = common.card.present;
        if asked {
            ask(common, &who);
        }
        let until = now.mono + common.settings.entry_time;
        Locked::Badge(Self { who, problem: None, asked, until }).into()
    }

    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        match event {
            Event::Key(Key::Back) => return Locked::home(common, now).into(),
            Event::CardPlaced => {
                ask(common, &self.who);
                (self.asked, self.problem) = (true, None);
            }
            Event::CardRemoved => self.asked = false,
            Event::Reply { reply: Reply::Badge(answer), .. } if self.asked => {
                common.push_effect(Effect::ReleaseCard);
                self.asked = false;
                match answer {
                    BadgeAnswer::Matched => return accept(common, self.who),
                    BadgeAnswer::Other | BadgeAnswer::Enrolled => {
                        refuse(common);
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
        Locked::Badge(self).into()
    }
}

fn ask(common: &mut Common, who: &StaffEntry) {
    common.ask(Question::Badge { purpose: BadgePurpose::Login, staff: who.staff.clone() });
}

/// Somebody is at the desk.
fn accept(common: &mut Common, who: StaffEntry) -> State {
    common.session.log_in(who);
    common.record(AccessAction::LoggedIn, None);
    common.buzz(Buzz::CardDone);
    Ready.into()
}

fn refuse(common: &mut Common) {
    common.buzz(Buzz::Attention);
}
