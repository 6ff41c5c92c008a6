//! The desk's loop: events in, effects out, the newest view on the panel.

use super::{
    card::{CardDesk, Heard},
    conditions::{self, Conditions},
    input::{Inbox, Input, tell},
    names,
    rooms::Handles,
    seen::{self, PATIENCE},
    signing::{self, Drawn, Signing, Wanted},
};
use desk::{
    CardJob, CheckHead, Contracts, Desk, Effect, Event, Failure, Key, LateKind, LateNotice, Now, Pin,
    SaveFailure, View,
};
use firmware::{
    card::{CardRequest, CardRoom},
    panel::{self, Keys},
};
use journal::{CaptureError, Draft};
use std::time::Duration;
use tokio::{
    sync::mpsc::UnboundedReceiver,
    time::{Instant, MissedTickBehavior, interval, sleep_until},
};
use wire::{Bytes, CheckId, EventKind, Evidence, Method, Purpose, StaffRef};

/// The loop and what it owns.
pub struct Reception {
    desk: Desk,
    rooms: Handles,
    card: CardRoom,
    jobs: CardDesk,
    signing: Option<Signing>,
    wanted: Wanted,
    keys: Keys,
    inbox: Inbox,
    inputs: UnboundedReceiver<Input>,
    conditions: Conditions,
    shown: Option<View>,
    wake: Option<Instant>,
}

impl Reception {
    /// A reception with these rooms.
    pub fn new(
        desk: Desk,
        rooms: Handles,
        card: CardRoom,
        keys: Keys,
        inbox: Inbox,
        inputs: UnboundedReceiver<Input>,
    ) -> Self {
        let (conditions, wanted) = (Conditions::unknown(), Wanted::default());
        let (jobs, signing, shown, wake) = (CardDesk::default(), None, None, None);
        Self { desk, rooms, card, jobs, signing, wanted, keys, inbox, inputs, conditions, shown, wake }
    }

    /// Turns until the process ends.
    pub async fn turn(mut self) {
        self.recall_late().await;
        self.show();
        let mut tick = interval(Duration::from_secs(1));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut keys_open = true;
        loop {
            tokio::select! {
                biased;
                key = self.keys.next(), if keys_open => match key {
                    Some(panel::Input::Key(key)) => self.happen(Event::Key(key_of(key))),
                    Some(panel::Input::Scan(_) | panel::Input::Device { .. }) => {}
                    None => keys_open = false,
                },
                Some(input) = self.inputs.recv() => self.take(input),
                () = sleep_until(self.wake.unwrap_or_else(Instant::now)), if self.wake.is_some() => {
                    self.wake = None;
                    self.happen(Event::Wake);
                }
                _ = tick.tick() => self.tick(),
            }
        }
    }

    fn now(&self) -> Now {
        let clock = &self.rooms.clock;
        Now { mono: clock.mono(), wall: clock.wall(), synchronised: clock.synchronised() }
    }

    fn take(&mut self, input: Input) {
        match input {
            Input::Desk(event) => self.happen(*event),
            Input::Pulse(answer) => {
                // Who asked may have lost patience.
                let _ = answer.send(self.card.is_running());
            }
            Input::Challenge(drawn) => self.sign(drawn),
            Input::Card(event) => match self.jobs.hear(event) {
                Heard::Tell(event) => self.happen(event),
                Heard::Signature(check, signature) => {
                    if self.signing.as_mut().is_some_and(|s| s.signed(check, signature)) {
                        self.happen(Event::Signed { check });
                    }
                }
                Heard::Nothing => {}
            },
        }
    }

    fn happen(&mut self, event: Event) {
        tracing::trace!(event = names::event(&event), "desk");
        if matches!(event, Event::Saved { .. } | Event::Settled { .. } | Event::Line(_) | Event::Reader(_)) {
            self.conditions.changed();
        }
        let office = self.conditions.note(&event, self.rooms.clock.mono()).into_iter();
        for kind in office.chain(byte_limit(&event, self.rooms.bytes_limit)) {
            self.push(kind);
        }
        let now = self.now();
        self.wanted.heard(&event);
        let effects = self.desk.handle(now, event);
        // Before anything is captured: its answer must find the desk waiting, however slow the journal is.
        self.rooms.at_desk.set(self.desk.awaits());
        for effect in effects {
            self.carry_out(effect);
        }
        self.show();
    }

    fn tick(&mut self) {
        let mono = self.rooms.clock.mono();
        for kind in self.conditions.held(mono) {
            self.push(kind);
        }
        if let Some(turn) = self.conditions.refresh_due(mono) {
            conditions::refresh(&self.rooms, &self.conditions, &self.inbox, turn);
        }
        self.show();
    }

