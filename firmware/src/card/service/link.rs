//! The connection to a card, through pcsc-lite.
//!
//! It exists because pcsc-lite alone neither counts commands nor limits their time.
//!
//! Promises: the connection is exclusive; every blocking call is announced to the supervisor first; the card is powered
//! down when the connection is dropped, because a verified PIN outlives a plain disconnect.

use super::call_guard::Abandoned;
use super::message::Reporter;
use super::shared::Counters;
use crate::card::dialogue::{AskPin, Broken, Transmit};
use crate::card::pad::{self, PadTime, PinPad};
use crate::card::{CardError, Fault, Step, Tapped};
use pcsc::{Card, Context, Disposition, Error, Protocols, ReaderState, Scope, ShareMode, State, ctl_code};
use std::ffi::{CStr, CString};
use std::time::{Duration, Instant};
use zeroize::Zeroizing;

/// Total time of retries while another program holds the card: enough for an abandoned session thread to release it.
const HELD_WAIT: Duration = Duration::from_millis(1_200);
/// Pause between two such retries.
const HELD_PAUSE: Duration = Duration::from_millis(40);
/// Time in which pcscd notices a removal (vpcd and many drivers poll every 400 ms).
const REMOVAL_SEEN: Duration = Duration::from_millis(700);

/// An exclusive connection to a card.
pub(super) struct Link {
    card: Option<Card>,
    context: Context,
    reader: CString,
    reporter: Reporter,
    counters: Counters,
    pin_pad: PinPad,
    pad_failed: bool,
    /// Answers of the card; wiped on drop.
    buffer: Zeroizing<Vec<u8>>,
}

impl Link {
    /// Connects. Each card gets a context of its own, because a context of a restarted pcscd stays broken; the cost
    /// is one round trip on a socket.
    pub fn connect(reader: &str, reporter: &Reporter, counters: &Counters) -> Result<Self, CardError> {
        let fail = |fault, cause| CardError { fault, step: Step::Connect, status: None, cause };
        let reader = CString::new(reader).map_err(|_| fail(Fault::ReaderFailed, None))?;
        let began = Instant::now();
        let connected = loop {
            let call = reporter.begin(Step::Connect).map_err(|Abandoned| fail(Fault::Mute, None))?;
            let tried =
                Context::establish(Scope::User).and_then(|context| Ok((hold(&context, &reader)?, context)));
            // `Held` releases the card if this thread was abandoned meanwhile.
            let tried = tried.map(|(card, context)| (Held(Some(card)), context));
            reporter.end(call).map_err(|Abandoned| fail(Fault::Mute, None))?;
            match tried {
                Err(Error::SharingViolation) if began.elapsed() < HELD_WAIT => std::thread::sleep(HELD_PAUSE),
                other => break other,
            }
        };
        counters.add(|stats| stats.in_connect += began.elapsed());
        let (mut held, context) = connected.map_err(|error| {
            let broken = broken(error);
            fail(broken.fault, broken.cause)
        })?;
        Ok(Self {
            card: held.0.take(),
            context,
            reader,
            reporter: reporter.clone(),
            counters: counters.clone(),
            pin_pad: PinPad::Unknown,
            pad_failed: false,
            buffer: Zeroizing::new(vec![0; pcsc::MAX_BUFFER_SIZE_EXTENDED]),
        })
    }

    /// Takes the known state of the reader's keys, or asks the reader.
    pub fn know_pin_pad(&mut self, known: PinPad) -> Result<(), CardError> {
        self.pin_pad = known;
        if known != PinPad::Unknown {
            return Ok(());
        }
        let features = self.watched(Step::Features, |card| {
            let mut features = [0; pad::FEATURES_CAPACITY];
            card.control(ctl_code(pad::GET_FEATURES.into()), &[], &mut features).map(PinPad::of_features)
        });
        match features {
            Ok(found) => self.pin_pad = found,
            Err(broken) if broken.fault == Fault::Mute => return Err(broken.at(Step::Features)),
            // The answer of drivers without features.
            Err(broken) if broken.fault == Fault::ReaderFailed => self.pin_pad = PinPad::Absent,
            // A lost card or service reveals nothing about the reader; the next command fails with the cause.
            Err(_) => {}
        }
        Ok(())
    }

