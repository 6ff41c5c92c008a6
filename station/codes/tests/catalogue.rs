//! Every entry is of use to its readers.

use codes::{Code, Failure, Language};
use std::collections::BTreeSet;

const LANGUAGES: [Language; 2] = [Language::Japanese, Language::English];

/// Columns on the small display: two of a Japanese character, one of another.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[test]
fn codes_are_in_order_each_once_and_are_found_by_their_name() {
    let all: Vec<_> = Code::all().collect();
    assert!(all.is_sorted_by(|a, b| a < b), "not in order, or one twice");
    for code in all {
        let name = code.name();
        assert!(name.len() == 4 && "CDJKPRSU".contains(&name[..1]) && name[1..].parse::<u16>().is_ok());
        assert_eq!(name.parse(), Ok(code));
        assert_eq!(name.to_lowercase().parse(), Ok(code));
        assert_eq!(serde_json::to_string(&code).unwrap(), format!("{name:?}"));
        assert_eq!(format!("{code} {code:?} {code:>6}"), format!("{name} {name}   {name}"));
    }
    assert!("K999".parse::<Code>().is_err());
}

#[test]
fn the_technician_reads_english_without_the_code_and_without_a_full_stop() {
    for code in Code::all() {
        let text = code.technician();
        assert!(text.is_ascii() && text.len() > 5 && !text.ends_with('.'), "{code}: {text}");
        assert!(!text.contains(code.name()), "{code}: {text}");
    }
}

#[test]
fn staff_read_what_is_the_matter_and_what_to_do_in_each_language() {
    for code in Code::all().filter(|code| !code.log_only()) {
        let (ja, en) = (code.staff(Language::Japanese), code.staff(Language::English));
        assert!(ja.ends_with('。') && ja.matches('。').count() >= 2 && !ja.is_ascii(), "{code}: {ja}");
        let plain = en.replace('…', "");
        assert!(plain.is_ascii() && en.ends_with('.') && en.matches(". ").count() >= 1, "{code}: {en}");
        for word in ["JPKI", "APDU", "VERIFY", "TLS", "pcscd", "status", "journal", "station"] {
            assert!(!en.contains(word), "{code}: {word} is not an everyday word: {en}");
        }
        assert_eq!(ja.contains('…'), en.contains('…'), "{code}");
    }
}

#[test]
fn a_short_form_has_two_clauses_of_one_line_each_the_second_with_room_for_the_code() {
    for (code, language) in Code::all().flat_map(|code| LANGUAGES.map(|language| (code, language))) {
        let clauses = code.short(language);
        assert_eq!(clauses.is_empty(), code.log_only(), "{code}");
        let [matter, action] = clauses else { continue };
        assert!(columns(matter) <= 25, "{code}: {matter}");
        assert!(columns(action) <= 20, "{code}: {action}");
        assert!(!matter.ends_with(['。', '.']) && !action.ends_with(['。', '.']), "{code}");
    }
}

#[test]
fn codes_with_the_same_sentence_have_the_same_short_form() {
    for language in LANGUAGES {
        let said = |code: Code| (code.staff(language), code.staff(Language::Japanese), code.short(language));
        let whole: BTreeSet<_> = Code::all().map(said).collect();
        let sentences: BTreeSet<_> = whole.iter().map(|(staff, ja, _)| (staff, ja)).collect();
        assert_eq!(whole.len(), sentences.len(), "{language:?}");
    }
}

#[test]
fn a_code_that_is_only_logged_has_no_text_for_staff() {
    let logged = Code::all().filter(|code| code.log_only());
    for code in logged {
        assert!(LANGUAGES.iter().all(|language| code.staff(*language).is_empty()), "{code}");
    }
    assert!(codes::J301.log_only() && !codes::K103.log_only());
}

#[test]
fn a_failure_fills_in_its_number_and_adds_its_detail() {
    let failure = Failure::new(codes::S111).number(3).with("station.db");
    assert_eq!(failure.staff(Language::Japanese), "読めない受付が3件あります。技術担当に連絡してください。");
    assert!(failure.staff(Language::English).contains("(3)"));
    assert_eq!(failure.short(Language::Japanese).next().unwrap(), "読めない受付3件");
    assert_eq!(failure.to_string(), "S111 checks whose seal does not open; they are kept: station.db");
    assert_eq!(Failure::from(codes::J103).to_string(), "J103 the journal is in use by another process");
}
