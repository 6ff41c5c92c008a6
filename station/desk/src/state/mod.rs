//! The states of the desk, a file for each group: what they show, what they wait for, and when they are over.
//!
//! A state takes an event and gives the next state; it never looks at the clock by itself and never does
//! anything but tell effects.

mod card;
mod day;
mod end;
mod facts;
mod fallback;
mod list;
mod login;
mod look;
mod machine;
mod menu;
mod pad;
mod pin;
mod ready;
mod scan;
mod staffing;
mod subject;
mod verdict;
mod waiting;

use crate::common::Common;
use crate::failure::{CARD_PULLED, ENTRY_ABANDONED, pin_wrong_card_gone};
use crate::{Buzz, CheckHead, Deed, Effect, Event, Failure, Key, Now, Screen};
use fallback::{Asking, Keeping, Kept, WithoutCard};
pub(crate) use ready::Late;
use std::time::Duration;
use subject::Subject;
use verdict::Answer;
use wire::{Method, ReaderState, Settlement};

/// How long another room may take to answer before the desk gives up waiting.
const ANSWER: Duration = Duration::from_secs(10);

#[derive(Debug)]
pub(crate) enum State {
    Ready,
    Late(Late),
    Reading(card::Reading),
    Compare(card::Compare),
    Message(card::Message),
    PinEntry(pin::Entry),
    LastTry(pin::LastTry),
    Signing(pin::Signing),
    Pad(pad::Pad),
    PadAsk(pad::Ask),
    Offer(pin::Offer),
    Saving(waiting::Saving),
    Waiting(waiting::Waiting),
    Pending(waiting::Pending),
    NotSaved(waiting::NotSaved),
    Verdict(Box<verdict::Shown>),
    Asking(Asking),
    Keeping(Keeping),
    Kept(Kept),
    WithoutCard(WithoutCard),
    Login(login::Login),
    Day(day::Choosing),
    Menu(menu::Menu),
    Settings(menu::Settings),
    Look(look::Look),
    Diagnosis(machine::Diagnosis),
    SelfTest(machine::SelfTest),
    End(end::End),
    Staffing(staffing::Staffing),
}

impl State {
    /// Locked from the first moment where staff log in.
    pub(crate) fn first(common: &Common) -> Self {
        let locked = common.session.locked(&common.settings);
        if locked { Self::Login(login::Login::Nobody) } else { Self::Ready }
    }

    /// Takes an event that is neither a settlement nor a scan.
    pub(crate) fn handle(self, common: &mut Common, now: Now, event: Event) -> Self {
        if let Some(left) = spent_on_pad(common, &event)
            && matches!(self, Self::Ready | Self::Message(_))
        {
            return Self::give_up(common, now, pin_wrong_card_gone(left));
        }
        if let Some(question) = self.asks(common, now, &event) {
            return Asking::over(common, now, self, question);
        }
        match self {
            Self::Ready => ready::ready(common, now, &event),
            Self::Late(state) => state.handle(common, now, &event),
            Self::Reading(state) => state.handle(common, now, event),
            Self::Compare(state) => state.handle(common, now, &event),
            Self::Message(state) => state.handle(common, now, &event),
            Self::PinEntry(state) => state.handle(common, now, &event),
            Self::LastTry(state) => state.handle(common, now, &event),
            Self::Signing(state) => state.handle(common, now, event),
            Self::Pad(state) => state.handle(common, now, event),
            Self::PadAsk(state) => state.handle(common, now, &event),
            Self::Offer(state) => state.handle(common, now, &event),
            Self::Saving(state) => state.handle(common, now, event),
            Self::Waiting(state) => state.handle(common, now, &event),
            Self::Pending(state) => state.handle(now, &event),
            Self::NotSaved(state) => state.handle(common, now, event),
            Self::Verdict(state) => state.handle(common, now, &event),
            Self::Asking(state) => state.handle(common, now, &event),
            Self::Keeping(state) => state.handle(common, now, &event),
            Self::Kept(state) => state.handle(common, now, &event),
            Self::WithoutCard(state) => state.handle(common, now, &event),
            Self::Login(state) => state.handle(common, now, &event),
            Self::Day(state) => state.handle(common, now, &event),
            Self::Menu(state) => state.handle(common, now, &event),
            Self::Settings(state) => state.handle(common, now, &event),
            Self::Look(state) => state.handle(common, now, &event),
            Self::Diagnosis(state) => state.handle(common, now, &event),
            Self::SelfTest(state) => state.handle(common, now, &event),
            Self::End(state) => state.handle(common, now, &event),
            Self::Staffing(state) => state.handle(common, now, &event),
        }
    }

