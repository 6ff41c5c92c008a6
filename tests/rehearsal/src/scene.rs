//! Actions at a desk: put a card on the reader, look at the panel, press keys, write down what they saw.

use crate::{bus::crew, picture, world::World};
use card::{Faults, VirtualCard};
use firmware::panel::simulated::{ClientError, Shown};
use personas::Persona;
use std::{
    collections::BTreeMap,
    error::Error,
    sync::Arc,
    time::{Duration, Instant},
};

/// How long a person waits for anything at all before saying that it does not work.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Screens that can lie between any screen and the ready one, each with a margin of one key without effect.
const STEPS_TO_READY: usize = 24;

/// Anything that went wrong; a failed expectation is one too.
pub type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// One line of the morning's table.
#[derive(Debug, Clone)]
pub struct Record {
    /// The action.
    pub title: String,
    /// Key of the persona.
    pub person: String,
    /// 目視, 暗証番号, or what happened to the line.
    pub method: String,
    /// Texts of the panel.
    pub shown: String,
    /// 受付番号, when there was one.
    pub reception: Option<u32>,
    /// From the card on the reader to this screen; `None` where people's time is in it.
    pub took: Option<Duration>,
}

/// The desk with its people.
pub struct Scene {
    /// The world around it.
    pub world: World,
    /// The number that was written down.
    pub records: Vec<Record>,
    cards: BTreeMap<&'static str, VirtualCard>,
    placed: Instant,
    step: usize,
    listener: Listener,
}

/// Sink for the log of the run, line by line.
pub type Listener = Box<dyn FnMut(&str) + Send>;

impl Scene {
    /// Opens the desk.
    pub fn new(world: World) -> Self {
        Self {
            world,
            records: Vec::new(),
            cards: BTreeMap::new(),
            placed: Instant::now(),
            step: 0,
            listener: Box::new(|line| println!("{line}")),
        }
    }

    /// Sends the log to another sink than the terminal from now on.
    pub fn tell(&mut self, listener: Listener) {
        self.listener = listener;
    }

    /// Says what happens.
    pub fn say(&mut self, line: &str) {
        (self.listener)(line);
    }

