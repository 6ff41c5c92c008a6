//! The card answers each command as public code says a real one does; state and faults by table, without a reader.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test tells by failing")]
#![allow(clippy::panic, reason = "a test tells by failing")]

use card::{BadCertificate, Faults, Outcome, RawAnswer, VirtualCard, WrongStatus};
use personas::jpki::Pki;
use std::sync::LazyLock;

static PKI: LazyLock<Pki> = LazyLock::new(|| Pki::ensure(&personas::shared_dir()).unwrap());

const JPKI: &str = "00A4040C0AD392F000260100000001";
const TEXT: &str = "00A4040C0AD3921000310001010408";
const DIGEST_INFO: &str = "3031300D060960864801650304020105000420";

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|n| u8::from_str_radix(&hex[n..n + 2], 16).unwrap()).collect()
}

fn card(persona: &str) -> VirtualCard {
    let card = VirtualCard::new(personas::find(persona).unwrap(), &PKI).unwrap();
    card.inserted();
    card.power_up();
    card
}

/// Sends one command, gives data and status word.
fn send(card: &VirtualCard, hex: &str) -> (Vec<u8>, u16) {
    match card.transmit(&bytes(hex)) {
        Outcome::Answer(mut answer) => {
            let status = answer.split_off(answer.len() - 2);
            (answer, u16::from_be_bytes([status[0], status[1]]))
        }
        other => panic!("{hex}: {other:?}"),
    }
}

fn status(card: &VirtualCard, hex: &str) -> u16 {
    send(card, hex).1
}

/// Sends commands in a row and compares each status word.
fn table(card: &VirtualCard, rows: &[(&str, u16)]) {
    for (n, (command, expected)) in rows.iter().enumerate() {
        assert_eq!(format!("{:04X}", status(card, command)), format!("{expected:04X}"), "row {n}: {command}");
    }
}

fn verify(pin: &str) -> String {
    let hex: String = pin.bytes().map(|b| format!("{b:02X}")).collect();
    format!("0020008004{hex}")
}

fn sign_with(p2: &str) -> String {
    format!("802A00{p2}33{DIGEST_INFO}{}00", "5A".repeat(32))
}

#[test]
fn selection_and_reading_follow_the_standard() {
    let card = card("valid-hanako");
    table(
        &card,
        &[
            ("00A40000", 0x9000),
            ("00B000000A", 0x6986),
            ("00A4020C020006", 0x6a82),
            (JPKI, 0x9000),
            ("00A4020C020099", 0x6a82),
            ("00A4020C0100", 0x6700),
            ("00A4090C020006", 0x6a86),
            ("00A4020C02000A", 0x9000),
            ("00B0000000", 0x9000),
            ("00B0000004", 0x9000),
            ("00B00000", 0x6700),
            ("00B07FFF00", 0x6b00),
            ("00B08A0000", 0x9000),
            ("00B09F0000", 0x6a82),
            ("00B0980000", 0x6986),
            ("00B0810000", 0x6982),
            ("00C0000000", 0x6d00),
            ("0CB0000000", 0x6e00),
            ("00A4040C0AD392F000260100000002", 0x6a82),
        ],
    );
}

#[test]
fn the_certificate_is_the_same_by_every_way_of_reading() {
    let card = card("valid-yoshida");
    let expected = &PKI.authentication("valid-yoshida").unwrap().certificate;
    send(&card, JPKI);
    let (whole, _) = send(&card, "00B08A00000000");
    assert_eq!(&whole, expected, "extended, by short id");
    let mut pieces = Vec::new();
    while pieces.len() < expected.len() {
        let (piece, done) = send(&card, &format!("00B0{:04X}00", pieces.len()));
        assert_eq!(done, 0x9000);
        pieces.extend(piece);
    }
    assert_eq!(&pieces, expected, "256 at a time, by offset");
    send(&card, "00A4020C02000A");
    assert_eq!(send(&card, "00B000000007D0").0, *expected, "extended, by file");
    assert_eq!(send(&card, "00B08A0402").0, expected[4..6], "short id with offset");
}

#[test]
fn four_apdus_are_enough_for_certificate_and_signature() {
    let card = card("valid-hanako");
    let pin = &card.persona().unwrap().card.pin;
    table(&card, &[(JPKI, 0x9000), ("00B08A00000000", 0x9000)]);
    assert_eq!(status(&card, &verify(pin).replacen("0080", "0098", 1)), 0x9000);
    let (signature, done) = send(&card, &sign_with("97"));
    assert_eq!((signature.len(), done), (256, 0x9000));
    assert_eq!(card.stats().apdus, 4);
    let key = PKI.authentication("valid-hanako").unwrap().key().unwrap().to_public_key();
    let padding = rsa::Pkcs1v15Sign::new::<sha2::Sha256>();
    assert!(key.verify(padding, &[0x5a; 32], &signature).is_ok());
}

