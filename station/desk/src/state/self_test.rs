//! The self-test for the technician.

use crate::common::Common;
use crate::state::{CardUse, Concern, DeskState, Diagnosis, Ready, State};
use crate::{Effect, Event, Key, LampColour, Now, Screen, SelfTestScreen, SelfTestStep};
use model::Ticket;
use std::time::Duration;

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
    pub(crate) until: Duration,
}

impl SelfTest {
    pub(crate) fn enter(common: &mut Common, now: Now) -> State {
        Self::at(common, now, SelfTestStep::Panel)
    }

    fn at(common: &mut Common, now: Now, step: SelfTestStep) -> State {
        common.push_effect(Effect::SelfTest(step));
        let until = now.mono + common.settings.entry_time;
        Self { step, pressed: Vec::new(), scans: 0, until }.into()
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
                self.into()
            }
        }
    }

    fn next(self, common: &mut Common, now: Now) -> State {
        let after = STEPS.iter().skip_while(|step| **step != self.step).nth(1);
        match after {
            Some(step) => Self::at(common, now, *step),
            None => Self::end(common, now),
        }
    }

    fn end(common: &mut Common, now: Now) -> State {
        Self::done(common);
        Diagnosis::enter(common, now)
    }

    /// However it ends: the lamp means something again.
    pub(crate) fn done(common: &mut Common) {
        common.push_effect(Effect::SelfTest(SelfTestStep::Done));
        common.forget_lamp();
    }
}

impl DeskState for SelfTest {
    fn handle(mut self, common: &mut Common, now: Now, event: &Event) -> State {
        // Here a card is only seen, never read.
        common.card.fresh = false;
        let Event::Key(key) = event else { return self.into() };
        self.until = now.mono + common.settings.entry_time;
        match (self.step, key) {
            (SelfTestStep::Keys, key) => self.pressed(common, now, *key),
            (_, Key::Ok) => self.next(common, now),
            (_, Key::Back) => Self::end(common, now),
            (SelfTestStep::Buzzer, Key::Up | Key::Down) => {
                common.push_effect(Effect::SelfTest(SelfTestStep::Buzzer));
                self.into()
            }
            _ => self.into(),
        }
    }

    fn deadline(&self, _: &Common) -> Option<Duration> {
        Some(self.until)
    }

    fn expire(self, common: &mut Common, _: Now) -> State {
        Self::done(common);
        Ready.into()
    }

    fn leave(self, common: &mut Common) {
        Self::done(common);
    }

    fn screen(&self, common: &Common, _: Now) -> Screen {
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

    fn idle(&self) -> bool {
        true
    }

    fn card_use(&self) -> CardUse {
        CardUse::Ignored
    }

    fn concerns(&self) -> Concern<'_> {
        Concern::Nothing
    }

    fn scanned(mut self, _: &mut Common, _: Now, _: Ticket) -> State {
        self.scans += u32::from(self.step == SelfTestStep::Keys);
        self.into()
    }
}
