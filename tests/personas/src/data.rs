//! Reads the data file, strictly: an unknown field, a wrong check digit or a second persona of the same key is an
//! error that names file, place and field.

use crate::persona::{CardKind, Persona, Qualification, insurer_number_is_sound};
use serde::Deserialize;
use std::collections::HashSet;

/// Error of a personas file.
#[derive(Debug, thiserror::Error)]
pub enum DataError {
    /// Not TOML, or not of this shape; the source has line and field.
    #[error("{file}: {source}")]
    Syntax {
        /// The file.
        file: String,
        /// Line, column and field.
        source: Box<toml::de::Error>,
    },
    /// A value breaks a rule.
    #[error("{file}: persona \"{key}\", field {field}: {rule}")]
    Rule {
        /// The file.
        file: String,
        /// Key of the persona.
        key: String,
        /// Name of the field.
        field: &'static str,
        /// The expected value.
        rule: &'static str,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    persona: Vec<Persona>,
}

/// Parses and checks; `file` is for errors only.
pub(crate) fn parse(file: &str, text: &str) -> Result<Vec<Persona>, DataError> {
    let parsed: File = toml::from_str(text)
        .map_err(|source| DataError::Syntax { file: file.to_owned(), source: Box::new(source) })?;
    let (mut keys, mut numbers) = (HashSet::new(), HashSet::new());
    for persona in &parsed.persona {
        let unique = Rule("key", "used before", !keys.insert(persona.key.clone()));
        let number = Rule("number", "used before", !numbers.insert(persona.number.clone()));
        let broken = rules(persona).into_iter().chain([unique, number]).find(|rule| rule.2);
        if let Some(Rule(field, rule, _)) = broken {
            return Err(DataError::Rule { file: file.to_owned(), key: persona.key.clone(), field, rule });
        }
    }
    Ok(parsed.persona)
}

/// Field, what is expected, and whether it is broken.
struct Rule(&'static str, &'static str, bool);

fn digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| b.is_ascii_digit())
}

/// Half-width katakana, its marks, and the half-width space.
fn half_width_kana(text: &str) -> bool {
    text.chars().all(|c| c == ' ' || ('\u{FF61}'..='\u{FF9F}').contains(&c))
}

fn rules(p: &Persona) -> Vec<Rule> {
    let key_ok = !p.key.is_empty() && p.key.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    let has_jpki = p.card.kind != CardKind::Other;
    let count = p.eligibility.qualifications.len();
    let count_ok = match p.eligibility.validity {
        1 => count == 1,
        2 | 3 => count <= 1,
        4 => count == 0,
        _ => count >= 2,
    };
    let mut rules = vec![
        Rule("key", "a-z, 0-9 and '-' are expected", !key_ok),
        Rule("name", "family and given name with one space are expected", p.name.split(' ').count() != 2),
        Rule("kana", "half-width kana are expected", !half_width_kana(&p.kana)),
        Rule("number", "12 digits are expected", !digits(&p.number, 12)),
        Rule("card.pin", "4 digits are expected", !digits(&p.card.pin, 4)),
        Rule("card.tries_left", "0 to 3 is expected", p.card.tries_left > 3),
        Rule("certificate", "needed, unless the kind is \"other\"", p.certificate.is_some() != has_jpki),
        Rule("eligibility.validity", "1 to 5 is expected", !(1..=5).contains(&p.eligibility.validity)),
        Rule("eligibility.qualification", "the number of them does not fit the validity", !count_ok),
    ];
    if let Some(certificate) = &p.certificate {
        let sound = (1..=3).contains(&certificate.generation);
        rules.push(Rule("certificate.generation", "1 to 3 is expected", !sound));
    }
    rules.extend(p.eligibility.qualifications.iter().flat_map(qualification_rules));
    rules
}