#[test]
fn tries_are_asked_for_free_and_spent_by_wrong_pins_alone() {
    let card = card("valid-hanako");
    let pin = card.persona().unwrap().card.pin.clone();
    table(
        &card,
        &[
            (JPKI, 0x9000),
            ("00200080", 0x6985),
            ("00A4020C020018", 0x9000),
            ("00200080", 0x63c3),
            ("00200080", 0x63c3),
            (&verify("0000"), 0x63c2),
            ("0020008003313233", 0x6700),
            ("00200080", 0x63c2),
            (&verify(&pin), 0x9000),
            ("00200080", 0x63c3),
            (&verify("0000"), 0x63c2),
            (&verify("0000"), 0x63c1),
            (&verify("0000"), 0x63c0),
            ("00200080", 0x63c0),
            (&verify(&pin), 0x6984),
        ],
    );
    card.set_faults(Faults { blocked_6983: true, ..Faults::default() });
    assert_eq!(status(&card, &verify(&pin)), 0x6983);
    assert_eq!(card.tries_left(), Some(0));
}

#[test]
fn tries_outlive_power_and_reinsertion() {
    let card = card("valid-hanako");
    table(
        &card,
        &[(JPKI, 0x9000), ("00200098", 0x63c3), ("00200098 0430303030".replace(' ', "").as_str(), 0x63c2)],
    );
    card.power_down();
    card.inserted();
    card.power_up();
    table(&card, &[(JPKI, 0x9000), ("00200098", 0x63c2)]);
    let delivered = [("one-try-left", 0x63c1), ("pin-locked", 0x63c0), ("no-pin", 0x63c0)];
    for (persona, tries) in delivered {
        table(&self::card(persona), &[(JPKI, 0x9000), ("00200098", tries)]);
    }
}

#[test]
fn a_verified_pin_ends_with_power_or_another_application_but_not_with_a_warm_reset() {
    let card = card("valid-hanako");
    let pin = verify(&card.persona().unwrap().card.pin).replacen("0080", "0098", 1);
    let sign = sign_with("97");
    table(
        &card,
        &[(JPKI, 0x9000), (&sign, 0x6982), (&pin, 0x9000), (&sign, 0x9000), (JPKI, 0x9000), (&sign, 0x9000)],
    );
    card.warm_reset();
    table(&card, &[(JPKI, 0x9000), (&sign, 0x9000)]);
    table(&card, &[(TEXT, 0x9000), (JPKI, 0x9000), (&sign, 0x6982), (&pin, 0x9000), (&sign, 0x9000)]);
    card.power_down();
    card.power_up();
    table(&card, &[(JPKI, 0x9000), (&sign, 0x6982), (&pin, 0x9000)]);
    table(&card, &[(&verify("0000").replacen("0080", "0098", 1), 0x63c2), (&sign, 0x6982)]);
}

#[test]
fn signing_refuses_what_a_card_refuses() {
    let card = card("valid-hanako");
    let pin = verify(&card.persona().unwrap().card.pin).replacen("0080", "0098", 1);
    table(
        &card,
        &[
            (JPKI, 0x9000),
            (&pin, 0x9000),
            (&sign_with("80"), 0x6985),
            ("802A009700", 0x6700),
            ("802A00970101", 0x6700),
            (&sign_with("98"), 0x6985),
            (&sign_with("17"), 0x6a86),
            ("00A4020C020017", 0x9000),
            (&sign_with("80"), 0x9000),
            (&sign_with("9A"), 0x6982),
        ],
    );
}

#[test]
fn a_challenge_is_random_and_as_long_as_asked_for() {
    let card = card("valid-hanako");
    let (first, second) = (send(&card, "0084000008"), send(&card, "0084000008"));
    assert_eq!((first.0.len(), first.1), (8, 0x9000));
    assert_ne!(first, second);
    table(&card, &[("00840000", 0x6700), ("00840000000200", 0x6700)]);
}

