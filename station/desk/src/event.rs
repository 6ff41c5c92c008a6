//! Events of the desk.

use crate::{AskId, Device, DiagnosisRow, Failure, LateNotice, Reply};
use jiff::Timestamp;
use model::{CheckHead, StaffEntry, Ticket};
use std::time::Duration;
use wire::{Bytes, CheckId, Code, LineGrade, Queue, ReaderState, ReceptionNumber, Settlement};

/// The time, handed in with every event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// Monotonic, from any fixed point; deadlines are counted with it.
    pub mono: Duration,
    /// Wall clock; only certificate dates are judged with it.
    pub wall: Timestamp,
    /// The wall clock is known to be synchronised. When not, certificate dates are left to the centre.
    pub synchronised: bool,
}

/// The panel's keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Key {
    /// 0 to 9; anything above is ignored.
    Digit(u8),
    /// Yes, go on, close, acknowledge.
    Ok,
    /// No, take back, close.
    Back,
    /// Moves up, turns a digit up; on the ready screen toggles the method; on a verdict: another proof, or aloud.
    Up,
    /// Moves down, turns a digit down; on the ready screen toggles the purpose; on a verdict: what else.
    Down,
}

/// The request to the card service to which an answer belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardJob {
    /// [`crate::Effect::ReadCard`]
    Read(AskId),
    /// [`crate::Effect::Sign`], [`crate::Effect::SignByPad`]
    Sign(CheckId),
}

/// Content of a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardContent {
    /// User-authentication certificate, DER.
    pub certificate: Bytes,
    /// notBefore of the certificate.
    pub not_before: Timestamp,
    /// notAfter of the certificate.
    pub not_after: Timestamp,
    /// PIN tries left, when they were asked for and the card gave them.
    pub tries_left: Option<u8>,
    /// The PIN can be typed on the reader where the card lies.
    pub pin_pad: bool,
}

/// Why the reader stopped asking for a PIN without one. No try was spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PadEnd {
    /// Its time ran out.
    TimedOut,
    /// The person pressed its cancel key.
    Cancelled,
    /// Not four digits.
    WrongLength,
    /// It does not do it.
    Refused,
}

/// Why the journal did not keep a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveFailure {
    /// It is full: captures are refused until the queue shrinks.
    Full(Failure),
    /// It could not be written, or the evidence could not be made.
    Failed(Failure),
}

/// One thing that happened. Answers name what they answer; an answer to anything but the present check or card
/// never changes what is shown of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// A key went down.
    Key(Key),
    /// A card lies on the reader.
    CardPlaced,
    /// The card was taken away.
    CardRemoved,
    /// A card was read.
    CardRead {
        /// The question that asked for the reading.
        read: AskId,
        /// Its content.
        content: CardContent,
    },
    /// A request to the card service failed. Its texts are shown.
    CardFailed {
        /// The reading or signature.
        job: CardJob,
        /// The failure.
        failure: Failure,
    },
    /// The card signed; the wiring holds the signature for the [`crate::Effect::Capture`] that follows.
    Signed {
        /// Id of the check.
        check: CheckId,
    },
    /// The PIN was wrong.
    PinWrong {
        /// Id of the check.
        check: CheckId,
        /// Tries left now; 0 is the same as [`Event::PinLocked`].
        left: u8,
    },
    /// The PIN is locked.
    PinLocked {
        /// Id of the check.
        check: CheckId,
    },
    /// The PIN typed on the reader is right, and the card signs; `Signed` or `CardFailed` follows.
    PinRight {
        /// Id of the check.
        check: CheckId,
    },
    /// The reader asks for no PIN any more, and nothing went to the card.
    PadEnded {
        /// Id of the check.
        check: CheckId,
        /// Why.
        why: PadEnd,
    },
    /// The check is on disk.
    Saved {
        /// Id of the check.
        check: CheckId,
        /// The number the journal gave it.
        reception: ReceptionNumber,
    },
    /// The check is not on disk.
    NotSaved {
        /// Id of the check.
        check: CheckId,
        /// Why.
        why: SaveFailure,
    },
    /// The centre settled a check: the present one, or an earlier one (also one of an earlier boot that was settled
    /// but never handed over). The same settlement may come again.
    Settled {
        /// The check.
        head: CheckHead,
        /// The answer; one whose `check` is not `head.id` is ignored.
        settlement: Box<Settlement>,
    },
    /// The centre answered a check with a problem; the check stays in the queue. A problem that trying again cannot
    /// help ends the waiting at the desk.
    NotSettled {
        /// Id of the check.
        check: CheckId,
        /// The problem's code.
        code: Code,
    },
    /// Late bad verdicts of earlier boots without acknowledgement.
    Late(Vec<LateNotice>),
    /// The reader's state changed.
    Reader(ReaderState),
    /// The line's grade changed.
    Line(LineGrade),
    /// The queue changed.
    Queue(Queue),
    /// Challenges left in the book.
    Book(u32),
    /// The day's byte limit was reached (true) or lifted.
    BytesLimit(bool),
    /// A condition that staff should see began (`over` false) or ended.
    Trouble {
        /// Its texts; the code names it.
        failure: Failure,
        /// It is over.
        over: bool,
    },
    /// A barcode was scanned: kept for the next check, put to the present one, or searched.
    Scan(Ticket),
    /// The staff who can log in; at start and after every change.
    Roster(Vec<StaffEntry>),
    /// The loop runs: today's choice, picture and sound are asked for.
    Started,
    /// The date may be another one by now: today's choice is asked for again.
    NewDate,
    /// The answer to [`crate::Effect::Ask`]. One to anything but the latest question is ignored.
    Reply {
        /// The question that it answers.
        ask: AskId,
        /// The answer.
        reply: Reply,
    },
    /// The answer to [`crate::Effect::Diagnose`]; the latest one counts.
    Diagnosis(Vec<DiagnosisRow>),
    /// An input device came or went.
    Device {
        /// The device.
        device: Device,
        /// It is there.
        present: bool,
    },
    /// The time given by [`crate::Effect::WakeAt`] has come. Coming early or twice does no harm.
    Wake,
}
