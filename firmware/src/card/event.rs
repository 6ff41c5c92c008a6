//! Requests to the card service and its events.

use super::pad::{PadEnd, PinPad};
use super::{BadgeId, CardError, Pin, TokenKind};
use std::fmt;
use std::time::Duration;

/// The caller's number for a request; the answer carries it back.
///
/// A caller that gave a request up recognises its late answer by the old tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RequestTag(pub u64);

/// A request about the card on the reader. One request runs at a time: a second one is dropped without an answer (a key
/// pressed twice never spends two PIN tries), except [`CardRequest::Release`], which is done after the running one.
#[derive(Debug)]
pub enum CardRequest {
    /// Read the kind of token and the certificate. Answered by [`CardAnswer::Read`] or [`CardAnswer::Failed`].
    Read {
        /// Returned with the answer.
        tag: RequestTag,
        /// Also ask for the PIN tries left; costs one command and no try.
        tries: bool,
    },
    /// Verify the PIN, once, and sign. Answered by [`CardAnswer::Signed`], [`CardAnswer::PinWrong`],
    /// [`CardAnswer::PinLocked`] or [`CardAnswer::Failed`]. No VERIFY goes to a card known to be locked.
    Sign {
        /// Returned with the answer.
        tag: RequestTag,
        /// Entered by the examinee; wiped after use.
        pin: Pin,
        /// SHA-256 digest to be signed.
        digest: [u8; 32],
    },
    /// Let the reader ask for the PIN on its own keys, verify it, once, and sign. Answered as [`CardRequest::Sign`] or by
    /// [`CardAnswer::PadEnded`]; [`CardAnswer::PinRight`] may come before. Only the person, the reader's time limit or the
    /// removal of the card end it.
    SignByPad {
        /// Returned with the answer.
        tag: RequestTag,
        /// SHA-256 digest to be signed.
        digest: [u8; 32],
    },
    /// Read the number of the card as a staff badge: any NFC card but a My Number card. Ends a session with the card and
    /// leaves none. Answered by [`CardAnswer::Badge`], at once with K107 when there is no card.
    Badge {
        /// Returned with the answer.
        tag: RequestTag,
    },
    /// Power the card down, so that it may be taken. Has no answer; [`CardEvent::Removed`] follows in the end.
    Release,
}

/// An event of the card service. Between [`CardEvent::Placed`] and [`CardEvent::Removed`] all events are about that one
/// card. A request after the removal is answered with `Failed` (K107). `Debug` shows sizes only.
#[derive(Clone, PartialEq, Eq)]
pub enum CardEvent {
    /// The reader's condition changed. The first event, unless a request came earlier.
    Reader(ReaderCondition),
    /// A card was put on the reader.
    Placed,
    /// An answer to the request with this tag.
    Answer(RequestTag, CardAnswer),
    /// The card was removed.
    Removed,
}

/// An answer to a request. Each ends its request, except [`CardAnswer::PinRight`].
#[derive(Clone, PartialEq, Eq)]
pub enum CardAnswer {
    /// The content of the card.
    Read(CardContent),
    /// The signature over the digest, in the scheme's form (RSA 2048: 256 bytes, PKCS #1 v1.5).
    Signed(Vec<u8>),
    /// The PIN typed on the reader was right and the card signs now. Not the last answer: one follows.
    PinRight,
    /// No PIN typed on the reader reached the card: no try was spent, and the request may be repeated.
    PadEnded(PadEnd),
    /// The PIN was wrong.
    PinWrong {
        /// Tries left, 1 to 15.
        tries_left: u8,
    },
    /// No tries left; texts: [`super::Fault::PinLocked`].
    PinLocked,
    /// The number of the badge, or why there is none.
    Badge(Result<BadgeId, CardError>),
    /// The request failed. The session with the card is over; the card may stay and be read again.
    Failed(CardError),
}

impl fmt::Debug for CardEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Reader(condition) => f.debug_tuple("Reader").field(condition).finish(),
            Self::Placed => f.write_str("Placed"),
            Self::Answer(tag, answer) => f.debug_tuple("Answer").field(&tag.0).field(answer).finish(),
            Self::Removed => f.write_str("Removed"),
        }
    }
}

impl fmt::Debug for CardAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(content) => f.debug_tuple("Read").field(content).finish(),
            Self::Signed(signature) => write!(f, "Signed({} bytes)", signature.len()),
            Self::PinRight => f.write_str("PinRight"),
            Self::PadEnded(end) => f.debug_tuple("PadEnded").field(end).finish(),
            Self::PinWrong { tries_left } => write!(f, "PinWrong({tries_left})"),
            Self::PinLocked => f.write_str("PinLocked"),
            Self::Badge(Ok(number)) => f.debug_tuple("Badge").field(number).finish(),
            Self::Badge(Err(error)) => write!(f, "Badge({error})"),
            Self::Failed(error) => write!(f, "Failed({error})"),
        }
    }
}