/// 記号 and 番号 are each wholly half- or full-width, at most 40 bytes (Shift_JIS: two for a full-width character).
fn identifier(text: &str) -> bool {
    let (half, full) =
        text.chars().fold((0, 0), |(h, f), c| if c.is_ascii() { (h + 1, f) } else { (h, f + 1) });
    !text.is_empty() && (half == 0 || full == 0) && half + 2 * full <= 40
}

fn qualification_rules(q: &Qualification) -> Vec<Rule> {
    let branch_ok = q.branch.as_deref().is_none_or(|b| digits(b, 2) && b != "00");
    let reason_ok = q.reason_of_loss.as_deref().is_none_or(|r| matches!(r, "01" | "02" | "03" | "99"));
    let class_ok = digits(&q.class, 2) && ("01"..="07").contains(&q.class.as_str());
    let insurer_ok = insurer_number_is_sound(&q.insurer);
    vec![
        Rule("qualification.insurer", "8 digits with a right check digit are expected", !insurer_ok),
        Rule("qualification.insurer_name", "missing", q.insurer_name.is_empty()),
        Rule(
            "qualification.symbol",
            "one width, 40 bytes",
            q.symbol.as_deref().is_some_and(|s| !identifier(s)),
        ),
        Rule("qualification.number", "one width, 40 bytes", !identifier(&q.number)),
        Rule("qualification.branch", "two digits other than 00 are expected", !branch_ok),
        Rule("qualification.class", "01 to 07 is expected", !class_ok),
        Rule(
            "qualification.ratio",
            "3 digits are expected",
            q.ratio.as_deref().is_some_and(|r| !digits(r, 3)),
        ),
        Rule("qualification.reason_of_loss", "01, 02, 03 or 99 is expected", !reason_ok),
        Rule("qualification.ends", "before it begins", q.ends.is_some_and(|end| end < q.begins)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = include_str!("../personas.toml");

    /// The error that the data file gives with `from` replaced by `to`, once.
    fn error(from: &str, to: &str) -> String {
        assert!(GOOD.contains(from), "{from}");
        parse("people.toml", &GOOD.replacen(from, to, 1)).unwrap_err().to_string()
    }

    #[test]
    fn what_breaks_a_rule_is_refused_with_file_persona_and_field() {
        for (from, to, field) in [
            ("\"06139992\"", "\"06139993\"", "qualification.insurer"),
            ("branch = \"01\"", "branch = \"00\"", "qualification.branch"),
            ("kana = \"ｼｹﾝ ﾊﾅｺ\"", "kana = \"シケン ハナコ\"", "kana"),
            ("number = \"999900000012\"", "number = \"99990000001\"", "number"),
            ("pin = \"4071\"", "pin = \"407\"", "card.pin"),
            ("tries_left = 3", "tries_left = 4", "card.tries_left"),
            ("validity = 1", "validity = 4", "eligibility.qualification"),
            ("generation = 2", "generation = 4", "certificate.generation"),
            ("number = \"５０７１\"", "number = \"５０7１\"", "qualification.number"),
        ] {
            let error = error(from, to);
            assert!(error.starts_with("people.toml: persona \"valid-hanako\", field "), "{error}");
            assert!(error.contains(&format!("field {field}:")), "{error}");
        }
    }

    #[test]
    fn a_second_persona_of_the_same_key_is_refused() {
        let error = error("key = \"valid-takasaki\"", "key = \"valid-hanako\"");
        assert!(error.contains("field key: used before"), "{error}");
    }

    #[test]
    fn an_unknown_field_is_refused_with_its_line() {
        let error = error("sex = \"female\"", "sex = \"female\"\nshoe_size = 24");
        assert!(
            error.contains("people.toml") && error.contains("line ") && error.contains("shoe_size"),
            "{error}"
        );
        let error = self::error("begins = \"-20 months\"", "begins = \"lately\"");
        assert!(error.contains("line ") && error.contains("<signed number>"), "{error}");
    }
}
