//! The states of the desk, one file each: what a state does with an event, and every fact about it.
//!
//! A state takes an event and returns the next state. It never reads a clock and does nothing but push effects.
//! [`DeskState`] is the list of facts; the ones without a safe default must be written for every state.

mod adding_staff;
mod answer;
mod capture;
mod check_in_progress;
mod choosing_day;
mod compare;
mod desk_state;
mod diagnosis;
mod disturbance;
mod end_of_day;
mod fallback;
mod keys;
mod late;
mod list;
mod locked;
mod lookback;
mod menu;
mod message;
mod panel_settings;
mod pin;
mod reading;
mod ready;
mod self_test;
mod timing;
mod verdict;

use crate::common::Common;
use crate::failure::pin_wrong_card_gone;
use crate::{Event, Key, Lamp, Now, Screen};
use model::{AccessAction, CheckHead, Ticket};
use std::time::Duration;
use wire::{Method, Purpose, Settlement};

pub(crate) use adding_staff::AddingStaff;
pub(crate) use answer::{Answer, good, screen};
pub(crate) use capture::{NotSaved, Pending, Saving, Unsaved, Waiting};
pub(crate) use check_in_progress::CheckInProgress;
pub(crate) use choosing_day::ChoosingDay;
pub(crate) use compare::Compare;
pub(crate) use desk_state::{CardUse, Concern, DeskState};
pub(crate) use diagnosis::Diagnosis;
pub(crate) use disturbance::Disturbance;
pub(crate) use end_of_day::EndOfDay;
pub(crate) use fallback::{About, Ask, Asking, Recorded, Recording, WithoutCard};
pub(crate) use keys::{closes, pressed};
pub(crate) use late::Late;
pub(crate) use list::{List, Picked};
pub(crate) use locked::Locked;
pub(crate) use lookback::{CheckList, Opening, RecallFailed, RecalledCheck, Return};
pub(crate) use menu::Menu;
pub(crate) use message::Message;
pub(crate) use panel_settings::PanelSettings;
pub(crate) use pin::{Drawing, LastTry, Offer, Pad, PadAsk, PinEntry, Signing};
pub(crate) use reading::Reading;
pub(crate) use ready::Ready;
pub(crate) use self_test::SelfTest;
pub(crate) use verdict::ShownVerdict;

/// Makes the enum of all states, the conversion of each into it, and `dispatch!`, which does the same with whichever
/// state it is. A variant bears the name of its type.
macro_rules! states {
    ($($name:ident($boxed:ty)),+ $(,)?) => {
        /// The present state of the desk.
        #[derive(Debug)]
        pub(crate) enum State {
            $($name($boxed)),+
        }

        $(impl From<$boxed> for State {
            fn from(state: $boxed) -> Self {
                Self::$name(state)
            }
        })+

        macro_rules! dispatch {
            ($of:expr, $state:ident => $do:expr) => {
                match $of { $(State::$name($state) => $do),+ }
            };
        }

        impl State {
            /// Name of the state, for `Debug`.
            pub(crate) fn name(&self) -> &'static str {
                match self { $(Self::$name(_) => stringify!($name)),+ }
            }
        }
    };
}

states! {
    Ready(Ready),
    Late(Late),
    Reading(Reading),
    Compare(Compare),
    Message(Message),
    PinEntry(PinEntry),
    LastTry(LastTry),
    Drawing(Drawing),
    Signing(Signing),
    Offer(Offer),
    Pad(Pad),
    PadAsk(PadAsk),
    Saving(Saving),
    Waiting(Waiting),
    Pending(Pending),
    NotSaved(NotSaved),
    ShownVerdict(Box<ShownVerdict>),
    Asking(Asking),
    Recording(Recording),
    Recorded(Recorded),
    WithoutCard(WithoutCard),
    Locked(Locked),
    ChoosingDay(ChoosingDay),
    Menu(Menu),
    PanelSettings(PanelSettings),
    CheckList(CheckList),
    Opening(Opening),
    RecalledCheck(Box<RecalledCheck>),
    RecallFailed(RecallFailed),
    Diagnosis(Diagnosis),
    SelfTest(SelfTest),
    EndOfDay(EndOfDay),
    AddingStaff(AddingStaff),
}

/// The facts of the present state: see [`DeskState`].
impl State {
    pub(crate) fn settled(self, common: &mut Common, now: Now, head: CheckHead, answer: &Settlement) -> Self {
        dispatch!(self, state => state.settled(common, now, head, answer))
    }

    pub(crate) fn expire(self, common: &mut Common, now: Now) -> Self {
        dispatch!(self, state => state.expire(common, now))
    }

