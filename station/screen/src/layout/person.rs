//! Texts about a person, for both displays.

use super::content;
use super::sheet::PersonPage;
use crate::font::Fonts;
use crate::names;
use crate::texts::{Label, LossReason, Translate, Verdict, Words};
use model::Language;
use wire::Person;

/// A note beside the kana about characters that are not shown as they are.
pub(super) fn note(fonts: &Fonts, person: &Person) -> Option<Verdict> {
    let name = names::loss(fonts, &person.name);
    let insurer = names::loss(fonts, &person.insurer_name);
    if name.substituted || insurer.substituted {
        Some(Verdict::Substituted)
    } else {
        name.variant.then_some(Verdict::Variant)
    }
}

/// Insurer number and share on one line; symbol, number and branch on the next, each kept with its label.
pub(super) fn numbers(person: &Person, language: Language) -> String {
    let share = person.insured_partial_contribution_ratio.as_deref().and_then(names::share);
    let share = share.map(|share| format!("  {}{share}", Label::Share.first(language))).unwrap_or_default();
    let symbol = person.insured_card_symbol.as_deref().unwrap_or("");
    let branch = person.insured_branch_number.as_deref().unwrap_or("");
    let parts = [
        (Label::Symbol, symbol),
        (Label::Number, &person.insured_identification_number),
        (Label::Branch, branch),
    ];
    let told = parts.iter().filter(|(_, value)| !value.is_empty());
    let second = told.map(|(label, value)| format!("{}\u{a0}{value}", label.first(language)));
    let second = second.collect::<Vec<_>>().join(" ");
    format!("{} {}{share}\n{second}", Label::InsurerNumber.first(language), person.insurer_number)
}

/// The day the qualification ended.
pub(super) fn ended(person: &Person) -> Option<Words> {
    let end = person.insured_card_expiration_date.as_deref().filter(|d| !d.is_empty())?;
    Some(Label::Until.then(" ", Label::Date(end.to_owned())))
}

/// The reason for the end.
pub(super) fn reason(person: &Person) -> Option<Words> {
    let reason = person.reason_of_loss.as_deref().and_then(LossReason::from_code)?;
    Some(Label::Reason.then(" ", Label::LossReason(reason)))
}

/// The warning about the card that staff pass on to the person.
pub(super) fn certificate(told: &PersonPage) -> Option<Words> {
    content::certificate_warning(told.judged.certificate, told.judged.certificate_until)
}