    /// Draws only when something on the panel changed.
    fn show(&mut self) {
        let view = self.desk.view(self.now());
        if self.shown.as_ref() != Some(&view) {
            self.rooms.panel.show(view.clone());
            self.shown = Some(view);
        }
    }

    fn carry_out(&mut self, effect: Effect) {
        self.wanted.told(&effect);
        tracing::trace!(effect = names::effect(&effect), "desk");
        match effect {
            Effect::ReadCard { read, tries } => {
                self.jobs.reads(read);
                self.card.request(CardRequest::Read { tries });
            }
            Effect::Sign { check, pin } => self.draw(check, pin),
            Effect::ReleaseCard => self.card.request(CardRequest::Release),
            Effect::Capture { check, method, purpose, staff, certificate, ticket: _ } => {
                self.capture(check, method, purpose, staff, certificate);
            }
            Effect::HandedOver(check) => self.handed_over(check),
            Effect::Acknowledge(check) => self.acknowledge(check),
            Effect::Lamp(lamp) => self.rooms.panel.lamp(lamp),
            Effect::Buzz(buzz) => self.rooms.panel.buzz(buzz),
            // Not wired yet.
            Effect::CheckPasscode { .. }
            | Effect::ReadBadge { .. }
            | Effect::AddStaff { .. }
            | Effect::ChooseDay(_)
            | Effect::Attach { .. }
            | Effect::Fallback { .. }
            | Effect::List { .. }
            | Effect::Recall { .. }
            | Effect::Numbers
            | Effect::Diagnose
            | Effect::SelfTest(_)
            | Effect::Prefs(_)
            | Effect::Speak
            | Effect::StopSpeaking
            | Effect::PowerOff
            | Effect::Note(_) => {}
            Effect::WakeAt(mono) => self.wake = self.rooms.clock.instant(mono).map(Instant::from_std),
        }
    }

    fn draw(&mut self, check: CheckId, pin: Pin) {
        match self.signing.take().and_then(|s| s.unused_challenge(check)) {
            Some(challenge) => self.sign(Drawn { check, pin, challenge: Some(challenge) }),
            None => {
                let (journal, inbox) = (self.rooms.journal.clone(), self.inbox.clone());
                signing::draw(journal, inbox, check, pin, self.rooms.clock.wall());
            }
        }
    }

    fn sign(&mut self, drawn: Drawn) {
        let Drawn { check, pin, challenge } = match self.wanted.admit(drawn) {
            Ok(drawn) => drawn,
            Err(check) => {
                tracing::warn!(code = CARD_GONE.code.as_ref(), %check, "a challenge came too late: no PIN was sent");
                // Ends the waiting of a desk whose card was taken meanwhile; a desk that went on does not mind.
                let job = CardJob::Sign(check);
                return self.happen(Event::CardFailed { job, failure: CARD_GONE });
            }
        };
        let Some(challenge) = challenge else { return self.happen(Event::NoChallenge { check }) };
        let mut digits = *pin.as_bytes();
        // Four digits by the desk's own type: the card room's type cannot refuse them.
        let Ok(pin) = firmware::card::Pin::take(&mut digits) else { return };
        let signing =
            Signing::begin(check, challenge, self.rooms.clock.wall(), self.rooms.clock.synchronised());
        let digest = signing.digest(&self.rooms.station);
        self.signing = Some(signing);
        self.jobs.signs(check);
        self.card.request(CardRequest::Sign { pin, digest });
    }

    fn capture(
        &mut self,
        check: CheckId,
        method: Method,
        purpose: Purpose,
        staff: StaffRef,
        certificate: Bytes,
    ) {
        let Some(draft) = self.draft(check, method, purpose, staff, certificate) else {
            return self.happen(Event::NotSaved { check, why: SaveFailure::Failed(NO_EVIDENCE) });
        };
        let (rooms, inbox) = (self.rooms.clone(), self.inbox.clone());
        tokio::spawn(async move {
            match rooms.journal.capture(draft).await {
                Ok(saved) => {
                    tracing::info!(%check, reception = %saved.reception, order = saved.order, "captured");
                    tell(&inbox, Event::Saved { check, reception: saved.reception });
                    rooms.uplink.live(check);
                }
                Err(error) => {
                    tracing::error!(code = error.code(), %error, "a check was not saved");
                    note_full(&rooms, &error);
                    tell(&inbox, Event::NotSaved { check, why: not_saved(&error) });
                }
            }
        });
    }

