//! Scripted exchanges: every byte sent to the card, and its answers. No card, no reader.

use super::super::scheme::{Algorithm, JPKI, SCHEMES};
use super::super::testcert::{NOT_AFTER, NOT_BEFORE, certificate};
use super::*;
use crate::card::{CardContent, TokenKind};
use std::collections::VecDeque;

const SELECT: &str = "00A4040C0AD392F000260100000001";
const WASTE: &str = "00A40000";
const TOKEN: &str = "00B0860020";
const WHOLE: &str = "00B08A00000000";
const FIRST: &str = "00B08A0000";
const TRIES: &str = "00200098";
const VERIFY: &str = "002000980430343132";
const SIGN: &str = "802A009733";

/// An answer of a script.
#[derive(Clone)]
enum Say {
    /// Data and status word.
    Data(Vec<u8>, u16),
    /// A status word alone.
    Sw(u16),
    /// Bytes as they are.
    Raw(Vec<u8>),
    /// No answer.
    Broken(Fault),
}
use Say::{Data, Raw, Sw};

/// Plays a script; commands are compared by their beginning, and every line must be used.
struct Play {
    lines: VecDeque<(String, Say)>,
    heard: Vec<String>,
}

impl Play {
    fn new(lines: &[(&str, Say)]) -> Self {
        let lines = lines.iter().map(|(command, say)| (command.to_string(), say.clone())).collect();
        Self { lines, heard: vec![] }
    }

    fn verifies(&self) -> usize {
        self.heard.iter().filter(|c| c.starts_with("0020") && c.len() > 8).count()
    }
}

impl Transmit for Play {
    fn transmit(&mut self, _: Step, command: &[u8]) -> Result<Vec<u8>, Broken> {
        let hex: String = command.iter().map(|b| format!("{b:02X}")).collect();
        self.heard.push(hex.clone());
        let (expected, say) = self.lines.pop_front().unwrap_or_else(|| panic!("unexpected command {hex}"));
        assert!(hex.starts_with(&expected), "sent {hex}, the script has {expected}");
        match say {
            Data(data, status) => Ok([&data[..], &status.to_be_bytes()].concat()),
            Sw(status) => Ok(status.to_be_bytes().to_vec()),
            Raw(bytes) => Ok(bytes),
            Say::Broken(fault) => Err(Broken { fault, cause: None }),
        }
    }
}

fn label(text: &str) -> Say {
    let mut label = text.as_bytes().to_vec();
    label.resize(32, b' ');
    Data(label, 0x9000)
}

fn pin() -> Pin {
    Pin::take(&mut b"0412".to_vec()).unwrap()
}

fn whole() -> Say {
    Data([certificate(1_600), vec![0xFF; 300]].concat(), 0x9000)
}

fn signature() -> Say {
    Data(vec![0xA5; 256], 0x9000)
}

/// The standard exchange.
fn standard() -> Vec<(&'static str, Say)> {
    vec![
        (SELECT, Sw(0x9000)),
        (TOKEN, label("JPKIAPICCTOKEN2")),
        (WHOLE, whole()),
        (TRIES, Sw(0x63C3)),
        (VERIFY, Sw(0x9000)),
        (SIGN, signature()),
    ]
}

/// Plays the exchange of PIN mode.
fn run(
    play: &mut Play,
    extended: Option<bool>,
) -> Result<(CardContent, PinOutcome, Option<bool>), CardError> {
    let mut dialogue = Dialogue::open(play, SCHEMES, extended)?;
    let content = dialogue.read(true)?;
    let outcome = dialogue.sign(&pin(), &[7; 32])?;
    let extended = dialogue.extended();
    Ok((content, outcome, extended))
}

fn plays(lines: &[(&str, Say)], extended: Option<bool>) -> (CardContent, PinOutcome, Option<bool>) {
    let mut play = Play::new(lines);
    let result = run(&mut play, extended).unwrap();
    assert!(play.lines.is_empty(), "{} commands were not sent", play.lines.len());
    result
}

fn fails(lines: &[(&str, Say)]) -> CardError {
    let mut play = Play::new(lines);
    let error = run(&mut play, None).unwrap_err();
    assert!(play.lines.is_empty(), "{} commands were not sent", play.lines.len());
    error
}

