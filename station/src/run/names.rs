//! Names of what happens at the desk, for the log at trace level: which event came and which effect followed, and
//! nothing of what is in them. Every key has the same name: a PIN is made of keys.

use desk::{Effect, Event, Question, Reply};

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
        Event::PinRight { .. } => "pin_right",
        Event::PadEnded { .. } => "pad_ended",
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
        Event::Scan(_) => "scan",
        Event::Roster(_) => "roster",
        Event::Started => "started",
        Event::NewDate => "new_date",
        Event::Reply { reply, .. } => self::reply(reply),
        Event::Diagnosis(_) => "diagnosis",
        Event::Device { .. } => "device",
        Event::Wake => "wake",
    }
}

/// The name of an effect.
pub fn effect(effect: &Effect) -> &'static str {
    match effect {
        Effect::ReadCard { .. } => "read_card",
        Effect::Sign { .. } => "sign",
        Effect::SignByPad { .. } => "sign_by_pad",
        Effect::ReleaseCard => "release_card",
        Effect::Capture { .. } => "capture",
        Effect::HandedOver(_) => "handed_over",
        Effect::Late(_) => "late",
        Effect::Acknowledge(_) => "acknowledge",
        Effect::Ask { question, .. } => self::question(question),
        Effect::ChooseDay(_) => "choose_day",
        Effect::Attach { .. } => "attach",
        Effect::Diagnose => "diagnose",
        Effect::SelfTest(_) => "self_test",
        Effect::ApplyPrefs(_) => "apply_prefs",
        Effect::Prefs(_) => "prefs",
        Effect::Speak => "speak",
        Effect::StopSpeaking => "stop_speaking",
        Effect::PowerOff => "power_off",
        Effect::Note(_) => "note",
        Effect::Lamp(_) => "lamp",
        Effect::Buzz(_) => "buzz",
        Effect::WakeAt(_) => "wake_at",
    }
}

fn question(question: &Question) -> &'static str {
    match question {
        Question::Passcode { .. } => "check_passcode",
        Question::Badge { .. } => "read_badge",
        Question::AddStaff { .. } => "add_staff",
        Question::Fallback { .. } => "fallback",
        Question::List { .. } => "list",
        Question::Recall { .. } => "recall",
        Question::Numbers => "numbers",
        Question::Challenge { .. } => "challenge",
        Question::Day => "day",
        Question::Prefs => "prefs",
    }
}

fn reply(reply: &Reply) -> &'static str {
    match reply {
        Reply::Login(_) => "login",
        Reply::Badge(_) => "badge",
        Reply::StaffAdded(_) => "staff_added",
        Reply::FallbackKept(_) => "fallback_kept",
        Reply::Listed { .. } => "listed",
        Reply::NotListed(_) => "not_listed",
        Reply::Recalled(_) => "recalled",
        Reply::Numbers(_) => "numbers",
        Reply::Challenge(_) => "challenge",
        Reply::Day(_) => "day",
        Reply::Prefs(_) => "prefs",
    }
}