    fn draft(
        &mut self,
        id: CheckId,
        method: Method,
        purpose: Purpose,
        staff: StaffRef,
        certificate: Bytes,
    ) -> Option<Draft> {
        let station = self.rooms.station.clone();
        let (at, clock_synchronised, evidence) = match method {
            Method::Pin => {
                let signing = self.signing.take()?;
                (signing.at, signing.synchronised, signing.evidence(id, certificate)?)
            }
            Method::Visual => {
                let at = self.rooms.clock.wall();
                let statement =
                    wire::visual_statement(certificate.as_slice(), id, &station, purpose, &staff, at);
                let statement_signature = self.rooms.key.sign(&statement)?;
                (at, self.rooms.clock.synchronised(), Evidence::Visual { certificate, statement_signature })
            }
        };
        let institution = self.rooms.institution.clone();
        Some(Draft {
            id,
            station,
            institution,
            purpose,
            staff,
            at,
            clock_synchronised,
            evidence,
            ticket: None,
            site: None,
        })
    }

    fn handed_over(&self, check: CheckId) {
        let (rooms, staff) = (self.rooms.clone(), self.rooms.staff.clone());
        tokio::spawn(async move {
            if let Err(error) = seen::handed_over(&rooms.journal, check, staff, PATIENCE).await {
                tracing::warn!(code = error.code(), %error, %check, "handing over");
            }
        });
    }

    fn acknowledge(&mut self, check: CheckId) {
        self.conditions.changed();
        let (rooms, staff) = (self.rooms.clone(), self.rooms.staff.clone());
        tokio::spawn(async move {
            match seen::acknowledged(&rooms.journal, check, staff, PATIENCE).await {
                Ok(()) => tracing::info!(%check, "late verdict acknowledged"),
                Err(error) => tracing::warn!(code = error.code(), %error, %check, "acknowledging"),
            }
            if let Some(report) = &rooms.report {
                report.wake();
            }
        });
    }

    fn push(&self, kind: EventKind) {
        let rooms = self.rooms.clone();
        tokio::spawn(async move {
            if let Err(error) = rooms.journal.push_event(kind).await {
                tracing::warn!(code = error.code(), %error, "an event for the office was not kept");
            }
            if let Some(report) = &rooms.report {
                report.wake();
            }
        });
    }

    /// Late bad verdicts of earlier starts call again.
    async fn recall_late(&mut self) {
        let late = match self.rooms.journal.unacknowledged().await {
            Ok(late) => late,
            Err(error) => {
                tracing::error!(code = error.code(), %error, "late verdicts cannot be read");
                return;
            }
        };
        let contracts = self.rooms.contracts.clone();
        let notices = late.iter().map(|late| notice(late, &contracts)).collect();
        self.happen(Event::Late(notices));
    }
}

/// A verdict that is valid and calls all the same can only be one whose insurer is not under contract.
fn notice(late: &journal::Late, contracts: &Contracts) -> LateNotice {
    let head = CheckHead {
        id: late.id,
        reception: late.reception,
        purpose: late.purpose,
        captured_at: late.captured_at,
        clock_synchronised: late.clock_synchronised,
    };
    LateNotice::of(&head, &late.settlement, contracts).unwrap_or(LateNotice {
        check: late.id,
        reception: late.reception,
        captured_at: late.captured_at,
        clock_synchronised: late.clock_synchronised,
        kind: LateKind::NotCovered,
    })
}

const CARD_GONE: Failure = Failure::fixed(
    "S211",
    "署名の前にカードが離れました。もう一度カードを置いてください。",
    "the card was taken before the PIN was sent to it; no try was spent",
);

const NO_EVIDENCE: Failure = Failure::fixed(
    "S210",
    "端末が署名できません。技術担当に連絡してください。",
    "the evidence could not be made: no signature for this check",
);

fn byte_limit(event: &Event, limit: Option<u64>) -> Option<EventKind> {
    match (event, limit) {
        (Event::BytesLimit(true), Some(limit)) => Some(EventKind::BytesLimit { limit }),
        _ => None,
    }
}

fn note_full(rooms: &Handles, error: &CaptureError) {
    let CaptureError::Full { .. } = error else { return };
    // The journal has put the event into the outbox itself, once for as long as it stays full.
    if let Some(report) = &rooms.report {
        report.wake();
    }
}

fn not_saved(error: &CaptureError) -> SaveFailure {
    let failure = Failure {
        code: error.code().into(),
        staff: error.staff().into(),
        technician: error.to_string().into(),
    };
    match error {
        CaptureError::Full { .. } | CaptureError::DiskFull => SaveFailure::Full(failure),
        CaptureError::Conflict | CaptureError::Failed(_) => SaveFailure::Failed(failure),
    }
}

fn key_of(key: panel::Key) -> Key {
    match key {
        panel::Key::Digit(digit) => Key::Digit(digit),
        panel::Key::Ok => Key::Ok,
        panel::Key::Back => Key::Back,
        panel::Key::Up => Key::Up,
        panel::Key::Down => Key::Down,
    }
}