#[test]
fn certificate_and_signature_take_six_commands() {
    let (content, outcome, extended) = plays(&standard(), None);
    assert_eq!(content.token, TokenKind::Card);
    assert_eq!(content.certificate, certificate(1_600), "the padding is not part of it");
    assert_eq!((content.not_before, content.not_after), (NOT_BEFORE, NOT_AFTER));
    assert_eq!(content.tries_left, Some(3));
    assert_eq!(outcome, PinOutcome::Signed(vec![0xA5; 256]));
    assert_eq!(extended, Some(true));
}

#[test]
fn what_is_signed_is_digest_info_and_digest() {
    let mut play = Play::new(&standard());
    run(&mut play, None).unwrap();
    let input = "3031300D060960864801650304020105000420";
    assert_eq!(play.heard[5], format!("802A009733{input}{}00", "07".repeat(32)));
}

#[test]
fn without_tries_visual_mode_takes_three_commands() {
    let mut play = Play::new(&standard()[..3]);
    let content = Dialogue::open(&mut play, SCHEMES, Some(true)).unwrap().read(false).unwrap();
    assert_eq!(content.tries_left, None);
    assert!(play.lines.is_empty());
}

#[test]
fn a_first_6f00_gets_a_command_to_waste_and_is_asked_again_once() {
    let mut lines = vec![(SELECT, Sw(0x6F00)), (WASTE, Sw(0x6A86))];
    lines.extend(standard());
    plays(&lines, None);
    let error = fails(&[(SELECT, Sw(0x6F00)), (WASTE, Sw(0x6F00)), (SELECT, Sw(0x6F00))]);
    assert_eq!((error.fault, error.status), (Fault::CardInternal, Some(0x6F00)));
}

/// The certificate in pieces of 256 bytes, as a short reader gets it.
fn pieces() -> Vec<(String, Say)> {
    let whole = certificate(1_600);
    let mut lines = vec![(FIRST.to_owned(), Data(whole[..256].to_vec(), 0x9000))];
    for (n, piece) in whole[256..].chunks(256).enumerate() {
        let command = format!("00B0{:04X}{:02X}", (n + 1) * 256, piece.len() % 256);
        lines.push((command, Data(piece.to_vec(), 0x9000)));
    }
    lines
}

