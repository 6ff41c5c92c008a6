//! What the desk wants done, started and never waited for.

use super::{Reception, checks::Capture};
use crate::run::{
    card::{BadgeJob, Job},
    convert, names,
};
use desk::{AskId, CardJob, Effect, Question, SelfTestStep};
use firmware::card::CardRequest;
use model::Prefs;
use std::sync::Arc;
use tokio::time::Instant;

impl Reception {
    pub(super) fn carry_out(&mut self, effect: Effect) {
        tracing::trace!(effect = names::effect(&effect), "desk");
        match effect {
            Effect::ReadCard { read, tries } => {
                let tag = self.requests.add(Job::Card(CardJob::Read(read)));
                self.card.request(CardRequest::Read { tag, tries });
            }
            Effect::Sign { check, pin, challenge } => self.sign(check, Some(&pin), challenge),
            Effect::SignByPad { check, challenge } => self.sign(check, None, challenge),
            Effect::ReleaseCard => self.card.request(CardRequest::Release),
            Effect::Capture { check, method, purpose, site, staff, certificate, ticket } => {
                self.capture(Capture { check, method, purpose, site, staff, certificate, ticket });
            }
            Effect::HandedOver(check) => self.handed_over(check),
            Effect::Late(check) => self.late(check),
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
            Effect::Ask { ask, question } => self.ask(ask, question),
            Effect::ChooseDay(day) => self.errands.choose_day(day),
            Effect::Attach { check, ticket } => self.errands.attach(check, ticket),
            Effect::Diagnose => self.errands.diagnose(self.card.reader(), self.devices.clone()),
            Effect::SelfTest(step) => self.self_test(step),
            Effect::ApplyPrefs(prefs) => self.apply(prefs),
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

    /// A question goes to the room that knows.
    fn ask(&mut self, ask: AskId, question: Question) {
        let errands = &self.errands;
        match question {
            Question::Passcode { staff, passcode } => errands.check_passcode(ask, staff, passcode),
            Question::Badge { purpose, staff } => {
                let tag = self.requests.add(Job::Badge(BadgeJob { ask, purpose, staff }));
                self.card.request(CardRequest::Badge { tag });
            }
            Question::AddStaff { passcode, role } => errands.add_staff(ask, role, passcode),
            Question::Fallback { check, ticket, kind } => errands.fallback(ask, check, ticket, kind),
            Question::List { offset, find } => errands.list(ask, offset, self.page, find),
            Question::Recall { check } => errands.recall(ask, check),
            Question::Numbers => errands.numbers(ask),
            Question::Challenge { .. } => errands.challenge(ask),
            Question::Day => errands.today(ask),
            Question::Prefs => errands.prefs(ask),
        }
    }

    /// Sets light, volume and language as staff want them.
    pub(super) fn apply(&mut self, prefs: Prefs) {
        self.rooms.panel.volume(convert::percent(prefs.volume));
        self.light.set(convert::percent(prefs.brightness));
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
        self.rooms.panel.say(Arc::default());
    }

    fn self_test(&mut self, step: SelfTestStep) {
        match step {
            SelfTestStep::Lamp(colour) => self.rooms.panel.test_lamp(convert::colour(colour)),
            SelfTestStep::Buzzer => self.rooms.panel.test_buzzer(),
            // The picture is new from edge to edge, the light is full because a key was just pressed, and keys and
            // reader only need somebody to try them.
            SelfTestStep::Panel | SelfTestStep::Keys | SelfTestStep::Reader | SelfTestStep::Done => {}
        }
    }
}
