//! Names of what happens at the desk, for the log at trace level: which event came and which effect followed, and
//! nothing of what is in them. Every key has the same name: a PIN is made of keys.

use desk::{Effect, Event};

/// The name of an event.
pub fn event(event: &Event) -> &'static str {
    match event {
        Event::Key(_) => "key",
        Event::CardPlaced => "card_placed",
        Event::CardRemoved => "card_removed",
        Event::CardRead { .. } => "card_read",
        Event::CardFailed { .. } => "card_failed",
        Event::Signed { .. } => "signed",
        Event::PinWrong { .. } => "pin_wrong",
        Event::PinLocked { .. } => "pin_locked",
        Event::NoChallenge { .. } => "no_challenge",
        Event::Saved { .. } => "saved",
        Event::NotSaved { .. } => "not_saved",
        Event::Settled { .. } => "settled",
        Event::NotSettled { .. } => "not_settled",
        Event::Late(_) => "late",
        Event::Reader(_) => "reader",
        Event::Line(_) => "line",
        Event::Queue(_) => "queue",
        Event::Book(_) => "book",
        Event::BytesLimit(_) => "bytes_limit",
        Event::Trouble { .. } => "trouble",
        Event::Wake => "wake",
    }
}

/// The name of an effect.
pub fn effect(effect: &Effect) -> &'static str {
    match effect {
        Effect::ReadCard { .. } => "read_card",
        Effect::Sign { .. } => "sign",
        Effect::ReleaseCard => "release_card",
        Effect::Capture { .. } => "capture",
        Effect::HandedOver(_) => "handed_over",
        Effect::Acknowledge(_) => "acknowledge",
        Effect::Lamp(_) => "lamp",
        Effect::Buzz(_) => "buzz",
        Effect::WakeAt(_) => "wake_at",
    }
}