#[test]
fn the_token_tells_the_kind_of_card() {
    let kinds = [
        ("valid-hanako", "JPKIAPICCTOKEN2"),
        ("no-pin", "JPKIAPICCTOKEN2"),
        ("phone-android", "JPKIAPGPSETOKEN"),
        ("phone-ios", "JPKIAPIOSTOKEN"),
        ("old-juki", "JPKIAPICCTOKEN"),
    ];
    for (persona, label) in kinds {
        let card = card(persona);
        send(&card, JPKI);
        let (token, done) = send(&card, "00B0860000");
        assert_eq!((token.len(), done), (160, 0x9000));
        assert_eq!(String::from_utf8_lossy(&token[..32]).trim_end(), label);
    }
    assert_eq!(status(&card("other-card"), JPKI), 0x6a82);
    table(&card("old-juki"), &[(JPKI, 0x9000), ("00B08A0000", 0x6a82), ("00200098", 0x6a82)]);
    table(&card("phone-ios"), &[(TEXT, 0x6a82)]);
}

#[test]
fn the_text_application_opens_with_its_own_pin() {
    let card = card("valid-katsuragi");
    let persona = card.persona().unwrap();
    let by_number: String = persona.number.bytes().map(|b| format!("{b:02X}")).collect();
    table(
        &card,
        &[
            (TEXT, 0x9000),
            ("00B0810000", 0x6982),
            ("00A4020C020011", 0x9000),
            (&verify("0000"), 0x63c2),
            (&verify(&persona.card.pin), 0x9000),
            ("00B0830000", 0x9000),
        ],
    );
    let (number, _) = send(&card, "00B0810000");
    assert_eq!(
        (&number[..3], &number[3..15], number.len()),
        (&[0xdf, 0x10, 12][..], persona.number.as_bytes(), 17)
    );
    let (attributes, _) = send(&card, "00B0820000");
    assert_eq!(attributes[..2], [0xff, 0x20]);
    assert_eq!(usize::from(u16::from_be_bytes([attributes[3], attributes[4]])) + 5, attributes.len());
    let text = String::from_utf8_lossy(&attributes);
    assert!(
        text.contains(&persona.name.replace(' ', "　")) && text.contains("19551231") && text.ends_with('2')
    );
    assert_eq!(send(&card, "00B08300000000").0.len(), 336);
    // The number opens itself and not the attributes.
    table(
        &card,
        &[
            (JPKI, 0x9000),
            (TEXT, 0x9000),
            ("00A4020C020014", 0x9000),
            (&format!("002000800C{by_number}"), 0x9000),
            ("00B0810000", 0x9000),
            ("00B0820000", 0x6982),
        ],
    );
    assert_eq!(card.tries_left(), Some(3), "the JPKI PIN has its own counter");
}

#[test]
fn faults_come_at_the_apdu_they_are_set_for() {
    let card = card("valid-hanako");
    card.set_faults(Faults { status: Some(WrongStatus { at: 2, word: 0x6f42 }), ..Faults::default() });
    table(&card, &[(JPKI, 0x9000), ("00B08A0000", 0x6f42), ("00B08A0000", 0x9000)]);
    card.set_faults(Faults { raw: Some(RawAnswer { at: 4, bytes: vec![] }), ..Faults::default() });
    assert_eq!(card.transmit(&bytes(JPKI)), Outcome::Answer(vec![]));
    card.set_faults(Faults { mute_at: Some(6), ..Faults::default() });
    assert_eq!(status(&card, JPKI), 0x9000);
    for _ in 0..2 {
        assert_eq!(card.transmit(&bytes(JPKI)), Outcome::Silence);
    }
    card.set_faults(Faults { pull_at: Some(8), ..Faults::default() });
    assert_eq!(card.transmit(&bytes(JPKI)), Outcome::Pulled);
    card.set_faults(Faults { first_6f00: true, ..Faults::default() });
    card.power_up();
    table(&card, &[(JPKI, 0x6f00), (JPKI, 0x9000)]);
}

#[test]
fn a_reader_that_is_weak_is_played_by_short_reads_and_no_extended_lengths() {
    let card = card("valid-hanako");
    send(&card, JPKI);
    card.set_faults(Faults { short_reads: Some(100), no_extended: true, ..Faults::default() });
    assert_eq!(send(&card, "00B08A0000").0.len(), 100);
    assert_eq!(status(&card, "00B08A00000000"), 0x6700);
    card.set_faults(Faults::default());
    assert!(send(&card, "00B08A00000000").0.len() > 1_000);
}

