//! The technician's screens.

use crate::layout::sheet::{Body, Fact, Head, Keys, Kind, Say, Sheet};
use crate::shape::Shape;
use crate::texts::{Action, Tool, Translate, Words};
use desk::{DiagnosisRow, Key, SelfTestScreen, View};
use model::Language;

pub(super) fn diagnosis(rows: &[DiagnosisRow], offset: u32, total: u32) -> Sheet<'static> {
    let fact = |row: &DiagnosisRow| Fact {
        label: Tool::Item(row.item).into(),
        value: row.value.clone(),
        ok: row.ok,
    };
    let facts: Vec<_> = rows.iter().map(fact).collect();
    let last = offset.saturating_add(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    let more = offset > 0 || last < total;
    let under = match rows.is_empty() {
        true => Tool::Collecting.into(),
        false => Words::same(format!("{}-{last}/{total}", offset.saturating_add(1))),
    };
    let head = Head::new(Kind::Asking, Tool::Diagnosis).under(Some(under)).sign(Shape::List);
    let keys = Keys::default().back(Action::Only).ok(Tool::SelfTest);
    Sheet::new(head, Body::Facts(facts), if more { keys.both(Action::TurnPage) } else { keys })
}

pub(super) fn self_test(view: &View, page: &SelfTestScreen) -> Sheet<'static> {
    let next = || Keys::default().back(Tool::End).ok(Action::Next);
    match page {
        SelfTestScreen::Panel => Sheet::new(Head::new(Kind::Asking, Tool::Pattern), Body::Pattern, next()),
        SelfTestScreen::Keys { pressed, scans } => {
            let names = pressed.iter().map(|key| name(view.language, *key)).collect();
            // Every key is only shown here: none has a meaning of its own in the hints.
            Sheet::new(testing(Tool::Keys), Body::Keys(names, *scans), Keys::default())
        }
        SelfTestScreen::Lamp(colour) => {
            Sheet::new(testing(Tool::Lamp), Body::Say(Say::new(Tool::LampIs(*colour))), next())
        }
        SelfTestScreen::Buzzer => {
            let keys = next().both(Tool::Again);
            Sheet::new(testing(Tool::Buzzer), Body::Say(Say::new(Tool::BuzzerSay)), keys)
        }
        SelfTestScreen::Reader { state, card } => {
            let say =
                Say { sign: Some(Shape::Card), ..Say::new(Tool::ReaderState { state: *state, card: *card }) };
            Sheet::new(testing(Tool::Reader), Body::Say(say), Keys::default().back(Tool::End).ok(Tool::End))
        }
    }
}

fn testing(title: Tool) -> Head {
    Head::new(Kind::Asking, title).sign(Shape::List)
}

fn name(language: Language, key: Key) -> String {
    match key {
        Key::Digit(digit) => digit.to_string(),
        Key::Ok => "OK".to_owned(),
        Key::Back => Action::Back.first(language).into_owned(),
        Key::Up => "▲".to_owned(),
        Key::Down => "▼".to_owned(),
    }
}
