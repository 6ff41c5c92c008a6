//! What is told of a person, in words, for both displays.

use super::sheet::PersonPage;
use super::tell;
use crate::font::Fonts;
use crate::names;
use crate::texts::{Words, labels, verdict};
use model::Language;
use wire::Person;

/// What was lost in showing the names, to be told beside the kana.
pub(super) fn note(fonts: &Fonts, person: &Person) -> Option<Words> {
    let name = names::loss(fonts, &person.name);
    let insurer = names::loss(fonts, &person.insurer_name);
    if name.substituted || insurer.substituted {
        Some(verdict::SUBSTITUTED)
    } else {
        name.variant.then_some(verdict::VARIANT)
    }
}

/// Insurer number and share on one line; symbol, number and branch on the next, each kept with its label.
pub(super) fn numbers(person: &Person, language: Language) -> String {
    let share = person.insured_partial_contribution_ratio.as_deref().and_then(names::share);
    let share = share.map(|share| format!("  {}{share}", labels::SHARE.first(language))).unwrap_or_default();
    let symbol = person.insured_card_symbol.as_deref().unwrap_or("");
    let branch = person.insured_branch_number.as_deref().unwrap_or("");
    let parts = [
        (labels::SYMBOL, symbol),
        (labels::NUMBER, &person.insured_identification_number),
        (labels::BRANCH, branch),
    ];
    let told = parts.iter().filter(|(_, value)| !value.is_empty());
    let second = told.map(|(label, value)| format!("{}\u{a0}{value}", label.first(language)));
    let second = second.collect::<Vec<_>>().join(" ");
    format!("{} {}{share}\n{second}", labels::INSURER_NUMBER.first(language), person.insurer_number)
}

/// The day the qualification ended.
pub(super) fn ended(person: &Person) -> Option<Words> {
    let end = person.insured_card_expiration_date.as_deref().filter(|d| !d.is_empty())?;
    Some(labels::UNTIL.then(" ", &labels::date(end)))
}

/// Why it ended.
pub(super) fn reason(person: &Person) -> Option<Words> {
    let reason = person.reason_of_loss.as_deref().and_then(labels::reason)?;
    Some(labels::REASON.then(" ", &reason))
}

/// What staff should tell the person about their card.
pub(super) fn certificate(told: &PersonPage) -> Option<Words> {
    tell::certificate_warning(told.judged.certificate, told.judged.certificate_until)
}