    /// The state of the reader's keys.
    pub fn pin_pad(&self) -> PinPad {
        self.pin_pad
    }

    /// True when a PIN request failed while the card was present.
    pub fn pad_failed(&self) -> bool {
        self.pad_failed
    }

    /// Runs a call that may block, announced to the supervisor.
    fn watched<T>(
        &mut self,
        step: Step,
        call: impl FnOnce(&mut Card) -> Result<T, Error>,
    ) -> Result<T, Broken> {
        let abandoned = |Abandoned| Broken { fault: Fault::Mute, cause: Some("abandoned") };
        let Some(card) = &mut self.card else { return Err(Broken { fault: Fault::Pulled, cause: None }) };
        let number = self.reporter.begin(step).map_err(abandoned)?;
        let done = call(card);
        self.reporter.end(number).map_err(abandoned)?;
        done.map_err(broken)
    }

    /// Distinguishes a pulled card from a failed reader: drivers report both alike, and pcscd notices the removal a
    /// moment later. Waits for that moment, within the deadline of the call that began at `began`.
    fn is_gone(&self, step: Step, began: Instant) -> Result<bool, Abandoned> {
        let left = self.reporter.deadlines().call.saturating_sub(began.elapsed()).min(REMOVAL_SEEN);
        let until = Instant::now() + left;
        let call = self.reporter.begin(step)?;
        let mut states = [ReaderState::new(self.reader.clone(), State::UNAWARE)];
        let gone = loop {
            let rest = until.saturating_duration_since(Instant::now());
            match self.context.get_status_change(rest, &mut states) {
                Ok(()) if !states.iter().any(|s| s.event_state().contains(State::PRESENT)) => break true,
                Ok(()) if !rest.is_zero() => states.iter_mut().for_each(ReaderState::sync_current_state),
                Err(Error::UnknownReader | Error::ReaderUnavailable) => break true,
                _ => break false,
            }
        };
        self.reporter.end(call)?;
        Ok(gone)
    }
}

/// A connection that is powered down unless a [`Link`] takes it over.
struct Held(Option<Card>);

impl Drop for Held {
    fn drop(&mut self) {
        power_down(self.0.take());
    }
}

impl Drop for Link {
    fn drop(&mut self) {
        // Announced like every call; an abandoned thread may still clean up.
        let call = self.reporter.begin(Step::Reader);
        power_down(self.card.take());
        if let Ok(call) = call {
            let _ = self.reporter.end(call);
        }
    }
}

fn power_down(card: Option<Card>) {
    if let Some(Err((card, error))) = card.map(|card| card.disconnect(Disposition::UnpowerCard)) {
        // Usually the card or pcscd has gone. Dropping `card` resets it, which clears no PIN.
        tracing::debug!(error = name(error), "the card could not be powered down");
        drop(card);
    }
}

fn hold(context: &Context, reader: &CStr) -> Result<Card, Error> {
    context.connect(reader, ShareMode::Exclusive, Protocols::ANY)
}

impl Transmit for Link {
    fn transmit(&mut self, step: Step, command: &[u8]) -> Result<Vec<u8>, Broken> {
        let abandoned = |Abandoned| Broken { fault: Fault::Mute, cause: Some("abandoned") };
        let Some(card) = &self.card else { return Err(Broken { fault: Fault::Pulled, cause: None }) };
        let call = self.reporter.begin(step).map_err(abandoned)?;
        let began = Instant::now();
        let answer = card.transmit(command, &mut self.buffer).map(<[u8]>::to_vec);
        let (took, received) = (began.elapsed(), answer.as_ref().map_or(0, Vec::len));
        self.counters.add(|stats| {
            stats.apdus += 1;
            stats.bytes_sent += command.len() as u64;
            stats.bytes_received += received as u64;
            stats.in_transmit += took;
        });
        self.reporter.end(call).map_err(abandoned)?;
        let mut broken = match answer {
            Ok(answer) => return Ok(answer),
            Err(error) => broken(error),
        };
        if broken.fault == Fault::ReaderFailed && self.is_gone(step, began).map_err(abandoned)? {
            broken.fault = Fault::Pulled;
        }
        Err(broken)
    }
}

