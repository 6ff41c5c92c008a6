//! What the desk wants done, started and never waited for.

use super::{Reception, checks::Capture, words};
use crate::run::{names, signing::By};
use desk::{Effect, Prefs, SelfTestStep};
use firmware::card::CardRequest;
use tokio::time::Instant;

impl Reception {
    pub(super) fn carry_out(&mut self, effect: Effect) {
        self.wanted.told(&effect);
        tracing::trace!(effect = names::effect(&effect), "desk");
        match effect {
            Effect::ReadCard { read, tries } => {
                self.jobs.reads(read);
                self.card.request(CardRequest::Read { tries });
            }
            Effect::Sign { check, pin } => self.draw(check, By::Station(pin)),
            Effect::SignByPad { check } => self.draw(check, By::Reader),
            Effect::ReleaseCard => self.card.request(CardRequest::Release),
            Effect::Capture { check, method, purpose, staff, certificate, ticket } => {
                self.capture(Capture { check, method, purpose, staff, certificate, ticket });
            }
            Effect::HandedOver(check) => self.handed_over(check),
            Effect::Acknowledge(check) => self.acknowledge(check),
            Effect::Lamp(lamp) => self.rooms.panel.lamp(lamp),
            Effect::Buzz(buzz) => self.rooms.panel.buzz(buzz),
            Effect::WakeAt(mono) => self.wake = self.rooms.clock.instant(mono).map(Instant::from_std),
            errand => self.run(errand),
        }
    }

    /// What is not part of a check.
    fn run(&mut self, effect: Effect) {
        match effect {
            Effect::CheckPasscode { staff, passcode } => self.errands.check_passcode(staff, &passcode),
            Effect::ReadBadge { purpose, staff } => {
                self.jobs.badge(purpose, staff);
                self.card.request(CardRequest::Badge);
            }
            Effect::AddStaff { passcode, role } => self.errands.add_staff(role, &passcode),
            Effect::ChooseDay(day) => self.errands.choose_day(day),
            Effect::Attach { check, ticket } => self.errands.attach(check, &ticket),
            Effect::Fallback { check, ticket, kind } => self.errands.fallback(check, ticket.as_ref(), kind),
            Effect::List { offset, find } => self.errands.list(offset, self.page, find),
            Effect::Recall { check } => self.errands.recall(check),
            Effect::Numbers => self.errands.numbers(),
            Effect::Diagnose => self.errands.diagnose(self.card.reader(), self.devices.clone()),
            Effect::SelfTest(step) => self.self_test(step),
            Effect::Prefs(prefs) => {
                self.apply(prefs);
                self.errands.keep_prefs(prefs);
            }
            Effect::Speak => self.speak(),
            Effect::StopSpeaking => self.hush(),
            Effect::PowerOff => self.rooms.power_off.notify_one(),
            Effect::Note(access) => self.errands.note(access),
            _ => {}
        }
    }

    /// Sets light, volume and language as staff want them.
    pub(super) fn apply(&mut self, prefs: Prefs) {
        self.rooms.panel.volume(words::percent(prefs.volume));
        self.light.set(words::percent(prefs.brightness));
        self.shine();
    }

    fn speak(&mut self) {
        let view = self.desk.view(self.now());
        if let Some(voice) = &mut self.voice {
            voice.speak(&view);
        }
    }

    fn hush(&mut self) {
        if let Some(voice) = &mut self.voice {
            voice.stop();
        }
        self.rooms.panel.say([].into());
    }

    fn self_test(&mut self, step: SelfTestStep) {
        match step {
            SelfTestStep::Lamp(colour) => self.rooms.panel.test_lamp(words::lamp(colour)),
            SelfTestStep::Buzzer => self.rooms.panel.test_buzzer(),
            // The picture is new from edge to edge, the light is full because a key was just pressed, and keys and
            // reader only need somebody to try them.
            SelfTestStep::Panel | SelfTestStep::Keys | SelfTestStep::Reader | SelfTestStep::Done => {}
        }
    }
}
