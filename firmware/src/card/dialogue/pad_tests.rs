//! A reader with keys of its own: the request byte for byte, and the meaning of each answer.

use super::super::scheme::SCHEMES;
use super::*;
use crate::card::{PadEnd, pad::PadTime};
use std::time::Duration;

/// A card with three tries, on a reader whose keys give a scripted answer.
struct Reader {
    tries: u16,
    /// A card that knows no short references.
    by_file: bool,
    says: Result<Vec<u8>, Broken>,
    blocks: Vec<String>,
    verifies: usize,
    commands: Vec<String>,
}

impl Reader {
    fn new(says: Result<Vec<u8>, Broken>) -> Self {
        Self { tries: 0x63C3, by_file: false, says, blocks: vec![], verifies: 0, commands: vec![] }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02X}")).collect()
}

impl Transmit for Reader {
    fn transmit(&mut self, _: Step, command: &[u8]) -> Result<Vec<u8>, Broken> {
        self.commands.push(hex(command));
        let word = |status: u16| Ok(status.to_be_bytes().to_vec());
        match command {
            [0x00, 0x20, 0x00, 0x98] if self.by_file => word(0x6A86),
            [0x00, 0x20, 0x00, _] => word(self.tries),
            [0x00, 0x20, ..] => {
                self.verifies += 1;
                word(0x9000)
            }
            [0x80, 0x2A, ..] => Ok([&[7; 256][..], &[0x90, 0x00]].concat()),
            _ => word(0x9000),
        }
    }
}

impl AskPin for Reader {
    fn ask_pin(&mut self, _: PadTime, block: &[u8]) -> Result<Vec<u8>, Broken> {
        self.blocks.push(hex(block));
        self.says.clone()
    }
}

fn time() -> PadTime {
    PadTime::new(Duration::from_secs(30))
}

fn asked(reader: &mut Reader) -> Result<PadOutcome, CardError> {
    Dialogue::open(reader, SCHEMES, None).unwrap().verify_by_pad(time())
}

fn word(status: u16) -> Reader {
    Reader::new(Ok(status.to_be_bytes().to_vec()))
}

#[test]
fn the_reader_is_asked_once_for_four_digits_and_then_the_card_signs() {
    let mut reader = word(0x9000);
    let mut dialogue = Dialogue::open(&mut reader, SCHEMES, None).unwrap();
    assert_eq!(dialogue.verify_by_pad(time()), Ok(PadOutcome::Verified(PinVerdict::Right)));
    assert_eq!(dialogue.sign_verified(&[9; 32]).unwrap(), [7; 256]);
    assert_eq!(reader.blocks.len(), 1);
    assert!(reader.blocks[0].ends_with("0020009804FFFFFFFF"), "{}", reader.blocks[0]);
    assert_eq!(reader.verifies, 0, "no VERIFY of our own");
    assert!(reader.commands[2].starts_with("802A0097"), "{:?}", reader.commands);
}

#[test]
fn each_answer_of_the_reader_or_the_card_is_told_apart() {
    use PadOutcome::{Ended, Verified};
    for (status, outcome) in [
        (0x9000, Verified(PinVerdict::Right)),
        (0x63C2, Verified(PinVerdict::Wrong(2))),
        (0x63C1, Verified(PinVerdict::Wrong(1))),
        (0x63C0, Verified(PinVerdict::Locked)),
        (0x6983, Verified(PinVerdict::Locked)),
        (0x6984, Verified(PinVerdict::Locked)),
        (0x6400, Ended(PadEnd::TimedOut)),
        (0x6401, Ended(PadEnd::Cancelled)),
        (0x6402, Ended(PadEnd::WrongLength)),
        (0x6403, Ended(PadEnd::WrongLength)),
        (0x6B80, Ended(PadEnd::Refused)),
    ] {
        assert_eq!(asked(&mut word(status)), Ok(outcome), "{status:04X}");
    }
    for (status, fault) in
        [(0x6700, Fault::Unsupported), (0x6982, Fault::NotAllowed), (0x1234, Fault::Unexpected)]
    {
        let error = asked(&mut word(status)).unwrap_err();
        assert_eq!((error.fault, error.step, error.status), (fault, Step::Pad, Some(status)));
    }
}

#[test]
fn invariant_6_whatever_gets_lost_leaves_the_try_uncertain_and_is_not_asked_again() {
    let faults = [Fault::Pulled, Fault::Mute, Fault::ReaderFailed, Fault::ServiceDown, Fault::Held];
    let lost = faults.map(|fault| Err(Broken { fault, cause: None }));
    for says in lost.into_iter().chain([Ok(vec![]), Ok(vec![0x90])]) {
        let mut reader = Reader::new(says.clone());
        let error = asked(&mut reader).unwrap_err();
        assert_eq!((error.fault, error.step), (Fault::PinUncertain, Step::Pad), "{says:?}");
        assert_eq!((reader.blocks.len(), reader.verifies), (1, 0));
    }
}

#[test]
fn a_reader_that_certainly_did_not_ask_has_spent_nothing() {
    let mut reader = Reader::new(Err(Broken { fault: Fault::Unsupported, cause: None }));
    assert_eq!(asked(&mut reader), Ok(PadOutcome::Ended(PadEnd::Refused)));
}

#[test]
fn invariant_6_nobody_is_asked_for_the_pin_of_a_locked_card() {
    for status in [0x63C0, 0x6983, 0x6984] {
        let mut reader = Reader { tries: status, ..word(0x9000) };
        assert_eq!(asked(&mut reader), Ok(PadOutcome::Verified(PinVerdict::Locked)));
        assert!(reader.blocks.is_empty());
    }
    let mut reader = word(0x63C0);
    let mut dialogue = Dialogue::open(&mut reader, SCHEMES, None).unwrap();
    for _ in 0..3 {
        assert_eq!(dialogue.verify_by_pad(time()), Ok(PadOutcome::Verified(PinVerdict::Locked)));
    }
    assert_eq!(reader.blocks.len(), 1, "the card that locked itself is not asked again");
}

#[test]
fn a_card_that_knows_no_short_references_gets_its_file_selected_first() {
    let mut reader = Reader { by_file: true, ..word(0x9000) };
    asked(&mut reader).unwrap();
    assert!(reader.blocks[0].ends_with("0020008004FFFFFFFF"), "{}", reader.blocks[0]);
    assert_eq!(reader.commands.last().unwrap(), "00A4020C020018");
}