    /// The answer to the check that [`State::awaits`] it.
    pub(crate) fn settled(self, common: &mut Common, now: Now, head: CheckHead, answer: &Settlement) -> Self {
        let subject = match self {
            Self::Saving(state) => state.kept(common),
            Self::NotSaved(state) => state.kept(common),
            Self::Waiting(waiting::Waiting { subject, .. })
            | Self::Pending(waiting::Pending { subject, .. }) => subject,
            Self::Asking(asking) => {
                let Some(answer) = asking.under.subject().map(|s| Answer::to(s, head, answer)) else {
                    return Self::Asking(asking);
                };
                return asking.hold(answer);
            }
            other => return other,
        };
        verdict::Shown::enter(common, now, Answer::to(&subject, head, answer))
    }

    /// What time alone does when the deadline has come.
    pub(crate) fn expire(self, common: &mut Common, now: Now) -> Self {
        match self {
            Self::Ready | Self::Late(_) => self,
            Self::Reading(_) | Self::Signing(_) | Self::Pad(_) => {
                Self::give_up(common, now, crate::failure::READER_SILENT)
            }
            Self::Compare(state) => state.expire(common, now),
            Self::PinEntry(_) | Self::LastTry(_) | Self::PadAsk(_) | Self::Offer(_) => {
                Self::give_up(common, now, ENTRY_ABANDONED)
            }
            Self::Saving(state) => state.expire(common, now),
            Self::Waiting(state) => state.expire(common, now),
            Self::Message(_) | Self::Pending(_) | Self::NotSaved(_) => Self::Ready,
            Self::Menu(_) | Self::Settings(_) | Self::WithoutCard(_) => Self::Ready,
            Self::Verdict(state) => state.close(common),
            Self::Asking(state) => state.back(common, now),
            Self::Keeping(state) => state.expire(common, now),
            Self::Kept(state) => state.close(common, now),
            Self::Login(state) => Self::Login(state.expire(common, now)),
            Self::Day(state) => state.expire(),
            Self::Look(state) => state.expire(common, now),
            Self::Diagnosis(state) => state.expire(common, now),
            Self::SelfTest(_) => {
                machine::SelfTest::leave(common);
                Self::Ready
            }
            Self::End(state) => state.expire(common, now),
            Self::Staffing(state) => state.expire(common, now),
        }
    }

    /// What a state owes when another one takes its place on somebody's wish.
    fn leave(self, common: &mut Common) {
        match self {
            Self::Verdict(state) => {
                state.close(common);
            }
            Self::SelfTest(_) => machine::SelfTest::leave(common),
            _ => {}
        }
    }

    /// Nobody is at the desk any more.
    pub(crate) fn lock(common: &mut Common, now: Now, deed: Deed) -> Self {
        if common.session.staff().is_some() {
            common.deed(deed);
        }
        common.session.log_out();
        common.take_ticket();
        common.card.fresh = false;
        Self::Login(login::Login::home(common, now))
    }

    /// The same when nobody touched the station for long, and from wherever that may be.
    pub(crate) fn lock_idle(self, common: &mut Common, now: Now) -> Self {
        self.leave(common);
        Self::lock(common, now, Deed::Locked)
    }