    pub(crate) fn leave(self, common: &mut Common) {
        dispatch!(self, state => state.leave(common));
    }

    pub(crate) fn scanned(self, common: &mut Common, now: Now, ticket: Ticket) -> Self {
        dispatch!(self, state => state.scanned(common, now, ticket))
    }

    pub(crate) fn deadline(&self, common: &Common) -> Option<Duration> {
        dispatch!(self, state => state.deadline(common))
    }

    pub(crate) fn wake(&self, common: &Common, now: Now) -> Option<Duration> {
        dispatch!(self, state => state.wake(common, now))
    }

    pub(crate) fn screen(&self, common: &Common, now: Now) -> Screen {
        dispatch!(self, state => state.screen(common, now))
    }

    pub(crate) fn lamp(&self, common: &Common) -> Lamp {
        dispatch!(self, state => state.lamp(common))
    }

    pub(crate) fn idle(&self) -> bool {
        dispatch!(self, state => state.idle())
    }

    pub(crate) fn takes_card(&self) -> bool {
        dispatch!(self, state => state.card_use()) == CardUse::NextCheck
    }

    pub(crate) fn concerns(&self) -> Concern<'_> {
        dispatch!(self, state => state.concerns())
    }

    pub(crate) fn kind(&self, common: &Common) -> Option<(Method, Purpose)> {
        dispatch!(self, state => state.kind(common))
    }

    pub(crate) fn ticket(&self, common: &Common) -> Option<String> {
        dispatch!(self, state => state.ticket(common))
    }

    pub(crate) fn offers(&self, common: &Common, now: Now) -> Option<About> {
        dispatch!(self, state => state.offers(common, now))
    }

    fn shown(&self, common: &Common, now: Now) -> Option<About> {
        dispatch!(self, state => state.shown(common, now))
    }

    fn own_key(&self, key: Key) -> bool {
        dispatch!(self, state => state.own_key(key))
    }

    pub(crate) fn gives_way(&self) -> bool {
        dispatch!(self, state => state.gives_way())
    }

    pub(crate) fn speaks(&self) -> bool {
        dispatch!(self, state => state.speaks())
    }

    fn reports_pad(&self) -> bool {
        dispatch!(self, state => state.reports_pad())
    }
}

impl State {
    /// Locked from the first moment where staff log in.
    pub(crate) fn first(common: &Common) -> Self {
        let locked = common.session.locked(&common.settings);
        if locked { Locked::NoRoster.into() } else { Ready.into() }
    }

    /// Takes an event that is neither a settlement nor a scan.
    pub(crate) fn handle(self, common: &mut Common, now: Now, event: &Event) -> Self {
        if let Some(left) = pin::spent_on_pad(common, event)
            && self.reports_pad()
        {
            return Message::give_up(common, now, pin_wrong_card_gone(left));
        }
        if let Some(question) = self.asks(common, now, event) {
            return Asking::over(common, now, self, question);
        }
        dispatch!(self, state => state.handle(common, now, event))
    }

    /// Locks after the idle time, from any idle state.
    pub(crate) fn lock_idle(self, common: &mut Common, now: Now) -> Self {
        self.leave(common);
        Locked::lock(common, now, AccessAction::Locked)
    }

    /// The card that lies there goes before what is shown.
    pub(crate) fn next_card(self, common: &mut Common, now: Now) -> Self {
        self.leave(common);
        Reading::begin(common, now)
    }

    /// A late verdict replaces a screen that is not in use.
    pub(crate) fn called(self, common: &mut Common, now: Now) -> Self {
        self.leave(common);
        Late::enter(common, now).map_or(Ready.into(), State::from)
    }

    /// Up and Down open a question where one is offered.
    fn asks(&self, common: &Common, now: Now, event: &Event) -> Option<(Ask, About)> {
        let (key, ask) = match event {
            Event::Key(key @ Key::Up) => (key, Ask::Papers),
            Event::Key(key @ Key::Down) => (key, Ask::Other),
            _ => return None,
        };
        if self.own_key(*key) {
            return None;
        }
        if let Some(about) = self.offers(common, now) {
            return Some((ask, about));
        }
        let more = ask == Ask::Other && self.details(common, now).is_some();
        self.shown(common, now).filter(|_| more).map(|about| (Ask::Details, about))
    }

    /// The screen of a person of whom more was answered than it shows.
    fn details(&self, common: &Common, now: Now) -> Option<Box<Screen>> {
        let shown = common.settings.details.then(|| self.screen(common, now));
        shown.filter(Screen::shows_person).map(Box::new)
    }
}
