//! Commands and answers as bytes: the few of ISO 7816-4 that the card needs, and the meaning of its status words.
//!
//! Promise: a command that may hold a PIN is wiped on drop and never printed. An answer is parsed only after its
//! length was checked, because a card pulled during a command can look like a success of 0 bytes.

use super::{CardError, Fault, Pin, Step};
use std::fmt;
use zeroize::Zeroizing;

/// The most a short command can ask for.
pub const SHORT_READ: usize = 256;
/// The longest answer there can be: 65,536 bytes and the status word.
pub const MAX_ANSWER: usize = 65_538;

/// One command. `Debug` shows its first four bytes only.
#[derive(Clone)]
pub struct Command(Zeroizing<Vec<u8>>);

impl Command {
    /// SELECT an application by its AID, no answer data wanted.
    pub fn select_application(aid: &[u8]) -> Self {
        Self::with_body([0x00, 0xA4, 0x04, 0x0C], aid)
    }

    /// SELECT an elementary file of the current application.
    pub fn select_file(id: u16) -> Self {
        Self::with_body([0x00, 0xA4, 0x02, 0x0C], &id.to_be_bytes())
    }

    /// A SELECT that asks for nothing: some cards answer the first command after power-up with 6F00, so give
    /// them one to waste.
    pub fn throw_away() -> Self {
        Self(vec![0x00, 0xA4, 0x00, 0x00].into())
    }

    /// READ BINARY of a file named by its short id, from its beginning. `len` 1 to 256.
    pub fn read_short_id(short_id: u8, len: usize) -> Self {
        Self(vec![0x00, 0xB0, 0x80 | short_id & 0x1F, 0x00, le(len)].into())
    }

    /// READ BINARY of a whole file named by its short id, in one extended command.
    pub fn read_short_id_extended(short_id: u8) -> Self {
        Self(vec![0x00, 0xB0, 0x80 | short_id & 0x1F, 0x00, 0x00, 0x00, 0x00].into())
    }

    /// READ BINARY of the current file. `offset` below 32,768, `len` 1 to 256.
    pub fn read(offset: usize, len: usize) -> Self {
        let [high, low] = (offset as u16 & 0x7FFF).to_be_bytes();
        Self(vec![0x00, 0xB0, high, low, le(len)].into())
    }

    /// VERIFY without a body: asks for the tries left and costs none.
    pub fn tries(reference: u8) -> Self {
        Self(vec![0x00, 0x20, 0x00, reference].into())
    }

    /// VERIFY.
    pub fn verify(reference: u8, pin: &Pin) -> Self {
        Self::with_body([0x00, 0x20, 0x00, reference], pin.digits())
    }

    /// COMPUTE DIGITAL SIGNATURE over the input of the key's algorithm (RSA: DigestInfo; at most 255 bytes).
    pub fn sign(reference: u8, input: &[u8]) -> Self {
        let mut command = Self::with_body([0x80, 0x2A, 0x00, reference], input);
        command.0.push(0x00);
        command
    }

    /// GET RESPONSE after `61xx`.
    pub fn get_response(len: u8) -> Self {
        Self(vec![0x00, 0xC0, 0x00, 0x00, len].into())
    }

    /// GET DATA: the card's number on the air; answered by the reader (PC/SC part 3, 3.2.2.1.3).
    pub fn card_number() -> Self {
        Self(vec![0xFF, 0xCA, 0x00, 0x00, 0x00].into())
    }

    fn with_body(header: [u8; 4], body: &[u8]) -> Self {
        // Room for everything at once: growing would leave a copy of a PIN behind.
        let mut bytes = Zeroizing::new(Vec::with_capacity(header.len() + body.len() + 2));
        bytes.extend_from_slice(&header);
        bytes.push(body.len() as u8);
        bytes.extend_from_slice(body);
        Self(bytes)
    }

    /// The bytes for the card.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The same short READ with the length the card asked for by `6Cxx`.
    pub(crate) fn with_le(mut self, len: u8) -> Self {
        if let Some(last) = self.0.last_mut() {
            *last = len;
        }
        self
    }
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Command({:02X?}…)", self.0.get(..4).unwrap_or_default())
    }
}

/// The length byte of a short command: 256 is written as 0.
fn le(len: usize) -> u8 {
    if len >= SHORT_READ { 0 } else { len as u8 }
}

/// An answer: data and status word. `Debug` shows the length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// Everything before the status word.
    pub data: Vec<u8>,
    /// The status word.
    pub status: Status,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Answer({} bytes, {:04X})", self.data.len(), self.status.0)
    }
}

impl Answer {
    /// Takes the bytes of an answer apart.
    ///
    /// # Errors
    /// [`Fault::Pulled`] for no bytes at all, [`Fault::BadAnswer`] for one byte or more than [`MAX_ANSWER`].
    pub fn parse(mut bytes: Vec<u8>) -> Result<Self, Fault> {
        if bytes.is_empty() {
            return Err(Fault::Pulled);
        }
        match (bytes.len(), bytes.last_chunk()) {
            (..=MAX_ANSWER, Some(&[high, low])) => {
                bytes.truncate(bytes.len() - 2);
                Ok(Self { data: bytes, status: Status(u16::from_be_bytes([high, low])) })
            }
            _ => Err(Fault::BadAnswer),
        }
    }
}