fn in_pieces(before: &[(&'static str, Say)]) -> Vec<(&'static str, Say)> {
    let mut lines = standard()[..2].to_vec();
    lines.extend_from_slice(before);
    lines.extend(pieces().into_iter().map(|(command, say)| (&*command.leak(), say)));
    lines.extend_from_slice(&standard()[3..]);
    lines
}

#[test]
fn a_reader_without_extended_commands_gets_pieces_and_is_remembered() {
    for (status, remembered) in [
        (0x6700, Some(false)),
        (0x6D00, Some(false)),
        (0x6E00, Some(false)),
        (0x6A86, Some(false)),
        (0x6B00, Some(false)),
        (0x6C00, Some(false)),
        (0x9000, Some(false)),
        (0x6F00, None),
    ] {
        let (content, _, extended) = plays(&in_pieces(&[(WHOLE, Sw(status))]), None);
        assert_eq!((content.certificate, extended), (certificate(1_600), remembered), "{status:04X}");
    }
    let (.., extended) = plays(&in_pieces(&[]), Some(false));
    assert_eq!(extended, Some(false), "not tried again");
}

#[test]
fn a_reader_that_stumbles_over_the_length_is_selected_again() {
    for stumble in [Say::Broken(Fault::ReaderFailed), Raw(vec![]), Raw(vec![0x90])] {
        let (.., extended) = plays(&in_pieces(&[(WHOLE, stumble), (SELECT, Sw(0x9000))]), None);
        assert_eq!(extended, Some(false));
    }
}

#[test]
fn a_reader_that_loses_the_card_over_the_length_is_remembered_for_the_next_card() {
    let failed = Say::Broken(Fault::ReaderFailed);
    let mut play =
        Play::new(&[standard()[0].clone(), standard()[1].clone(), (WHOLE, failed.clone()), (SELECT, failed)]);
    let mut dialogue = Dialogue::open(&mut play, SCHEMES, None).unwrap();
    assert_eq!(dialogue.read(true).unwrap_err().fault, Fault::ReaderFailed);
    assert_eq!(dialogue.extended(), Some(false));
}

#[test]
fn a_short_answer_to_the_extended_read_is_read_on() {
    let der = certificate(1_600);
    let rest = (der.len() - 1_536) as u8;
    let mut lines = standard();
    lines[2].1 = Data(der[..1_024].to_vec(), 0x6282);
    let more: Vec<(String, Say)> = vec![
        ("00B0040000".into(), Data(der[1_024..1_280].to_vec(), 0x9000)),
        ("00B0050000".into(), Data(der[1_280..1_500].to_vec(), 0x9000)),
        ("00B005DC".into(), Data(der[1_500..1_536].to_vec(), 0x9000)),
        (format!("00B00600{rest:02X}"), Sw(0x6C00 | u16::from(rest))),
        (format!("00B00600{rest:02X}"), Data(der[1_536..].to_vec(), 0x9000)),
    ];
    let mut all = lines[..3].to_vec();
    all.extend(more.into_iter().map(|(command, say)| (&*command.leak(), say)));
    all.extend_from_slice(&lines[3..]);
    let (content, _, extended) = plays(&all, None);
    assert_eq!((content.certificate, extended), (der, Some(true)));
}

#[test]
fn a_card_that_does_not_make_the_short_id_current_gets_its_file_selected() {
    let mut lines = in_pieces(&[]);
    let second = lines[3].0;
    lines.insert(3, (second, Sw(0x6986)));
    lines.insert(4, ("00A4020C02000A", Sw(0x9000)));
    let (content, ..) = plays(&lines, Some(false));
    assert_eq!(content.certificate, certificate(1_600));
}

#[test]
fn a_card_that_knows_no_short_references_gets_files_selected_and_one_verify() {
    let mut lines = standard()[..3].to_vec();
    lines.extend([
        (TRIES, Sw(0x6A86)),
        ("00A4020C020018", Sw(0x9000)),
        ("00200080", Sw(0x63C3)),
        ("00A4020C020018", Sw(0x9000)),
        ("002000800430343132", Sw(0x9000)),
        ("00A4020C020017", Sw(0x9000)),
        ("802A008033", signature()),
    ]);
    assert_eq!(plays(&lines, None).1, PinOutcome::Signed(vec![0xA5; 256]));
}

#[test]
fn answers_in_two_parts_are_joined() {
    let mut lines = standard();
    lines[5].1 = Data(vec![0xA5; 200], 0x6138);
    lines.push(("00C0000038", Data(vec![0xA5; 56], 0x9000)));
    assert_eq!(plays(&lines, None).1, PinOutcome::Signed(vec![0xA5; 256]));
}

#[test]
fn other_kinds_of_card_are_told_apart() {
    for (text, fault) in [
        ("JPKIAPICCTOKEN", Fault::OldJuki),
        ("JPKIAPGPSETOKEN", Fault::Phone),
        ("JPKIAPIOSTOKEN", Fault::Phone),
        ("SOMETHINGELSE", Fault::UnknownToken),
    ] {
        assert_eq!(fails(&[(SELECT, Sw(0x9000)), (TOKEN, label(text))]).fault, fault);
    }
    for status in [0x6A82, 0x6A81, 0x6700, 0x6D00, 0x6E00, 0x6999, 0x6985] {
        let error = fails(&[(SELECT, Sw(status))]);
        assert_eq!((error.fault, error.status), (Fault::NotJpki, Some(status)));
    }
}

#[test]
fn broken_certificates_are_told_apart() {
    let der = certificate(1_600);
    let with = |say: Say| fails(&[(SELECT, Sw(0x9000)), standard().remove(1), (WHOLE, say)]).fault;
    assert_eq!(with(Sw(0x6A82)), Fault::NoCertificate);
    assert_eq!(with(Data(vec![0xFF; 2_000], 0x9000)), Fault::NoCertificate);
    assert_eq!(with(Data(vec![0; 2_000], 0x9000)), Fault::NoCertificate);
    assert_eq!(with(Data(vec![0x30, 0x82, 0xFF], 0x9000)), Fault::Truncated);
    assert_eq!(with(Data([&[0x30, 0x82, 0xFF, 0xF0][..], &der].concat(), 0x9000)), Fault::TooLarge);
    assert_eq!(with(Data(vec![0x5A; 2_000], 0x9000)), Fault::BadCertificate);
    let hollow = [&der[..4], &vec![0x5A; der.len() - 4]].concat();
    assert_eq!(with(Data(hollow, 0x9000)), Fault::BadCertificate);
    for end in [Sw(0x9000), Sw(0x6282), Sw(0x6B00)] {
        let lines = [
            (SELECT, Sw(0x9000)),
            standard().remove(1),
            (WHOLE, Data(der[..1_024].to_vec(), 0x9000)),
            ("00B00400", end),
        ];
        assert_eq!(fails(&lines).fault, Fault::Truncated);
    }
}

#[test]
fn crumbs_are_not_waited_for() {
    struct Crumbs(usize);
    impl Transmit for Crumbs {
        fn transmit(&mut self, _: Step, command: &[u8]) -> Result<Vec<u8>, Broken> {
            self.0 += 1;
            match command {
                [_, 0xA4, ..] => Ok(vec![0x90, 0x00]),
                [_, 0xB0, 0x86, ..] => Ok([b"JPKIAPICCTOKEN2", &[0; 17][..], &[0x90, 0x00]].concat()),
                [_, 0xB0, 0x8A, ..] => Ok(vec![0x30, 0x82, 0x1F, 0x00, 0x90, 0x00]),
                _ => Ok(vec![0x01, 0x90, 0x00]),
            }
        }
    }
    let mut card = Crumbs(0);
    let error = Dialogue::open(&mut card, SCHEMES, None).unwrap().read(false).unwrap_err();
    assert_eq!(error.fault, Fault::Truncated);
    assert!(card.0 <= 260, "{} commands", card.0);
}

#[test]
fn pin_outcomes_are_typed() {
    let mut lines = standard();
    lines.pop();
    for (status, outcome) in [
        (0x63C2, PinOutcome::Wrong(2)),
        (0x63C1, PinOutcome::Wrong(1)),
        (0x63C0, PinOutcome::Locked),
        (0x6983, PinOutcome::Locked),
        (0x6984, PinOutcome::Locked),
    ] {
        lines[4].1 = Sw(status);
        assert_eq!(plays(&lines, None).1, outcome, "{status:04X}");
    }
    for status in [0x6700, 0x6982, 0x6A86, 0x6F00, 0x1234] {
        lines[4].1 = Sw(status);
        let error = fails(&lines);
        assert_eq!((error.step, error.status), (Step::Verify, Some(status)));
    }
}

#[test]
fn invariant_6_a_locked_card_is_not_asked_and_no_request_sends_two_verifies() {
    for status in [0x63C0, 0x6983, 0x6984] {
        let mut lines = standard()[..3].to_vec();
        lines.push((TRIES, Sw(status)));
        let (content, outcome, _) = plays(&lines, None);
        assert_eq!((content.tries_left, outcome), (Some(0), PinOutcome::Locked), "{status:04X}");
    }
    // Whatever goes wrong wherever, one VERIFY is the most.
    let replies = [0x6700, 0x6982, 0x6A82, 0x6A86, 0x6F00, 0x6C10, 0x6110, 0x63C1, 0x63C0, 0x6983].map(Sw);
    let broken = [Fault::Pulled, Fault::Mute, Fault::ReaderFailed, Fault::ServiceDown].map(Say::Broken);
    for step in 0..6 {
        for say in replies.iter().chain(&broken).chain(&[Raw(vec![]), Raw(vec![0x63])]) {
            let mut card = Wrong { at: step, count: 0, say: say.clone(), verifies: 0 };
            let result = Dialogue::open(&mut card, SCHEMES, None).and_then(|mut d| {
                d.read(true)?;
                d.sign(&pin(), &[7; 32])
            });
            assert!(card.verifies <= 1, "step {step}: {} verifies, {result:?}", card.verifies);
        }
    }
}

/// A card that answers as it should except to one command.
struct Wrong {
    at: usize,
    count: usize,
    say: Say,
    verifies: usize,
}

impl Transmit for Wrong {
    fn transmit(&mut self, _: Step, command: &[u8]) -> Result<Vec<u8>, Broken> {
        self.verifies += usize::from(command.get(1) == Some(&0x20) && command.len() > 4);
        let say = match (self.count == self.at, command) {
            (true, _) => self.say.clone(),
            (_, [_, 0xA4, ..]) => Sw(0x9000),
            (_, [_, 0xB0, 0x86, ..]) => label("JPKIAPICCTOKEN2"),
            (_, [_, 0xB0, 0x8A, .., 0, 0, 0]) => whole(),
            (_, [_, 0x20, _, _]) => Sw(0x63C3),
            (_, [_, 0x20, ..]) => Sw(0x9000),
            (_, [0x80, 0x2A, ..]) => signature(),
            _ => Sw(0x6D00),
        };
        self.count += 1;
        Play { lines: [(String::new(), say)].into(), heard: vec![] }.transmit(Step::Reader, command)
    }
}

#[test]
fn pulled_at_any_command_is_told_as_pulled_or_as_an_uncertain_pin() {
    for at in 0..6 {
        for gone in [Raw(vec![]), Say::Broken(Fault::Pulled)] {
            let mut lines = standard();
            lines.truncate(at + 1);
            lines[at].1 = gone.clone();
            if at == 2 {
                lines.push((SELECT, gone.clone()));
            }
            let error = fails(&lines);
            let expected = if at == 4 { Fault::PinUncertain } else { Fault::Pulled };
            assert_eq!(error.fault, expected, "command {at}");
        }
    }
}

#[test]
fn a_signature_of_another_length_is_refused() {
    for len in [0, 1, 255, 257] {
        let mut lines = standard();
        lines[5].1 = Data(vec![0xA5; len], 0x9000);
        assert_eq!(fails(&lines).fault, Fault::BadSignature, "{len} bytes");
    }
}

#[test]
fn wrong_then_right_spends_two_tries_and_asks_the_counter_once() {
    let mut lines = standard();
    lines.insert(4, (VERIFY, Sw(0x63C2)));
    let mut play = Play::new(&lines);
    let mut dialogue = Dialogue::open(&mut play, SCHEMES, None).unwrap();
    dialogue.read(true).unwrap();
    assert_eq!(dialogue.sign(&pin(), &[7; 32]), Ok(PinOutcome::Wrong(2)));
    assert_eq!(dialogue.sign(&pin(), &[7; 32]), Ok(PinOutcome::Signed(vec![0xA5; 256])));
    assert_eq!((play.verifies(), play.lines.len()), (2, 0));
}

/// An invented next generation: another application, other files, ECDSA P-384 over the bare digest.
const NEXT: Scheme = Scheme {
    name: "next",
    application: &[0xF0, 0x01, 0x02],
    algorithm: Algorithm { name: "ecdsa-p384", prefix: &[], shortest: 96, longest: 104 },
    certificate: FileId(0x0011),
    key: FileId(0x0012),
    pin: FileId(0x0013),
    ..JPKI
};
const BOTH: &[Scheme] = &[NEXT, JPKI];

#[test]
fn the_next_generation_is_a_change_of_data() {
    let mut play = Play::new(&[
        ("00A4040C03F00102", Sw(0x9000)),
        (TOKEN, label("JPKIAPICCTOKEN2")),
        ("00B09100000000", whole()),
        ("00200093", Sw(0x63C5)),
        ("002000930430343132", Sw(0x9000)),
        ("802A009220", Data(vec![0x30; 102], 0x9000)),
    ]);
    let mut dialogue = Dialogue::open(&mut play, BOTH, None).unwrap();
    assert_eq!(dialogue.scheme().name, "next");
    assert_eq!(dialogue.read(true).unwrap().tries_left, Some(5));
    assert_eq!(dialogue.sign(&pin(), &[7; 32]), Ok(PinOutcome::Signed(vec![0x30; 102])));
    let mut lines = vec![("00A4040C03F00102", Sw(0x6A82))];
    lines.extend(standard());
    let mut play = Play::new(&lines);
    assert_eq!(
        Dialogue::open(&mut play, BOTH, None).unwrap().scheme().name,
        "jpki",
        "the present one as well"
    );
}
