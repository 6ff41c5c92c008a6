//! The desk's effects, started and never waited for.

use super::{EventLoop, checks::Capture};
use crate::{
    convert,
    run::{
        card::{BadgeJob, Job},
        names,
    },
};
use desk::{AskId, CardJob, Effect, Question, SelfTestStep};
use firmware::card::CardRequest;
use model::Prefs;
use std::sync::Arc;
use tokio::time::Instant;

impl EventLoop {
    pub(super) fn carry_out(&mut self, effect: Effect) {
        tracing::trace!(effect = names::effect(&effect), "desk");
        let parts = &mut self.parts;
        match effect {
            Effect::ReadCard { read, tries } => {
                let tag = self.open.add(Job::Card(CardJob::Read(read)));
                parts.card.request(CardRequest::Read { tag, tries });
            }
            Effect::Sign { check, pin, challenge } => {
                let tag = self.open.add(Job::Card(CardJob::Sign(check)));
                parts.checks.sign(&parts.card, tag, check, Some(&pin), challenge);
            }
            Effect::SignByPad { check, challenge } => {
                let tag = self.open.add(Job::Card(CardJob::Sign(check)));
                parts.checks.sign(&parts.card, tag, check, None, challenge);
            }
            Effect::ReleaseCard => parts.card.request(CardRequest::Release),
            Effect::Capture { check, method, purpose, site, staff, certificate, ticket } => {
                let capture = Capture { check, method, purpose, site, staff, certificate, ticket };
                if let Some(refused) = parts.checks.capture(capture) {
                    self.handle(refused);
                }
            }
            Effect::HandedOver(check) => parts.verdicts.handed_over(check),
            Effect::Late(check) => {
                self.schedule.make_due();
                parts.verdicts.late(check);
            }
            Effect::Acknowledge(check) => {
                self.schedule.make_due();
                parts.verdicts.acknowledge(check, parts.requests.actor());
            }
            Effect::Lamp(lamp) => parts.panel.lamp(lamp),
            Effect::Buzz(buzz) => parts.panel.buzz(buzz),
            Effect::WakeAt(mono) => self.wake = parts.clock.instant(mono).map(Instant::from_std),
            other => self.carry_out_beside_checks(other),
        }
    }

    fn carry_out_beside_checks(&mut self, effect: Effect) {
        let requests = &mut self.parts.requests;
        match effect {
            Effect::Ask { ask, question } => self.ask(ask, question),
            Effect::ChooseDay(day) => requests.choose_day(day),
            Effect::Attach { check, ticket } => requests.attach(check, ticket),
            Effect::Diagnose => requests.diagnose(self.parts.card.reader(), self.devices.clone()),
            Effect::SelfTest(step) => self.self_test(step),
            Effect::ApplyPrefs(prefs) => self.apply(prefs),
            Effect::Prefs(prefs) => {
                requests.keep_prefs(prefs);
                self.apply(prefs);
            }
            Effect::Speak => self.speak(),
            Effect::StopSpeaking => self.stop_speaking(),
            Effect::PowerOff => self.parts.power_off.notify_one(),
            Effect::Note(note) => requests.note(note),
            _ => {}
        }
    }

    /// Passes a question to the component that knows the answer.
    fn ask(&mut self, ask: AskId, question: Question) {
        let requests = &self.parts.requests;
        match question {
            Question::Passcode { staff, passcode } => requests.check_passcode(ask, staff, passcode),
            Question::Badge { purpose, staff } => {
                let tag = self.open.add(Job::Badge(BadgeJob { ask, purpose, staff }));
                self.parts.card.request(CardRequest::Badge { tag });
            }
            Question::AddStaff { passcode, role } => requests.add_staff(ask, role, passcode),
            Question::Fallback { check, ticket, kind } => requests.fallback(ask, check, ticket, kind),
            Question::List { offset, find } => requests.list(ask, offset, self.parts.page, find),
            Question::Recall { check } => requests.recall(ask, check),
            Question::Numbers => requests.numbers(ask),
            Question::Challenge { .. } => requests.challenge(ask),
            Question::Day => requests.today(ask),
            Question::Prefs => requests.prefs(ask),
        }
    }

    /// Sets light and volume to the preferences of staff.
    fn apply(&mut self, prefs: Prefs) {
        self.parts.panel.volume(convert::percent(prefs.volume));
        self.light.set(convert::percent(prefs.brightness));
        self.shine();
    }

    fn speak(&mut self) {
        let view = self.parts.desk.view(self.now());
        if let Some(voice) = &mut self.parts.voice {
            voice.speak(&view);
        }
    }

    fn stop_speaking(&mut self) {
        if let Some(voice) = &mut self.parts.voice {
            voice.stop();
        }
        self.parts.panel.say(Arc::default());
    }

    fn self_test(&mut self, step: SelfTestStep) {
        match step {
            SelfTestStep::Lamp(colour) => self.parts.panel.test_lamp(convert::colour(colour)),
            SelfTestStep::Buzzer => self.parts.panel.test_buzzer(),
            // The picture is new from edge to edge, the light is full because a key was just pressed, and keys and
            // reader are tried by the technician.
            SelfTestStep::Panel | SelfTestStep::Keys | SelfTestStep::Reader | SelfTestStep::Done => {}
        }
    }
}