#[test]
fn each_bad_certificate_is_bad_in_its_own_way_and_undone() {
    let card = card("valid-hanako");
    let sound = &PKI.authentication("valid-hanako").unwrap().certificate;
    send(&card, JPKI);
    let read = |certificate| {
        card.set_faults(Faults { certificate, ..Faults::default() });
        send(&card, "00B08A00000000").0
    };
    let promised = |der: &[u8]| usize::from(u16::from_be_bytes([der[2], der[3]])) + 4;
    let parses = |der: &[u8]| x509_parser::parse_x509_certificate(der).is_ok();
    let truncated = read(Some(BadCertificate::Truncated));
    assert!(promised(&truncated) > truncated.len());
    let malformed = read(Some(BadCertificate::Malformed));
    assert!(promised(&malformed) == malformed.len() && !parses(&malformed));
    let huge = read(Some(BadCertificate::Huge));
    assert_eq!((huge.len(), promised(&huge)), (60_004, 60_004));
    assert_ne!(read(Some(BadCertificate::NotDer))[0], 0x30);
    let forged = read(Some(BadCertificate::Forged));
    assert!(parses(&forged) && forged.len() == sound.len() && &forged != sound);
    let padded = read(Some(BadCertificate::Padded));
    assert!(padded.starts_with(sound) && padded.len() == sound.len() + 300);
    assert_eq!(&read(None), sound);
}

#[test]
fn counts_tell_apdus_bytes_presentations_and_signatures() {
    let card = card("valid-hanako");
    let pin = verify(&card.persona().unwrap().card.pin).replacen("0080", "0098", 1);
    table(&card, &[(JPKI, 0x9000), ("00200098", 0x63c3), (&pin, 0x9000), (&sign_with("97"), 0x9000)]);
    let stats = card.stats();
    assert_eq!((stats.apdus, stats.presentations, stats.signatures), (4, 1, 1));
    assert_eq!((stats.bytes_in, stats.bytes_out), (15 + 4 + 9 + 57, 2 + 2 + 2 + 258));
    assert!(!stats.inside.is_zero());
    card.reset_stats();
    assert_eq!(card.stats().apdus, 0);
}

#[test]
fn nothing_personal_is_printed() {
    for persona in personas::all() {
        let card = card(&persona.key);
        let answer = card.transmit(&bytes(JPKI));
        let shown = format!("{card:?} {answer:?} {:?} {:?}", card.stats(), card.faults());
        assert_eq!(personas::find_leak(shown.as_bytes(), &persona.leak_needles()), None, "{}", persona.key);
    }
}

/// A small generator of our own (Knuth's constants), so that a failing run can be repeated.
fn random_bytes(seed: &mut u64, length: usize) -> Vec<u8> {
    let mut next = || {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) as u8
    };
    (0..length).map(|_| next()).collect()
}

#[test]
fn no_command_makes_it_fall_over() {
    let card = card("valid-hanako");
    let mut seed = 20_260_401;
    let instructions = [0xa4, 0xb0, 0x20, 0x2a, 0x84, 0xc0];
    for n in 0..20_000usize {
        let mut command = random_bytes(&mut seed, n % 40);
        if let Some([class, instruction]) = command.first_chunk_mut::<2>() {
            *class &= 0x80;
            *instruction = instructions[usize::from(*instruction) % instructions.len()];
        }
        if n % 7 == 0 {
            card.transmit(&bytes(JPKI));
        }
        let Outcome::Answer(answer) = card.transmit(&command) else { panic!("{command:02x?}") };
        assert!(
            answer.len() >= 2 && matches!(answer[answer.len() - 2], 0x63 | 0x67..=0x6f | 0x90),
            "{command:02x?}"
        );
    }
    assert_eq!(card.stats().signatures, 0, "nobody guessed the PIN in this run");
}

#[test]
fn a_badge_tells_its_number_and_nothing_else_and_a_person_s_card_another_one_each_time() {
    let number = |card: &VirtualCard| {
        card.power_up();
        send(card, "FFCA000000")
    };
    let badge = |key| VirtualCard::badge(card::badge::find(key).unwrap());
    for (key, bytes) in [("badge-1", 7), ("badge-2", 4), ("badge-3", 8)] {
        let badge = badge(key);
        let first = number(&badge);
        assert_eq!((first.0.len(), first.1), (bytes, 0x9000), "{key}");
        assert_eq!(number(&badge), first, "{key}");
        assert_eq!(status(&badge, "00A4040C0AD392F000260100000001"), 0x6A82, "{key}");
        assert!(badge.tries_left().is_none() && badge.persona().is_none());
    }
    for card in [badge("badge-random"), badge("badge-changing"), card("valid-hanako")] {
        let (first, second) = (number(&card), number(&card));
        assert_eq!((first.0.len(), first.1), (4, 0x9000), "{card:?}");
        assert_ne!(first, second, "{card:?}");
        assert_eq!(send(&card, "FFCA000000"), second, "the same as long as it has power: {card:?}");
        assert_eq!(second.0[0] == 0x08, card.key() == "badge-random", "{card:?}");
    }
    assert_eq!(number(&badge("badge-none")), (vec![], 0x6A81));
}