impl AskPin for Link {
    fn ask_pin(&mut self, time: PadTime, block: &[u8]) -> Result<Vec<u8>, Broken> {
        let abandoned = |Abandoned| Broken { fault: Fault::Mute, cause: Some("abandoned") };
        let refused = Broken { fault: Fault::Unsupported, cause: None };
        let PinPad::Present(code) = self.pin_pad else { return Err(refused) };
        let Some(card) = &self.card else { return Err(Broken { fault: Fault::Pulled, cause: None }) };
        let call = self.reporter.begin_within(Step::Pad, time.deadline()).map_err(abandoned)?;
        let answer = card.control(code.into(), block, &mut self.buffer).map(<[u8]>::to_vec);
        self.reporter.end(call).map_err(abandoned)?;
        match answer {
            Ok(answer) => Ok(answer),
            Err(Error::UnsupportedFeature | Error::InvalidParameter | Error::InvalidValue) => Err(refused),
            Err(error) => {
                let broken = broken(error);
                self.pad_failed = broken.fault == Fault::ReaderFailed
                    && !self.is_gone(Step::Pad, Instant::now()).map_err(abandoned)?;
                Err(broken)
            }
        }
    }
}

impl Tapped for Link {
    fn atr(&mut self) -> Result<Vec<u8>, Broken> {
        self.watched(Step::Badge, |card| card.status2_owned().map(|status| status.atr().to_vec()))
    }

    fn power_cycle(&mut self) -> Result<(), Broken> {
        self.watched(Step::Badge, |card| {
            card.reconnect(ShareMode::Exclusive, Protocols::ANY, Disposition::UnpowerCard)
        })
    }
}

/// The fault behind an error of the PC/SC service.
fn broken(error: Error) -> Broken {
    let fault = match error {
        Error::RemovedCard | Error::NoSmartcard => Fault::Pulled,
        Error::UnresponsiveCard | Error::UnpoweredCard | Error::UnsupportedCard | Error::ProtoMismatch => {
            Fault::NoPowerUp
        }
        Error::SharingViolation => Fault::Held,
        Error::NoService | Error::ServiceStopped | Error::CommError | Error::InvalidHandle => {
            Fault::ServiceDown
        }
        Error::Timeout => Fault::Mute,
        _ => Fault::ReaderFailed,
    };
    Broken { fault, cause: Some(name(error)) }
}

/// The name of an error, for the technician's text.
fn name(error: Error) -> &'static str {
    match error {
        Error::RemovedCard => "RemovedCard",
        Error::NoSmartcard => "NoSmartcard",
        Error::UnresponsiveCard => "UnresponsiveCard",
        Error::UnpoweredCard => "UnpoweredCard",
        Error::UnsupportedCard => "UnsupportedCard",
        Error::ProtoMismatch => "ProtoMismatch",
        Error::SharingViolation => "SharingViolation",
        Error::NoService => "NoService",
        Error::ServiceStopped => "ServiceStopped",
        Error::CommError => "CommError",
        Error::InvalidHandle => "InvalidHandle",
        Error::Timeout => "Timeout",
        Error::NotTransacted => "NotTransacted",
        Error::CommDataLost => "CommDataLost",
        Error::ResetCard => "ResetCard",
        Error::ReaderUnavailable => "ReaderUnavailable",
        Error::UnknownReader => "UnknownReader",
        Error::InsufficientBuffer => "InsufficientBuffer",
        Error::InternalError => "InternalError",
        _ => "another error of the card service",
    }
}
