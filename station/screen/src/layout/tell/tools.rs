//! The technician's screens.

use crate::layout::sheet::{Body, Fact, Head, Keys, Kind, Say, Sheet};
use crate::shape::Shape;
use crate::texts::{Words, keys, tools};
use desk::{DiagnosisRow, Key, SelfTestScreen, View};
use model::Language;

pub(super) fn diagnosis(rows: &[DiagnosisRow], offset: u32, total: u32) -> Sheet<'static> {
    let fact =
        |row: &DiagnosisRow| Fact { label: tools::item(row.item), value: row.value.clone(), ok: row.ok };
    let facts: Vec<_> = rows.iter().map(fact).collect();
    let last = offset.saturating_add(u32::try_from(rows.len()).unwrap_or(u32::MAX));
    let more = offset > 0 || last < total;
    let under = match rows.is_empty() {
        true => tools::COLLECTING,
        false => Words::same(format!("{}-{last}/{total}", offset.saturating_add(1))),
    };
    let head = Head::new(Kind::Asking, tools::DIAGNOSIS).under(Some(under)).sign(Shape::List);
    let keys = Keys::default().back(keys::ONLY).ok(tools::SELF_TEST);
    Sheet::new(head, Body::Facts(facts), if more { keys.both(keys::TURN_PAGE) } else { keys })
}

pub(super) fn self_test(view: &View, page: &SelfTestScreen) -> Sheet<'static> {
    let next = || Keys::default().back(tools::END).ok(keys::NEXT);
    match page {
        SelfTestScreen::Panel => Sheet::new(Head::new(Kind::Asking, tools::PATTERN), Body::Pattern, next()),
        SelfTestScreen::Keys { pressed, scans } => {
            let names = pressed.iter().map(|key| name(view.language, *key)).collect();
            // Every key is only shown here: none has a meaning of its own in the hints.
            Sheet::new(testing(tools::KEYS), Body::Keys(names, *scans), Keys::default())
        }
        SelfTestScreen::Lamp(colour) => {
            Sheet::new(testing(tools::LAMP), Body::Say(Say::new(tools::lamp(*colour))), next())
        }
        SelfTestScreen::Buzzer => {
            let keys = next().both(tools::AGAIN);
            Sheet::new(testing(tools::BUZZER), Body::Say(Say::new(tools::BUZZER_SAY)), keys)
        }
        SelfTestScreen::Reader { state, card } => {
            let say = Say { sign: Some(Shape::Card), ..Say::new(tools::reader(*state, *card)) };
            Sheet::new(
                testing(tools::READER),
                Body::Say(say),
                Keys::default().back(tools::END).ok(tools::END),
            )
        }
    }
}

fn testing(title: Words) -> Head {
    Head::new(Kind::Asking, title).sign(Shape::List)
}

fn name(language: Language, key: Key) -> String {
    match key {
        Key::Digit(digit) => digit.to_string(),
        Key::Ok => "OK".to_owned(),
        Key::Back => keys::BACK.first(language).to_owned(),
        Key::Up => "▲".to_owned(),
        Key::Down => "▼".to_owned(),
    }
}
