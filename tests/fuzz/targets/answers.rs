//! A card that answers anything, also through a reader that asks for the PIN itself: the exchange ends, in bounded work,
//! with at most one VERIFY for each signature asked for, and never says more than the card gave.
//!
//! The input is a list of answers: a byte below 0x40 lets a sound card answer; 0x40 to 0x4F is a failure of the
//! reader; above, two bytes of length and that many bytes of answer follow.
#![no_main]

use firmware::card::certificate::MAX_CERTIFICATE;
use firmware::card::dialogue::{AskPin, Broken, Dialogue, PadOutcome, PinOutcome, PinVerdict, Transmit};
use firmware::card::pad::PadTime;
use firmware::card::scheme::SCHEMES;
use firmware::card::{CardError, Fault, Pin, Step};
use libfuzzer_sys::fuzz_target;
use std::time::Duration;

/// An invented certificate, for nobody.
const CERTIFICATE: &[u8] = include_bytes!("../corpus/der/certificate");
/// Two exchanges with every detour there is need fewer.
const MOST_COMMANDS: usize = 40_000;

struct Card<'a> {
    script: &'a [u8],
    commands: usize,
    verifies: usize,
}

impl<'a> Card<'a> {
    fn next(&mut self) -> Option<u8> {
        let (&first, rest) = self.script.split_first()?;
        self.script = rest;
        Some(first)
    }

    fn chunk(&mut self) -> Vec<u8> {
        let len = usize::from(self.next().unwrap_or(0)) << 8 | usize::from(self.next().unwrap_or(0));
        let (chunk, rest) = self.script.split_at(len.min(self.script.len()));
        self.script = rest;
        chunk.to_vec()
    }
}

fn sound(command: &[u8]) -> Vec<u8> {
    let ok = |data: &[u8]| [data, &[0x90, 0x00]].concat();
    match command {
        [_, 0xA4, ..] => ok(&[]),
        [_, 0xB0, 0x86, ..] => ok(&[&b"JPKIAPICCTOKEN2"[..], &[b' '; 17]].concat()),
        [_, 0xB0, 0x8A, .., 0, 0, 0] => ok(CERTIFICATE),
        [_, 0xB0, 0x8A, ..] => ok(&CERTIFICATE[..256]),
        [_, 0xB0, high, low, len] => {
            let from = (usize::from(*high) << 8 | usize::from(*low)).min(CERTIFICATE.len());
            let wanted = if *len == 0 { 256 } else { usize::from(*len) };
            ok(&CERTIFICATE[from..(from + wanted).min(CERTIFICATE.len())])
        }
        [_, 0x20, _, _] => vec![0x63, 0xC3],
        [_, 0x20, ..] => ok(&[]),
        [0x80, 0x2A, ..] => ok(&[0x5A; 256]),
        _ => vec![0x6D, 0x00],
    }
}

impl Transmit for Card<'_> {
    fn transmit(&mut self, step: Step, command: &[u8]) -> Result<Vec<u8>, Broken> {
        assert!((4..=261).contains(&command.len()), "not a short command, nor the one extended READ");
        self.commands += 1;
        assert!(self.commands < MOST_COMMANDS, "no end of commands");
        if command[1] == 0x20 && command.len() > 4 {
            assert_eq!(step, Step::Verify);
            self.verifies += 1;
        }
        match self.next() {
            None | Some(0..0x40) => Ok(sound(command)),
            Some(which @ 0x40..0x50) => {
                let faults = [Fault::ReaderFailed, Fault::Pulled, Fault::ServiceDown, Fault::Mute];
                Err(Broken { fault: faults[usize::from(which) % 4], cause: None })
            }
            Some(_) => Ok(self.chunk()),
        }
    }
}

impl AskPin for Card<'_> {
    fn ask_pin(&mut self, _: PadTime, block: &[u8]) -> Result<Vec<u8>, Broken> {
        assert_eq!(block.len(), 28);
        match self.next() {
            None | Some(0..0x40) => {
                self.verifies += 1;
                Ok(vec![0x90, 0x00])
            }
            Some(0x40) => Err(Broken { fault: Fault::Unsupported, cause: None }),
            Some(0x41..0x50) => Err(Broken { fault: Fault::ReaderFailed, cause: None }),
            Some(_) => {
                self.verifies += 1;
                Ok(self.chunk())
            }
        }
    }
}

fn exchange(card: &mut Card, extended: Option<bool>) -> Result<(), CardError> {
    let pin = Pin::take(&mut b"0412".to_vec()).expect("four digits");
    let mut dialogue = Dialogue::open(card, SCHEMES, extended)?;
    for _ in 0..2 {
        let content = dialogue.read(true)?;
        assert!(content.certificate.len() <= MAX_CERTIFICATE);
        assert!(content.not_before <= content.not_after);
        if let PinOutcome::Signed(signature) = dialogue.sign(&pin, &[7; 32])? {
            assert_eq!(signature.len(), 256);
        }
        let asked = dialogue.verify_by_pad(PadTime::new(Duration::from_secs(30)))?;
        if asked == PadOutcome::Verified(PinVerdict::Right) {
            assert_eq!(dialogue.sign_verified(&[7; 32])?.len(), 256);
        }
    }
    Ok(())
}

fuzz_target!(|script: &[u8]| {
    for extended in [None, Some(true), Some(false)] {
        let mut card = Card { script, commands: 0, verifies: 0 };
        let result = exchange(&mut card, extended);
        assert!(card.verifies <= 4, "{} VERIFYs for four signatures", card.verifies);
        if let Err(error) = result {
            assert!(error.to_string().starts_with('K'));
            if error.fault == Fault::PinUncertain {
                assert!(matches!(error.step, Step::Verify | Step::Pad));
            }
        }
    }
});
