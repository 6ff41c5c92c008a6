//! Events for the page: the latest of everything, and sounds as they come.
//!
//! A browser that is slow or asleep misses pictures in between, never the latest, and delays no other browser.

use super::people;
use crate::{scene::Scene, world::Situation};
use axum::response::sse::Event;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use centre::Control;
use firmware::panel::{Buzz, Lamp, simulated::Shown};
use serde::Serialize;
use serde_json::{Value, json};
use std::{
    convert::Infallible,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::sync::{broadcast, mpsc, watch};

/// Sounds that a browser can be behind before it misses some.
const SOUNDS_BEHIND: usize = 16;

/// Content of the panel.
#[derive(Clone, PartialEq)]
pub struct Panel {
    /// The picture with its words; none while the board does not answer.
    pub shown: Option<Arc<Shown>>,
    /// The lamp.
    pub lamp: Lamp,
    /// Percent.
    pub backlight: u8,
    /// Percent.
    pub volume: u8,
}

impl Panel {
    /// Without power.
    pub const DARK: Self = Self { shown: None, lamp: Lamp::OFF, backlight: 0, volume: 0 };
}

/// A sound that is played once.
#[derive(Clone)]
pub enum Sound {
    /// The buzzer.
    Buzz(Buzz),
    /// Speech as a WAV file; without bytes: silence.
    Speech(Arc<[u8]>),
}

/// One receipt of the centre, as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// The centre's number.
    pub number: u64,
    /// 受付番号, when the station still has the check.
    pub reception: Option<u32>,
    /// The outcome's word.
    pub word: String,
    /// When it arrived, milliseconds since 1970.
    pub at_ms: i64,
    /// True if it came later than it was captured.
    pub deferred: bool,
    /// How often it arrived.
    pub seen: u64,
    /// How often it was counted.
    pub counted: u64,
}

/// One message that the office heard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heard {
    /// Counts the messages from 1.
    pub number: u64,
    /// `birth`, `status` or `event`.
    pub kind: String,
    /// The whole topic.
    pub topic: String,
    /// The payload; a text when it is not JSON.
    pub payload: Value,
    /// When it was heard, milliseconds since 1970.
    pub at_ms: i64,
}

/// The morning, while it is played and after.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Morning {
    /// Being played now.
    pub plays: bool,
    /// Log of the run, line by line.
    pub story: Vec<String>,
    /// How it ended, when it did not end well.
    pub failed: Option<String>,
}

/// Remaining tries of a card of the tray.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tries {
    /// Key of the persona.
    pub persona: String,
    /// PIN tries left.
    pub left: u8,
}

/// All events, each the latest.
pub struct Feed {
    /// The panel.
    pub panel: watch::Sender<Panel>,
    /// Sounds.
    pub sounds: broadcast::Sender<Sound>,
    /// How the world stands; kept by the world.
    pub situation: watch::Receiver<Situation>,
    /// Checks that the centre has received, newest first.
    pub receipts: watch::Sender<Vec<Receipt>>,
    /// Events that the office has received, newest first.
    pub heard: watch::Sender<Vec<Heard>>,
    /// PIN tries left of cards that were used.
    pub tries: watch::Sender<Vec<Tries>>,
    /// The scripted morning.
    pub morning: watch::Sender<Morning>,
    /// Constant part: the people.
    tray: Value,
    /// Asks the centre that runs now.
    control: Mutex<Control>,
}

impl Feed {
    /// Nothing happened yet.
    pub fn new(scene: &Scene) -> Self {
        Self {
            panel: watch::Sender::new(Panel::DARK),
            sounds: broadcast::Sender::new(SOUNDS_BEHIND),
            situation: scene.world.watch(),
            receipts: watch::Sender::default(),
            heard: watch::Sender::default(),
            tries: watch::Sender::default(),
            morning: watch::Sender::default(),
            tray: json!({ "people": people::tray(), "staff": scene.world.staff() }),
            control: Mutex::new(scene.world.centre.control.clone()),
        }
    }

    /// The centre's director, of the centre that ran last.
    pub fn control(&self) -> Control {
        self.control.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Another centre runs.
    pub fn set_control(&self, control: Control) {
        *self.control.lock().unwrap_or_else(PoisonError::into_inner) = control;
    }

    /// Sends one browser everything, then changes, until it goes.
    pub async fn tell(self: Arc<Self>, to: mpsc::Sender<Result<Event, Infallible>>) {
        let mut panel = self.panel.subscribe();
        let mut situation = self.situation.clone();
        let mut receipts = self.receipts.subscribe();
        let mut heard = self.heard.subscribe();
        let mut tries = self.tries.subscribe();
        let mut morning = self.morning.subscribe();
        let mut sounds = self.sounds.subscribe();
        let mut next = event("tray", &self.tray);
        situation.mark_changed();
        panel.mark_changed();
        receipts.mark_changed();
        heard.mark_changed();
        tries.mark_changed();
        morning.mark_changed();
        while to.send(Ok(next)).await.is_ok() {
            // An error of a receiver means that the bus is being closed.
            next = tokio::select! {
                biased;
                Ok(()) = panel.changed() => event("panel", &picture(&panel.borrow_and_update())),
                Ok(()) = situation.changed() => event("situation", &*situation.borrow_and_update()),
                Ok(sound) = sounds.recv() => event("sound", &heard_sound(&sound)),
                Ok(()) = tries.changed() => event("tries", &*tries.borrow_and_update()),
                Ok(()) = receipts.changed() => event("receipts", &*receipts.borrow_and_update()),
                Ok(()) = heard.changed() => event("heard", &*heard.borrow_and_update()),
                Ok(()) = morning.changed() => event("morning", &*morning.borrow_and_update()),
                () = to.closed() => return,
            };
        }
    }
}

fn event(name: &str, what: &impl Serialize) -> Event {
    // All events here have a form in JSON.
    Event::default().event(name).data(serde_json::to_string(what).unwrap_or_default())
}

fn picture(panel: &Panel) -> Value {
    let shown = panel.shown.as_ref().map(|shown| {
        use embedded_graphics::prelude::OriginDimensions as _;
        let size = shown.frame.size();
        let pixels = STANDARD.encode(shown.frame.to_be_bytes());
        json!({ "width": size.width, "height": size.height, "pixels": pixels, "caption": shown.caption })
    });
    json!({ "shown": shown, "lamp": panel.lamp, "backlight": panel.backlight, "volume": panel.volume })
}

fn heard_sound(sound: &Sound) -> Value {
    match sound {
        Sound::Buzz(buzz) => json!({ "buzz": buzz }),
        Sound::Speech(wav) => json!({ "speech": STANDARD.encode(wav) }),
    }
}