/// A status word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status(pub u16);

impl Status {
    /// 9000.
    pub const OK: Self = Self(0x9000);

    /// Success, or the warning that the file ended before the length asked for.
    pub fn is_read(self) -> bool {
        matches!(self.0, 0x9000 | 0x6282)
    }

    /// Tries left of a PIN: `63Cx`, or blocked (6983, 6984).
    pub fn tries_left(self) -> Option<u8> {
        match self.0 {
            0x63C0..=0x63CF => Some((self.0 & 0xF) as u8),
            0x6983 | 0x6984 => Some(0),
            _ => None,
        }
    }

    /// True if the card does not know the short reference of a file or key.
    pub fn is_unknown_reference(self) -> bool {
        matches!(self.0, 0x6A82 | 0x6A86 | 0x6A88 | 0x6B00)
    }

    /// The fault it stands for; used when the step gives it no better meaning.
    pub fn fault(self) -> Fault {
        match self.0 {
            0x6982 | 0x6985 | 0x6986 => Fault::NotAllowed,
            0x6A82 | 0x6A83 | 0x6A88 => Fault::FileMissing,
            0x6700 | 0x6A80 | 0x6A81 | 0x6A86 | 0x6A87 | 0x6B00 | 0x6D00 | 0x6E00 => Fault::Unsupported,
            0x6400..=0x65FF | 0x6F00..=0x6FFF => Fault::CardInternal,
            0x63C0..=0x63CF => Fault::PinWrong,
            0x6983 | 0x6984 => Fault::PinLocked,
            _ => Fault::Unexpected,
        }
    }

    /// As an error at `step`.
    pub fn error(self, step: Step) -> CardError {
        CardError::with_status(self.fault(), step, self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hex(command: &Command) -> String {
        command.bytes().iter().map(|b| format!("{b:02X}")).collect()
    }

    #[test]
    fn commands_are_the_documented_bytes() {
        let pin = Pin::take(&mut b"1234".to_vec()).unwrap();
        let aid = [0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
        for (command, bytes) in [
            (Command::select_application(&aid), "00A4040C0AD392F000260100000001"),
            (Command::select_file(0x000A), "00A4020C02000A"),
            (Command::throw_away(), "00A40000"),
            (Command::read_short_id(0x0A, 256), "00B08A0000"),
            (Command::read_short_id(0x06, 32), "00B0860020"),
            (Command::read_short_id_extended(0x0A), "00B08A00000000"),
            (Command::read(0x0100, 256), "00B0010000"),
            (Command::read(0x0600, 0x44), "00B0060044"),
            (Command::tries(0x98), "00200098"),
            (Command::verify(0x80, &pin), "002000800431323334"),
            (Command::sign(0x97, &[1, 2, 3]), "802A00970301020300"),
            (Command::get_response(0x10), "00C0000010"),
        ] {
            assert_eq!(hex(&command), bytes);
        }
    }

    #[test]
    fn a_command_with_a_pin_is_never_printed() {
        let text = format!("{:?}", Command::verify(0x98, &Pin::take(&mut b"7777".to_vec()).unwrap()));
        assert_eq!(text, "Command([00, 20, 00, 98]…)");
    }

    #[test]
    fn the_length_is_checked_before_the_status_word() {
        assert_eq!(Answer::parse(vec![]), Err(Fault::Pulled));
        assert_eq!(Answer::parse(vec![0x90]), Err(Fault::BadAnswer));
        assert_eq!(Answer::parse(vec![0; MAX_ANSWER + 1]), Err(Fault::BadAnswer));
        assert_eq!(Answer::parse(vec![0x90, 0x00]), Ok(Answer { data: vec![], status: Status::OK }));
        assert_eq!(Answer::parse(vec![7, 0x63, 0xC2]), Ok(Answer { data: vec![7], status: Status(0x63C2) }));
    }

    #[test]
    fn status_words_become_typed_faults() {
        for (status, fault) in [
            (0x6982, Fault::NotAllowed),
            (0x6985, Fault::NotAllowed),
            (0x6983, Fault::PinLocked),
            (0x6984, Fault::PinLocked),
            (0x63C2, Fault::PinWrong),
            (0x6A82, Fault::FileMissing),
            (0x6700, Fault::Unsupported),
            (0x6A86, Fault::Unsupported),
            (0x6B00, Fault::Unsupported),
            (0x6D00, Fault::Unsupported),
            (0x6E00, Fault::Unsupported),
            (0x6F00, Fault::CardInternal),
            (0x1234, Fault::Unexpected),
        ] {
            assert_eq!(Status(status).fault(), fault, "{status:04X}");
        }
        assert_eq!(Status(0x63C1).tries_left(), Some(1));
        assert_eq!(Status(0x6984).tries_left(), Some(0));
        assert_eq!(Status::OK.tries_left(), None);
    }

    proptest! {
        #[test]
        fn any_answer_is_data_and_status_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let len = bytes.len();
            match Answer::parse(bytes) {
                Ok(answer) => prop_assert_eq!(answer.data.len() + 2, len),
                Err(_) => prop_assert!(len < 2),
            }
        }
    }
}
