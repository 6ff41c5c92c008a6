//! The data file keeps its promises, and a broken one is refused with file, line and field.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test tells by failing")]

use personas::{CardKind, CertificateFault, Persona, all, find, find_leak};
use std::collections::HashSet;

fn has(want: impl Fn(&Persona) -> bool) -> bool {
    all().iter().any(want)
}

#[test]
fn every_situation_of_the_bus_has_a_persona() {
    for kind in [
        CardKind::MyNumber,
        CardKind::NoPin,
        CardKind::OldJuki,
        CardKind::PhoneAndroid,
        CardKind::PhoneIos,
        CardKind::Other,
    ] {
        assert!(has(|p| p.card.kind == kind), "{kind:?}");
    }
    for validity in 1..=5 {
        assert!(has(|p| p.eligibility.validity == validity), "validity {validity}");
    }
    for generation in 1..=3 {
        assert!(has(|p| p.certificate.as_ref().is_some_and(|c| c.generation == generation)));
    }
    for fault in [CertificateFault::Revoked, CertificateFault::UnknownIssuer] {
        assert!(has(|p| p.certificate.as_ref().is_some_and(|c| c.fault == Some(fault))), "{fault:?}");
    }
    for tries in [0, 1, 3] {
        assert!(has(|p| p.card.kind == CardKind::MyNumber && p.card.tries_left == tries), "{tries} tries");
    }
}

#[test]
fn names_hold_the_characters_that_break_other_systems() {
    for rare in ["髙", "﨑", "𠮷", "邉", "齋", "葛\u{E0100}"] {
        assert!(has(|p| p.name.contains(rare)), "{rare}");
    }
}

#[test]
fn nobody_is_real() {
    for persona in all() {
        assert!(persona.number.starts_with("9999"), "{}", persona.key);
        assert!(!individual_number_is_sound(&persona.number), "{}", persona.key);
        assert!(persona.address.contains("見本県"), "{}", persona.key);
    }
}

/// The public rule of the individual number's check digit.
fn individual_number_is_sound(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().rev().map(|c| c.to_digit(10).unwrap()).collect();
    let weighted = (1..12u32).map(|n| digits[n as usize] * if n <= 6 { n + 1 } else { n - 5 });
    let rest = weighted.sum::<u32>() % 11;
    digits[0] == if rest <= 1 { 0 } else { 11 - rest }
}

#[test]
fn the_rule_for_individual_numbers_in_this_test_is_the_public_one() {
    // The sample that the authorities print on specimens.
    assert!(individual_number_is_sound("123456789018"));
    assert!(!individual_number_is_sound("123456789012"));
}

#[test]
fn the_check_digit_rule_holds_on_published_insurer_numbers() {
    for sound in ["33120015", "06132013", "00138057"] {
        assert!(personas::insurer_number_is_sound(sound), "{sound}");
    }
    for broken in ["33120016", "0000001", "", "3312001x", "331200155"] {
        assert!(!personas::insurer_number_is_sound(broken), "{broken:?}");
    }
}

#[test]
fn contracts_name_sound_insurers_and_decide_differently_for_personas() {
    let mut lines = personas::CONTRACTS_CSV.lines();
    let header = "保険者番号,委託元保険者名,郵便番号,所在地,電話番号,特定健康診査,特定保健指導,健診当日初回面接実施,備考";
    assert_eq!(lines.next(), Some(header));
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    assert!(rows.iter().all(|row| row.len() == 9 && personas::insurer_number_is_sound(row[0])));
    let under_contract: HashSet<&str> = rows.iter().filter(|row| row[5] == "○").map(|row| row[0]).collect();
    let insurer = |key: &str| find(key).unwrap().eligibility.qualifications[0].insurer.as_str();
    for key in ["valid-hanako", "valid-takasaki", "valid-yoshida", "valid-katsuragi", "expired-2-months"] {
        assert!(under_contract.contains(insurer(key)), "{key}");
    }
    for key in ["valid-watanabe", "valid-guidance-only"] {
        assert!(!under_contract.contains(insurer(key)), "{key}");
    }
    assert!(rows.iter().any(|row| row[0] == insurer("valid-guidance-only") && row[6] == "○"));
}

#[test]
fn debug_output_of_a_persona_leaks_nothing() {
    for persona in all() {
        let shown = format!("{persona:?} {:?} {:?}", persona.card, persona.eligibility);
        assert_eq!(find_leak(shown.as_bytes(), &persona.leak_needles()), None, "{}", persona.key);
    }
}

#[test]
fn leak_words_find_what_a_careless_log_would_print() {
    let hanako = find("valid-hanako").unwrap();
    let needles = hanako.leak_needles();
    let number = &hanako.eligibility.qualifications[0].number;
    let careless = [
        "checked 試験 花子".to_owned(),
        "name=試験花子".to_owned(),
        "{\"kana\":\"ｼｹﾝ ﾊﾅｺ\"}".to_owned(),
        "born 1985-04-12".to_owned(),
        "Birthdate\":\"19850412\"".to_owned(),
        format!("apdu 0020008004{}", "34303731"),
        "apdu [0, 32, 0, 128, 4, 52, 48, 55, 49]".to_owned(),
        format!("number {number}"),
        "pin=4071".to_owned(),
    ];
    for line in careless {
        assert!(find_leak(line.as_bytes(), &needles).is_some(), "{line}");
    }
    for innocent in ["check 4071 settled in 1985 ms", "試験 of the line passed", "port 40710", ""] {
        assert_eq!(find_leak(innocent.as_bytes(), &needles), None, "{innocent}");
    }
}

#[test]
fn leak_words_are_long_enough_to_be_searched_for() {
    for persona in all() {
        for word in persona.leak_words() {
            assert!(word.chars().count() >= 2 && word.len() >= 5, "{}: {word}", persona.key);
        }
    }
}
