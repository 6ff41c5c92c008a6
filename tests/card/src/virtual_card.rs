//! One card: its chip, the faults that are set, and what is counted. Shared between the test that holds it and the
//! slot it lies on.

use crate::CardError;
use crate::apdu::{Command, Status};
use crate::badge::{Badge, Number};
use crate::chip::Chip;
use crate::faults::{Faults, Stats, flip_in_last_quarter};
use crate::files::{Content, File};
use crate::layout;
use personas::Persona;
use personas::jpki::Pki;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Reaction of a card to a command.
#[derive(Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It answers.
    Answer(Vec<u8>),
    /// It never answers.
    Silence,
    /// It is pulled in the middle of the command.
    Pulled,
}

impl std::fmt::Debug for Outcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Answer(bytes) => write!(f, "Answer({} bytes)", bytes.len()),
            Self::Silence => f.write_str("Silence"),
            Self::Pulled => f.write_str("Pulled"),
        }
    }
}

/// A virtual card: a persona's, or a badge. Clones are the same card.
#[derive(Clone)]
pub struct VirtualCard {
    holder: Holder,
    inner: Arc<Inner>,
}

/// The owner of a card.
#[derive(Clone, Copy)]
enum Holder {
    Persona(&'static Persona),
    Badge(&'static Badge),
}

struct Inner {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    chip: Chip,
    faults: Faults,
    stats: Stats,
    /// The certificate as it was issued, to undo a fault.
    certificate: Option<Vec<u8>>,
    /// Identifier of the card on the air, and since this power-up.
    number: Number,
    drawn: Option<Vec<u8>>,
    /// APDUs since the insertion.
    count: u64,
    /// No APDU since the power-up.
    fresh: bool,
    powered: bool,
}

impl VirtualCard {
    /// The persona's card as it is delivered.
    pub fn new(persona: &'static Persona, pki: &Pki) -> Result<Self, CardError> {
        let chip = Chip::new(layout::applications(persona, pki)?);
        let certificate = pki.authentication(&persona.key).map(|pair| pair.certificate.clone());
        // Type B cards have a new number each time (assumed of the others, phones and an old card).
        Ok(Self::of(Holder::Persona(persona), chip, certificate, Number::Changing))
    }

    /// A badge as it is bought.
    pub fn badge(badge: &'static Badge) -> Self {
        Self::of(Holder::Badge(badge), Chip::new(Vec::new()), None, badge.number)
    }

    fn of(holder: Holder, chip: Chip, certificate: Option<Vec<u8>>, number: Number) -> Self {
        let state = State {
            chip,
            faults: Faults::default(),
            stats: Stats::default(),
            certificate,
            number,
            drawn: number.drawn(),
            count: 0,
            fresh: true,
            powered: false,
        };
        Self { holder, inner: Arc::new(Inner { state: Mutex::new(state), changed: Condvar::new() }) }
    }

    /// The key of its persona, or of the badge.
    pub fn key(&self) -> &'static str {
        match self.holder {
            Holder::Persona(persona) => &persona.key,
            Holder::Badge(badge) => badge.key,
        }
    }

    /// Key of the persona; none for a badge.
    pub fn persona(&self) -> Option<&'static Persona> {
        match self.holder {
            Holder::Persona(persona) => Some(persona),
            Holder::Badge(_) => None,
        }
    }

    /// Sets the faults; those not named end.
    pub fn set_faults(&self, faults: Faults) {
        let state = &mut *self.state();
        let sound = state.certificate.clone();
        let shown = match (faults.certificate, sound) {
            (Some(bad), Some(sound)) => Some(bad.apply(&sound)),
            (_, sound) => sound,
        };
        state.chip.blocked = if faults.blocked_6983 { Status::BLOCKED_ISO } else { Status::BLOCKED };
        state.faults = faults;
        let mut files = state.chip.applications.iter_mut().flat_map(|a| &mut a.files);
        if let (Some(shown), Some(file)) = (shown, files.find(|f| f.id == layout::AUTH_CERTIFICATE))
            && let Content::Data { bytes, .. } = &mut file.content
        {
            *bytes = shown;
        }
    }

    /// The faults that are set.
    pub fn faults(&self) -> Faults {
        self.state().faults.clone()
    }

    /// The counts.
    pub fn stats(&self) -> Stats {
        self.state().stats
    }

    /// Counts from zero again.
    pub fn reset_stats(&self) {
        self.state().stats = Stats::default();
    }

    /// Tries left of the user-authentication PIN; `None` when the card has none.
    pub fn tries_left(&self) -> Option<u8> {
        let state = self.state();
        let is_auth = |file: &&File| file.id == 0x0018;
        let file = state.chip.applications.first()?.files.iter().find(is_auth)?;
        if let Content::Pin(pin) = &file.content { Some(pin.tries()) } else { None }
    }

    /// True if a reader powers it.
    pub fn is_powered(&self) -> bool {
        self.state().powered
    }

