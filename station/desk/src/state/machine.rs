//! The technician's screens: the diagnosis, which keeps looking while it is shown, and the self-test.

use super::{State, menu};
use crate::common::Common;
use crate::{
    DiagnosisRow, Effect, Event, Key, LampColour, MenuItem, Now, Screen, SelfTestScreen, SelfTestStep,
};
use std::time::Duration;

/// The diagnosis looks again this often, so that an antenna can be turned while one watches.
const REFRESH: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(crate) struct Diagnosis {
    rows: Vec<DiagnosisRow>,
    offset: usize,
    refresh_at: Duration,
    until: Duration,
}

impl Diagnosis {
    pub(super) fn enter(common: &mut Common, now: Now) -> State {
        common.tell(Effect::Diagnose);
        let (refresh_at, until) = (now.mono + REFRESH, now.mono + common.settings.entry_time);
        State::Diagnosis(Self { rows: Vec::new(), offset: 0, refresh_at, until })
    }

    pub(super) fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        let page = common.page();
        match event {
            Event::Diagnosis(rows) => {
                self.rows.clone_from(rows);
                if self.offset >= self.rows.len() {
                    self.offset = 0;
                }
            }
            Event::Key(key) => {
                self.until = now.mono + common.settings.entry_time;
                match key {
                    Key::Up => self.offset = self.offset.saturating_sub(page),
                    Key::Down if self.offset + page < self.rows.len() => self.offset += page,
                    Key::Ok => return SelfTest::enter(common, now),
                    Key::Back => return menu::Menu::enter(common, now, MenuItem::Diagnosis),
                    Key::Down | Key::Digit(_) => {}
                }
            }
            _ => {}
        }
        State::Diagnosis(self)
    }

    pub(super) fn deadline(&self) -> Duration {
        self.refresh_at.min(self.until)
    }

    pub(super) fn expire(mut self, common: &mut Common, now: Now) -> State {
        if self.until <= now.mono {
            return State::Ready;
        }
        common.tell(Effect::Diagnose);
        self.refresh_at = now.mono + REFRESH;
        State::Diagnosis(self)
    }

    pub(super) fn screen(&self, common: &Common) -> Screen {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Screen::Diagnosis {
            rows: self.rows.iter().skip(self.offset).take(common.page()).cloned().collect(),
            offset: count(self.offset),
            total: count(self.rows.len()),
        }
    }
}

/// Its pages, in their order.
const STEPS: [SelfTestStep; 7] = [
    SelfTestStep::Panel,
    SelfTestStep::Keys,
    SelfTestStep::Lamp(LampColour::Red),
    SelfTestStep::Lamp(LampColour::Amber),
    SelfTestStep::Lamp(LampColour::Green),
    SelfTestStep::Buzzer,
    SelfTestStep::Reader,
];

#[derive(Debug)]
pub(crate) struct SelfTest {
    step: SelfTestStep,
    pressed: Vec<Key>,
    scans: u32,
    pub(super) until: Duration,
}

impl SelfTest {
    fn enter(common: &mut Common, now: Now) -> State {
        Self::at(common, now, SelfTestStep::Panel)
    }

    fn at(common: &mut Common, now: Now, step: SelfTestStep) -> State {
        common.tell(Effect::SelfTest(step));
        let until = now.mono + common.settings.entry_time;
        State::SelfTest(Self { step, pressed: Vec::new(), scans: 0, until })
    }

    pub(super) fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        // Here a card is only seen, never read.
        common.card.fresh = false;
        let Event::Key(key) = event else { return State::SelfTest(self) };
        self.until = now.mono + common.settings.entry_time;
        match (self.step, key) {
            (SelfTestStep::Keys, key) => self.pressed(common, now, *key),
            (_, Key::Ok) => self.next(common, now),
            (_, Key::Back) => Self::end(common, now),
            (SelfTestStep::Buzzer, Key::Up | Key::Down) => {
                common.tell(Effect::SelfTest(SelfTestStep::Buzzer));
                State::SelfTest(self)
            }
            _ => State::SelfTest(self),
        }
    }

    /// Every key is tried here, so it takes the same one twice to go on or to leave.
    fn pressed(mut self, common: &mut Common, now: Now, key: Key) -> State {
        let twice = self.pressed.last() == Some(&key);
        match key {
            Key::Ok if twice => self.next(common, now),
            Key::Back if twice => Self::end(common, now),
            key => {
                if self.pressed.len() == SelfTestScreen::KEYS_SHOWN {
                    self.pressed.remove(0);
                }
                self.pressed.push(key);
                State::SelfTest(self)
            }
        }
    }

    pub(super) fn scanned(mut self) -> State {
        self.scans += u32::from(self.step == SelfTestStep::Keys);
        State::SelfTest(self)
    }

    fn next(self, common: &mut Common, now: Now) -> State {
        let after = STEPS.iter().skip_while(|step| **step != self.step).nth(1);
        match after {
            Some(step) => Self::at(common, now, *step),
            None => Self::end(common, now),
        }
    }

    fn end(common: &mut Common, now: Now) -> State {
        Self::leave(common);
        Diagnosis::enter(common, now)
    }

    /// However it ends: the lamp means something again.
    pub(super) fn leave(common: &mut Common) {
        common.tell(Effect::SelfTest(SelfTestStep::Done));
        common.forget_lamp();
    }

    pub(super) fn screen(&self, common: &Common) -> Screen {
        Screen::SelfTest(match self.step {
            SelfTestStep::Panel | SelfTestStep::Done => SelfTestScreen::Panel,
            SelfTestStep::Keys => SelfTestScreen::Keys { pressed: self.pressed.clone(), scans: self.scans },
            SelfTestStep::Lamp(colour) => SelfTestScreen::Lamp(colour),
            SelfTestStep::Buzzer => SelfTestScreen::Buzzer,
            SelfTestStep::Reader => {
                SelfTestScreen::Reader { state: common.conditions.reader, card: common.card.present }
            }
        })
    }
}
