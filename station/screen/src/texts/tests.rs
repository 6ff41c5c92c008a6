use super::*;
use Language::{English, Japanese};

#[test]
fn dates_are_short_on_the_small_display_and_other_texts_stay_as_they_came() {
    let born = |date: &str| Label::Born(date.into());
    assert_eq!(born("19610401").short(Japanese), "1961/4/1");
    assert_eq!(born("19610401").first(Japanese), "昭和36年(1961) 4月1日生");
    assert_eq!(Label::Date("19610400".into()).short(English), "19610400");
    assert_eq!(Label::Date("196104011".into()).first(English), "196104011");
}

#[test]
fn a_joined_text_is_joined_in_both_forms_and_has_no_second_language_of_its_own() {
    let queue = Words::from(Check::Pending).then(" ", Words::same("12"));
    assert_eq!(queue.first(Japanese), "未確認 12");
    assert_eq!(queue.short(English), "UNCONFIRMED 12");
    assert_eq!(queue.second(English), "未確認 12");
    assert_eq!(Words::same("12").second(English), "");
}

#[test]
fn every_outcome_has_words_in_every_form_and_no_two_look_alike_in_a_list() {
    let outcomes = Outcome::ALL;
    for language in [Japanese, English] {
        for form in [Form::List, Form::Tally, Form::Late] {
            let shorts: Vec<_> =
                outcomes.iter().map(|outcome| Words::Outcome(*outcome, form).short(language)).collect();
            let set: std::collections::HashSet<_> = shorts.iter().filter(|short| !short.is_empty()).collect();
            assert_eq!(set.len(), outcomes.len(), "{shorts:?}");
        }
    }
}