    /// The persona with this key.
    pub fn person(key: &str) -> Result<&'static Persona> {
        personas::find(key).ok_or_else(|| format!("no persona {key}").into())
    }

    /// The one card of a persona (its PIN tries are kept over the morning), or the badge of this key.
    pub fn card(&mut self, key: &str) -> Result<VirtualCard> {
        if let Some(card) = self.cards.get(key) {
            return Ok(card.clone());
        }
        let card = match card::badge::find(key) {
            Some(badge) => VirtualCard::badge(badge),
            None => VirtualCard::new(Self::person(key)?, &self.world.pki)?,
        };
        self.cards.insert(card.key(), card.clone());
        Ok(card)
    }

    /// The cards that were used so far.
    pub fn cards(&self) -> impl Iterator<Item = &VirtualCard> {
        self.cards.values()
    }

    /// Has a persona's card issued anew: the next time it is as delivered.
    pub fn renew(&mut self, key: &str) {
        self.cards.remove(key);
    }

    /// Has every card issued anew.
    pub fn renew_all(&mut self) {
        self.cards.clear();
    }

    /// Puts a card on the reader; time counts from here.
    pub async fn place(&mut self, key: &str) -> Result<()> {
        self.place_faulty(key, Faults::default()).await
    }

    /// Puts a card with these faults on the reader.
    pub async fn place_faulty(&mut self, key: &str, faults: Faults) -> Result<()> {
        let card = self.card(key)?;
        card.set_faults(faults);
        self.placed = Instant::now();
        self.world.put(&card)?;
        // The reader's driver looks for cards every 400 ms: the card is there when it is powered or tried.
        Ok(())
    }

    /// Takes the card away.
    pub async fn pull(&mut self) {
        self.world.pull();
    }

    /// Presses keys, one character each (see `firmware::panel::Key`).
    pub async fn press(&mut self, keys: &str) -> Result<()> {
        Ok(self.world.board()?.press_all(keys).await?)
    }

    /// Waits for one of these screens.
    pub async fn see(&mut self, screens: &[&str]) -> Result<Arc<Shown>> {
        self.see_within(screens, PATIENCE).await
    }

    /// Waits for one of these screens, not longer than `within`.
    pub async fn see_within(&mut self, screens: &[&str], within: Duration) -> Result<Arc<Shown>> {
        let what = screens.join(" or ");
        let wanted = |shown: &Shown| screens.contains(&shown.caption.screen.as_str());
        Ok(self.world.board()?.wait_until(&what, within, wanted).await?)
    }

    /// Since the card was put on the reader.
    pub fn since_card(&self) -> Duration {
        self.placed.elapsed()
    }

    /// Keeps a picture of what the panel shows, named by step and screen.
    pub fn photograph(&mut self, shown: &Shown) -> Result<()> {
        self.step += 1;
        let name = format!("{:02}-{}.png", self.step, shown.caption.screen);
        Ok(picture::write(&shown.frame, &self.world.pictures.join(name))?)
    }

    /// Writes a line for the table, keeps a picture, and says it on the terminal.
    pub fn note(
        &mut self,
        title: &str,
        key: &str,
        method: &str,
        shown: &Shown,
        took: Option<Duration>,
    ) -> Result<()> {
        self.photograph(shown)?;
        let record = Record {
            title: title.to_owned(),
            person: Self::person(key).map(|p| p.name.clone())?,
            method: method.to_owned(),
            shown: shown.caption.title.clone(),
            reception: reception_number(shown),
            took,
        };
        let time = took.map_or(String::new(), |t| format!("  {:.2} s", t.as_secs_f64()));
        let line =
            format!("  {:>2}  {title}: {} {method} → {}{time}", self.step, record.person, record.shown);
        self.say(&line);
        self.records.push(record);
        Ok(())
    }

    /// Ends a verdict's screen and takes the card away, until the desk is ready again.
    pub async fn finish(&mut self) -> Result<()> {
        self.world.pull();
        self.to_ready().await
    }

    /// Presses what ends the present screen, until the desk is ready: the first of the staff logs in and takes the first
    /// of every choice of the day, late verdicts are acknowledged, everything else is closed.
    pub async fn to_ready(&mut self) -> Result<()> {
        // The passcode that is asked for may be somebody else's until a person was picked here.
        let mut picked = false;
        // One screen may follow another (a message, the verdict): close until ready.
        for _ in 0..STEPS_TO_READY {
            // Reads what came meanwhile; what is shown may be old.
            if self.see_within(&["ready"], Duration::from_millis(50)).await.is_ok() {
                return Ok(());
            }
            let screen = self.world.board()?.shown().map(|s| s.caption.screen.clone()).unwrap_or_default();
            let passcode = crew().first().map(|member| format!("{}o", member.passcode));
            let keys = match screen.as_str() {
                "looking" => String::new(),
                "locked" => "1".into(),
                "passcode" if picked => passcode.unwrap_or_default(),
                "choose_site" | "choose_method" | "choose_purpose" => "1".into(),
                "late" | "late_new" => "o".into(),
                _ => "b".into(),
            };
            picked = screen == "locked" || picked && screen != "passcode";
            self.press(&keys).await?;
            self.leaves(&screen).await?;
        }
        self.see(&["ready"]).await.map(drop)
    }

    /// Waits for another screen than this one, but not for long: the key may have done nothing.
    async fn leaves(&mut self, screen: &str) -> Result<()> {
        let other = |shown: &Shown| shown.caption.screen != screen;
        match self.world.board()?.wait_until("another screen", Duration::from_secs(1), other).await {
            Ok(_) | Err(ClientError::Deadline { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

/// The 受付番号 on the panel, if it shows one: three or more digits that stand alone.
pub fn reception_number(shown: &Shown) -> Option<u32> {
    let alone = |text: &&String| text.len() >= 3 && text.bytes().all(|b| b.is_ascii_digit());
    shown.caption.texts.iter().find(alone).and_then(|digits| digits.parse().ok())
}