    /// The day begins: it must be chosen where the bus stands and what for.
    pub(crate) fn choose_day(common: &Common, now: Now) -> Self {
        day::Choosing::enter(common, now)
    }

    /// The card that lies there goes before what is shown.
    pub(crate) fn next_card(self, common: &mut Common, now: Now) -> Self {
        self.leave(common);
        Self::read(common, now)
    }

    /// A late verdict goes before what nobody uses.
    pub(crate) fn called(self, common: &mut Common, now: Now) -> Self {
        self.leave(common);
        Late::enter(common, now).map_or(Self::Ready, Self::Late)
    }

    /// Begins to read the card that lies there.
    pub(crate) fn read(common: &mut Common, now: Now) -> Self {
        common.card.fresh = false;
        common.calls.good_read();
        let (method, purpose) = (common.method, common.purpose);
        let read = common.new_read();
        common.tell(Effect::ReadCard { read, tries: method == Method::Pin });
        let (site, until) = (common.site(), now.mono + common.settings.card_time);
        Self::Reading(card::Reading { read, method, purpose, site, until })
    }

    /// Leaves the card alone and says why, for a while.
    pub(crate) fn give_up(common: &mut Common, now: Now, failure: Failure) -> Self {
        Self::message(common, now, Screen::CardProblem(failure))
    }

    pub(crate) fn message(common: &mut Common, now: Now, screen: Screen) -> Self {
        common.tell(Effect::ReleaseCard);
        common.buzz(Buzz::Attention);
        Self::Message(card::Message { screen, until: now.mono + common.settings.message_time })
    }

    /// Something that has nothing to do with a card did not work.
    fn not_done(common: &mut Common, now: Now, failure: Failure) -> Self {
        Self::Kept(Kept::not_done(common, now, failure, None))
    }

    /// Leaves the card alone and is ready again.
    pub(crate) fn cancel(common: &mut Common) -> Self {
        common.tell(Effect::ReleaseCard);
        Self::Ready
    }
}

/// What a card can do while it is being used, whatever is asked of it.
enum Disturbance {
    /// Another card (or the same again) lies there.
    Placed,
    /// It was taken, or the reader went away.
    Gone,
}

impl Disturbance {
    fn of(event: &Event) -> Option<Self> {
        match event {
            Event::CardPlaced => Some(Self::Placed),
            Event::CardRemoved => Some(Self::Gone),
            Event::Reader(state) if *state != ReaderState::Ready => Some(Self::Gone),
            _ => None,
        }
    }

    /// The card was needed and is not (the same) any more.
    fn interrupt(self, common: &mut Common, now: Now) -> State {
        match self {
            Self::Placed => State::read(common, now),
            Self::Gone => State::give_up(common, now, CARD_PULLED),
        }
    }
}

/// A wrong PIN that was typed on a reader which was left while it asked; gives the tries left. Nobody waits for it, but
/// it cost one.
fn spent_on_pad(common: &mut Common, event: &Event) -> Option<u8> {
    let (check, left) = match event {
        Event::PinWrong { check, left } => (check, *left),
        Event::PinLocked { check } => (check, 0),
        _ => return None,
    };
    common.left_on_pad.take_if(|of| of == check).map(|_| left)
}

fn pressed(event: &Event, key: Key) -> bool {
    matches!(event, Event::Key(pressed) if *pressed == key)
}

fn closes(event: &Event) -> bool {
    pressed(event, Key::Ok) || pressed(event, Key::Back)
}

/// Seconds until then, rounded up.
fn seconds_left(until: Duration, now: Now) -> u64 {
    let left = until.saturating_sub(now.mono);
    left.as_secs() + u64::from(left.subsec_nanos() > 0)
}

/// When those seconds change.
fn next_second(until: Duration, now: Now) -> Duration {
    until.saturating_sub(Duration::from_secs(seconds_left(until, now).saturating_sub(1)))
}