/// The condition of the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReaderCondition {
    /// Waiting for a card or working on one.
    Ready {
        /// Name given by pcscd.
        name: String,
        /// Support of extended APDUs; unknown until the first certificate was read.
        extended: Option<bool>,
        /// Keys of its own.
        pin_pad: PinPad,
    },
    /// No reader (of the configured name) is plugged in.
    Absent,
    /// pcscd does not run.
    ServiceDown,
    /// pcscd or the reader's driver hangs; replugging the reader helps.
    Fault,
}

/// Description of the reader, for diagnosis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReaderInfo {
    /// As the card service names it: model and slot.
    pub name: String,
    /// Support of extended APDUs; unknown until the first certificate was read on it.
    pub extended: Option<bool>,
    /// Keys of its own; unknown until the first card was read on it.
    pub pin_pad: PinPad,
}

/// Content of a card. `Debug` shows sizes only.
#[derive(Clone, PartialEq, Eq)]
pub struct CardContent {
    /// Kind of token; always [`TokenKind::Card`] in this version, the others are faults.
    pub token: TokenKind,
    /// The user-authentication certificate, DER, without the padding of its file.
    pub certificate: Vec<u8>,
    /// Begin of validity, unix seconds.
    pub not_before: i64,
    /// End of validity, unix seconds.
    pub not_after: i64,
    /// PIN tries left, when asked for; 0 means locked or unusable.
    pub tries_left: Option<u8>,
    /// True if the PIN can be typed on the reader with the card ([`CardRequest::SignByPad`]).
    pub pin_pad: bool,
}

impl fmt::Debug for CardContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CardContent")
            .field("token", &self.token)
            .field("certificate", &format_args!("{} bytes", self.certificate.len()))
            .field("tries_left", &self.tries_left)
            .finish_non_exhaustive()
    }
}

/// Card traffic since the start of the service. The difference of two values gives one card's share.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CardStats {
    /// Commands sent.
    pub apdus: u64,
    /// Bytes of commands.
    pub bytes_sent: u64,
    /// Bytes of answers, with status words.
    pub bytes_received: u64,
    /// Time spent waiting for answers: the card's and the reader's own time.
    pub in_transmit: Duration,
    /// Time spent connecting: powering the card up.
    pub in_connect: Duration,
}

impl std::ops::Sub for CardStats {
    type Output = Self;
    fn sub(self, earlier: Self) -> Self {
        Self {
            apdus: self.apdus.saturating_sub(earlier.apdus),
            bytes_sent: self.bytes_sent.saturating_sub(earlier.bytes_sent),
            bytes_received: self.bytes_received.saturating_sub(earlier.bytes_received),
            in_transmit: self.in_transmit.saturating_sub(earlier.in_transmit),
            in_connect: self.in_connect.saturating_sub(earlier.in_connect),
        }
    }
}

/// Settings of the card service.
#[derive(Debug, Clone)]
pub struct CardOptions {
    /// Part of the reader's name; `None` takes the first reader with a card. Compared without regard to case.
    pub reader: Option<String>,
    /// Time limit of one command. Default 1.6 s, so that an answer comes within 2 s; a real card needs less than 1 s
    /// for its slowest command, the signature.
    pub command_deadline: Duration,
    /// Use of a reader's own keys. Default true.
    pub pin_pad: bool,
    /// Time limit for the first key on the reader, 1 to 60 s. Default 30 s.
    pub pad_time: Duration,
}

impl Default for CardOptions {
    fn default() -> Self {
        Self {
            reader: None,
            command_deadline: Duration::from_millis(1_600),
            pin_pad: true,
            pad_time: Duration::from_secs(30),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_of_a_card_is_never_printed() {
        let content = CardContent {
            token: TokenKind::Card,
            certificate: b"\x30\x82SECRET".to_vec(),
            not_before: 1_111_111_111,
            not_after: 2_222_222_222,
            tries_left: Some(3),
            pin_pad: false,
        };
        let text = format!("{:?}", CardAnswer::Read(content));
        assert!(text.contains("8 bytes") && !text.contains("1111") && !text.contains("2222"), "{text}");
        assert!(!text.contains("83, 69") && !text.contains("SECRET"), "{text}");
        assert_eq!(format!("{:?}", CardAnswer::Signed(vec![7; 256])), "Signed(256 bytes)");
    }
}
