//! The exchange with a card, over any carrier of commands: the real reader, a script, a fuzzer.
//!
//! It is the shortest exchange that is correct on all known readers: SELECT; READ token; READ certificate at once;
//! tries left; VERIFY; SIGN. That is six commands for a certificate and a PIN signature. Detours are taken only when
//! the card or reader demands them.
//!
//! Promise: at most one VERIFY for a call of [`Dialogue::sign`] or [`Dialogue::verify_by_pad`], none for a card known
//! to be locked, and none repeated. A lost answer to VERIFY is reported as [`Fault::PinUncertain`]. The number of
//! commands and bytes is bounded whatever the card answers.

mod pad;
#[cfg(test)]
mod pad_tests;
mod read;
#[cfg(test)]
mod tests;

use super::apdu::{Answer, Command, MAX_ANSWER, Status};
use super::scheme::{FileId, Scheme};
use super::{CardError, Fault, Pin, Step};
pub use pad::{AskPin, PadOutcome};

/// A carrier of commands to a card.
pub trait Transmit {
    /// Sends `command` and returns all bytes of the answer. `step` names the step in progress for supervision of its
    /// time.
    ///
    /// # Errors
    /// When no answer came; see [`Broken`].
    fn transmit(&mut self, step: Step, command: &[u8]) -> Result<Vec<u8>, Broken>;
}

impl<T: Transmit + ?Sized> Transmit for &mut T {
    fn transmit(&mut self, step: Step, command: &[u8]) -> Result<Vec<u8>, Broken> {
        (**self).transmit(step, command)
    }
}

/// The cause of a missing answer. After [`Fault::ReaderFailed`] a shorter command may be tried; every other fault
/// ends the exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Broken {
    /// The fault.
    pub fault: Fault,
    /// Name of the error in the PC/SC service.
    pub cause: Option<&'static str>,
}

impl Broken {
    pub(super) fn at(self, step: Step) -> CardError {
        CardError { fault: self.fault, step, status: None, cause: self.cause }
    }
}

/// The card's judgement of a PIN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PinVerdict {
    /// Right.
    Right,
    /// Wrong; this many tries left, at least one.
    Wrong(u8),
    /// No tries left.
    Locked,
}

/// The result of a PIN entry.
#[derive(Clone, PartialEq, Eq)]
pub enum PinOutcome {
    /// The signature.
    Signed(Vec<u8>),
    /// Wrong; this many tries left, at least one.
    Wrong(u8),
    /// No tries left.
    Locked,
}

impl std::fmt::Debug for PinOutcome {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Signed(signature) => write!(f, "Signed({} bytes)", signature.len()),
            Self::Wrong(left) => write!(f, "Wrong({left})"),
            Self::Locked => f.write_str("Locked"),
        }
    }
}

/// GET RESPONSE commands for one answer at most.
const MAX_RESPONSES: usize = 64;

/// An exchange with a card whose application is selected.
#[derive(Debug)]
pub struct Dialogue<T> {
    link: T,
    scheme: &'static Scheme,
    /// Support of extended APDUs by the reader, as far as known.
    extended: Option<bool>,
    /// Tries left, as far as the card has reported them.
    tries: Option<u8>,
    /// True for a card that does not accept short references of keys and PINs: their files are selected first.
    by_file: bool,
}

/// P2 of VERIFY and SIGN for "the file that is selected".
const CURRENT_FILE: u8 = 0x80;

impl<T: Transmit> Dialogue<T> {
    /// Selects the first application of `schemes` that the card has.
    ///
    /// # Errors
    /// [`Fault::NotJpki`] when it has none of them, or why no answer came.
    pub fn open(mut link: T, schemes: &'static [Scheme], extended: Option<bool>) -> Result<Self, CardError> {
        let mut refused = CardError::new(Fault::NotJpki, Step::Select);
        for scheme in schemes {
            match select(&mut link, scheme)? {
                Status::OK => return Ok(Self { link, scheme, extended, tries: None, by_file: false }),
                status => refused = CardError::with_status(select_fault(status), Step::Select, status.0),
            }
        }
        Err(refused)
    }

    /// Support of extended APDUs by the reader, as far as this exchange has found out.
    pub fn extended(&self) -> Option<bool> {
        self.extended
    }

