//! The sentences of a verdict that is read aloud on request, as staff would say them, for a speech engine.
//!
//! Always in Japanese: it is for the examinee at the desk. Names are read from the kana, dates by the calendar that
//! people were born in, and numbers digit by digit, because an engine would make millions of them.

use crate::{kana, names};
use desk::{Coverage, Judged, Screen, View};
use model::Language;
use wire::{Person, Purpose, ReceptionNumber};

/// Sentences for a speech engine. May be personal: `Debug` has their length only.
#[derive(Clone, PartialEq, Eq)]
pub struct Speech(String);

impl Speech {
    /// The sentences.
    pub fn text(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Speech {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Speech({} characters)", self.0.chars().count())
    }
}

/// The sentences about a screen; `None` for screens that are not read aloud.
pub fn spoken(view: &View) -> Option<Speech> {
    sentences(&view.screen).map(Speech)
}

fn sentences(screen: &Screen) -> Option<String> {
    let said = match screen {
        Screen::Valid { judged, person, coverage } => valid(judged, person, *coverage),
        Screen::Invalid { newer, person, .. } => {
            let verdict = if *newer {
                "資格は、無効です。新しい資格があります。"
            } else {
                "資格は、無効です。"
            };
            let action = if *newer {
                "新しい保険の資格を確認してください。"
            } else {
                "別の方法で、確認してください。"
            };
            format!("{}{verdict}{action}", person.as_deref().map(identity).unwrap_or_default())
        }
        Screen::NoMatch { .. } => "資格が、見つかりません。別の方法で、確認してください。".to_owned(),
        Screen::Multiple { .. } => "資格が、一つに決まりません。別の方法で、確認してください。".to_owned(),
        Screen::Refused { code, .. } => {
            format!("確認できませんでした。{}", code.code().staff(Language::Japanese))
        }
        Screen::Inconsistent { .. } => {
            "センターの回答が、正しくありません。別の方法で、確認してください。".to_owned()
        }
        Screen::Pending { reception, .. } => {
            format!("まだ、確認できていません。受付番号は、{}です。", number(*reception))
        }
        Screen::Recalled { inner, day, .. } => {
            let inner = sentences(inner)?;
            format!("{}月{}日の受付の、控えです。{inner}", day.month(), day.day())
        }
        _ => return None,
    };
    Some(said)
}

fn valid(judged: &Judged, person: &Person, coverage: Coverage) -> String {
    let purpose = match judged.purpose {
        Purpose::HealthCheckup => "特定健診",
        Purpose::HealthGuidance => "特定保健指導",
    };
    let contract = match coverage {
        Coverage::Covered => format!("{purpose}の契約が、あります。"),
        Coverage::OtherPurpose => format!("{purpose}の契約は、ありません。別の方法で、確認してください。"),
        Coverage::NotListed => "契約のない保険者です。別の方法で、確認してください。".to_owned(),
        Coverage::NoList => "契約の一覧が、ありません。".to_owned(),
    };
    format!("{}資格は、有効です。{contract}", identity(person))
}

/// Name and date of birth, as far as they were answered.
fn identity(person: &Person) -> String {
    let kana = person.name_kana.as_deref().filter(|kana| !kana.is_empty());
    let name = kana.map_or_else(|| person.name.clone(), kana::wide);
    let name = if name.is_empty() { name } else { format!("{name}さん。") };
    let born = match names::date(&person.birthdate) {
        date if person.birthdate.is_empty() || date == person.birthdate => String::new(),
        // The year of the era is enough to hear; the other is for the eye.
        date => format!("{}生まれ。", without_brackets(&date)),
    };
    format!("{name}{born}")
}

fn without_brackets(date: &str) -> String {
    let before = date.split('(').next().unwrap_or_default();
    let after = date.split(')').next_back().unwrap_or_default().trim_start();
    if before == date { date.to_owned() } else { format!("{before}{after}") }
}

/// Digit by digit, as it is written.
fn number(reception: ReceptionNumber) -> String {
    let digits = reception.to_string();
    let words = digits.chars().filter_map(|digit| {
        let names = ["ゼロ", "いち", "に", "さん", "よん", "ご", "ろく", "なな", "はち", "きゅう"];
        names.get(usize::try_from(digit.to_digit(10)?).ok()?).copied()
    });
    words.collect::<Vec<_>>().join("、")
}

#[cfg(test)]
mod tests {
    use crate::format::Format;
    use crate::layout::gallery;
    use model::Language;

    fn said(name: &str) -> Option<String> {
        let all = gallery::all(Format::Colour, Language::English);
        let view = all.into_iter().find(|(n, _)| n == name).unwrap().1;
        super::spoken(&view).map(|speech| speech.text().to_owned())
    }

    #[test]
    fn a_verdict_is_read_with_name_birth_contract_and_what_to_do() {
        assert_eq!(
            said("valid").unwrap(),
            "シケン ハナコさん。昭和36年4月1日生まれ。資格は、有効です。特定健診の契約が、あります。"
        );
        assert!(said("valid-not-listed").unwrap().ends_with("別の方法で、確認してください。"));
        assert!(said("invalid-newer").unwrap().contains("新しい保険の資格を確認してください"));
        assert!(said("recalled-valid").unwrap().starts_with("12月31日の受付の、控えです。"));
        assert!(said("pending").unwrap().contains("ゼロ、いち、に"));
    }

    #[test]
    fn missing_data_is_not_read_and_only_results_are_read() {
        assert_eq!(said("valid-least").unwrap(), "試さん。資格は、有効です。特定健診の契約が、あります。");
        assert_eq!((said("ready"), said("menu-0"), said("pin-0")), (None, None, None));
    }

    #[test]
    fn speech_never_prints_itself() {
        let all = gallery::all(Format::Colour, Language::Japanese);
        let view = &all.iter().find(|(name, _)| name == "valid").unwrap().1;
        let printed = format!("{:?}", super::spoken(view).unwrap());
        assert!(!printed.contains("ハナコ") && printed.starts_with("Speech("), "{printed}");
    }
}