    /// Waits until a reader has powered the card up (`true`) or down; true if it happened in time.
    pub fn wait_powered(&self, powered: bool, within: Duration) -> bool {
        let waiting = self.inner.changed.wait_timeout_while(self.state(), within, |s| s.powered != powered);
        let (state, _) = waiting.unwrap_or_else(PoisonError::into_inner);
        state.powered == powered
    }

    /// Waits until the card has seen this many APDUs since its insertion; true if it happened in time.
    pub fn wait_apdus(&self, count: u64, within: Duration) -> bool {
        let waiting = self.inner.changed.wait_timeout_while(self.state(), within, |s| s.count < count);
        let (state, _) = waiting.unwrap_or_else(PoisonError::into_inner);
        state.count >= count
    }

    /// The answer to reset.
    pub fn atr(&self) -> &'static [u8] {
        match self.holder {
            Holder::Persona(persona) => layout::atr(persona.card.kind),
            Holder::Badge(badge) => badge.atr,
        }
    }

    /// The card meets the reader.
    pub fn inserted(&self) {
        let mut state = self.state();
        state.count = 0;
        state.stats.insertions += 1;
    }

    /// Power comes.
    pub fn power_up(&self) {
        let mut state = self.state();
        state.chip.power_down();
        state.drawn = state.number.drawn();
        (state.fresh, state.powered) = (true, true);
        state.stats.power_ups += 1;
        self.inner.changed.notify_all();
    }

    /// Power goes: verified PINs are forgotten.
    pub fn power_down(&self) {
        let mut state = self.state();
        state.chip.power_down();
        state.powered = false;
        self.inner.changed.notify_all();
    }

    /// Warm reset: verified PINs stay.
    pub fn warm_reset(&self) {
        let mut state = self.state();
        state.chip.warm_reset();
        state.powered = true;
        state.stats.warm_resets += 1;
        self.inner.changed.notify_all();
    }

    /// Executes one command APDU. Does not wait `slow_ms`: the slot does, and reports by `add_time`.
    pub fn transmit(&self, command: &[u8]) -> Outcome {
        let begun = Instant::now();
        let mut state = self.state();
        state.count += 1;
        state.stats.apdus += 1;
        state.stats.bytes_in += command.len() as u64;
        let outcome = state.outcome(command);
        if let Outcome::Answer(bytes) = &outcome {
            state.stats.bytes_out += bytes.len() as u64;
        }
        state.stats.inside += begun.elapsed();
        self.inner.changed.notify_all();
        outcome
    }

    /// Time that was spent in the card's name outside of it.
    pub(crate) fn add_time(&self, time: Duration) {
        self.state().stats.inside += time;
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.inner.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn outcome(&mut self, bytes: &[u8]) -> Outcome {
        let (n, faults) = (self.count, &self.faults);
        if faults.pull_at == Some(n) {
            return Outcome::Pulled;
        }
        if faults.mute_at.is_some_and(|at| n >= at) {
            return Outcome::Silence;
        }
        if let Some(raw) = faults.raw.as_ref().filter(|raw| raw.at == n) {
            return Outcome::Answer(raw.bytes.clone());
        }
        let out_of_place = faults.status.as_ref().filter(|status| status.at == n).map(|s| Status(s.word));
        let too_early = (std::mem::take(&mut self.fresh) && faults.first_6f00).then_some(Status::INTERNAL);
        let answer = match out_of_place.or(too_early) {
            Some(status) => Err(status),
            None => self.execute(bytes),
        };
        let (mut data, status) = match answer {
            Ok(data) => (data, Status::DONE),
            Err(status) => (Vec::new(), status),
        };
        data.extend(status.0.to_be_bytes());
        Outcome::Answer(data)
    }

    fn execute(&mut self, bytes: &[u8]) -> Result<Vec<u8>, Status> {
        let mut command = Command::parse(bytes)?;
        if command.extended && self.faults.no_extended {
            return Err(Status::WRONG_LENGTH);
        }
        // The reader's own command (PC/SC part 3): the card's number on the air.
        if (command.class, command.instruction, command.p1, command.p2) == (0xff, 0xca, 0, 0) {
            return self.drawn.clone().ok_or(Status::NOT_SUPPORTED);
        }
        let reading = command.instruction == 0xb0;
        let signing = (command.class, command.instruction) == (0x80, 0x2a);
        if reading && let Some(most) = self.faults.short_reads {
            command.expected = command.expected.map(|expected| expected.min(most));
        }
        if (command.class, command.instruction) == (0x00, 0x20) && !command.data.is_empty() {
            self.stats.presentations += 1;
        }
        let answer = self.chip.execute(&command)?;
        if signing {
            self.stats.signatures += 1;
        }
        Ok(if signing && self.faults.bad_signature { flip_in_last_quarter(&answer) } else { answer })
    }
}

impl std::fmt::Debug for VirtualCard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "VirtualCard({})", self.key())
    }
}