    /// The scheme that the card answered to.
    pub fn scheme(&self) -> &'static Scheme {
        self.scheme
    }

    /// Asks for the PIN tries left; costs none. `None` when the card says the PIN is verified already.
    ///
    /// # Errors
    /// The card's error status, or the cause of a missing answer.
    pub fn tries_left(&mut self) -> Result<Option<u8>, CardError> {
        let short = self.pin_reference(Step::Tries)?;
        let mut status = self.send(Step::Tries, Command::tries(short))?.status;
        if status.is_unknown_reference() && !self.by_file {
            self.by_file = true;
            let current = self.pin_reference(Step::Tries)?;
            status = self.send(Step::Tries, Command::tries(current))?.status;
        }
        match (status, status.tries_left()) {
            (_, Some(left)) => self.tries = Some(left),
            (Status::OK, None) => {}
            _ => return Err(status.error(Step::Tries)),
        }
        Ok(self.tries)
    }

    /// Verifies `pin`, once, and signs `digest`.
    ///
    /// # Errors
    /// [`Fault::PinUncertain`] when the answer to VERIFY was lost; otherwise the card's error status, or the cause of
    /// a missing answer.
    pub fn sign(&mut self, pin: &Pin, digest: &[u8; 32]) -> Result<PinOutcome, CardError> {
        if self.is_locked()? {
            return Ok(PinOutcome::Locked);
        }
        let status = self.verify(pin)?;
        match self.interpret(status, Step::Verify)? {
            PinVerdict::Right => self.sign_verified(digest).map(PinOutcome::Signed),
            PinVerdict::Wrong(left) => Ok(PinOutcome::Wrong(left)),
            PinVerdict::Locked => Ok(PinOutcome::Locked),
        }
    }

    /// The link under the exchange.
    pub fn link(&self) -> &T {
        &self.link
    }

    /// True if no try is left; asks the card unless it has reported its tries.
    fn is_locked(&mut self) -> Result<bool, CardError> {
        if self.tries.is_none() {
            self.tries_left()?;
        }
        Ok(self.tries == Some(0))
    }

    /// Interprets the answer to a VERIFY and records the tries left.
    fn interpret(&mut self, status: Status, step: Step) -> Result<PinVerdict, CardError> {
        // After a right PIN the counter is full again; its value is known only after the next query.
        self.tries = status.tries_left();
        match (status, self.tries) {
            (Status::OK, _) => Ok(PinVerdict::Right),
            (_, Some(0)) => Ok(PinVerdict::Locked),
            (_, Some(left)) => Ok(PinVerdict::Wrong(left)),
            _ => Err(status.error(step)),
        }
    }

    /// Sends one VERIFY. The reference of the PIN was found out by the query for the tries left.
    fn verify(&mut self, pin: &Pin) -> Result<Status, CardError> {
        let command = Command::verify(self.pin_reference(Step::Verify)?, pin);
        let lost = |cause| CardError { fault: Fault::PinUncertain, step: Step::Verify, status: None, cause };
        let bytes = self.link.transmit(Step::Verify, command.bytes());
        let bytes = bytes.map_err(|broken| lost(broken.cause.or(Some(broken.fault.code().name()))))?;
        Answer::parse(bytes).map(|answer| answer.status).map_err(|fault| lost(Some(fault.code().name())))
    }

    /// Signs, after the PIN was verified.
    ///
    /// # Errors
    /// The card's error status, or the cause of a missing answer.
    pub fn sign_verified(&mut self, digest: &[u8; 32]) -> Result<Vec<u8>, CardError> {
        let algorithm = &self.scheme.algorithm;
        let input = [algorithm.prefix, digest].concat();
        let mut answer = match self.by_file {
            false => self.send(Step::Sign, Command::sign(self.scheme.key.reference(), &input))?,
            true => self.sign_by_file(&input)?,
        };
        if answer.status.is_unknown_reference() && !self.by_file {
            answer = self.sign_by_file(&input)?;
        }
        match answer {
            Answer { status, .. } if status != Status::OK => Err(status.error(Step::Sign)),
            Answer { data, .. } if (algorithm.shortest..=algorithm.longest).contains(&data.len()) => Ok(data),
            _ => Err(CardError::new(Fault::BadSignature, Step::Sign)),
        }
    }

    fn sign_by_file(&mut self, input: &[u8]) -> Result<Answer, CardError> {
        self.select_file(Step::Sign, self.scheme.key)?;
        self.send(Step::Sign, Command::sign(CURRENT_FILE, input))
    }

    /// The reference of the PIN. Its file is selected first on a card that requires it.
    fn pin_reference(&mut self, step: Step) -> Result<u8, CardError> {
        if !self.by_file {
            return Ok(self.scheme.pin.reference());
        }
        self.select_file(step, self.scheme.pin)?;
        Ok(CURRENT_FILE)
    }

    fn select_file(&mut self, step: Step, file: FileId) -> Result<(), CardError> {
        match self.send(step, Command::select_file(file.0))?.status {
            Status::OK => Ok(()),
            status => Err(status.error(step)),
        }
    }

    fn send(&mut self, step: Step, command: Command) -> Result<Answer, CardError> {
        send(&mut self.link, step, &command)
    }
}

/// Sends a command that may be repeated or continued. Never used for VERIFY with a PIN.
fn send<T: Transmit>(link: &mut T, step: Step, command: &Command) -> Result<Answer, CardError> {
    let mut answer = once(link, step, command)?;
    // `61xx`: more data wait, as on cards with protocol T=0.
    for _ in 0..MAX_RESPONSES {
        let [0x61, rest] = answer.status.0.to_be_bytes() else { return Ok(answer) };
        let more = once(link, step, &Command::get_response(rest))?;
        answer.data.extend_from_slice(&more.data);
        answer.status = more.status;
        if more.data.is_empty() || answer.data.len() > MAX_ANSWER {
            break;
        }
    }
    match answer.status.0 {
        0x6100..=0x61FF => Err(CardError::with_status(Fault::BadAnswer, step, answer.status.0)),
        _ => Ok(answer),
    }
}

fn once<T: Transmit>(link: &mut T, step: Step, command: &Command) -> Result<Answer, CardError> {
    let bytes = link.transmit(step, command.bytes()).map_err(|broken| broken.at(step))?;
    Answer::parse(bytes).map_err(|fault| CardError::new(fault, step))
}

/// Selects the application. A card that answers 6F00 after power-up gets one throw-away command and a second SELECT.
fn select<T: Transmit>(link: &mut T, scheme: &Scheme) -> Result<Status, CardError> {
    let command = Command::select_application(scheme.application);
    let first = send(link, Step::Select, &command)?.status;
    if first.0 != 0x6F00 {
        return Ok(first);
    }
    once(link, Step::Select, &Command::throw_away())?;
    Ok(send(link, Step::Select, &command)?.status)
}

/// Any refusal of the application means that the card does not have it, except an internal error.
fn select_fault(status: Status) -> Fault {
    match status.fault() {
        Fault::CardInternal => Fault::CardInternal,
        _ => Fault::NotJpki,
    }
}
