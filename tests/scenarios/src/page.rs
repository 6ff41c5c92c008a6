//! A person's actions on the rehearsal's page, in a real browser, with the real station behind it.

use crate::browser::{Browser, Screen};
use rehearse::{Bus, Choices, Result, Scene, World};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{path::PathBuf, time::Duration};
use tokio::time::Instant;

/// How long a person waits for anything before saying that it does not work. Generous: the machine may be busy
/// with other tests.
pub const WAIT: Duration = Duration::from_secs(40);

/// When nothing came of a key, a person presses it again.
const AGAIN: Duration = Duration::from_secs(2);

/// The same for what takes its time, such as making speech.
const LATER: Duration = Duration::from_secs(12);

/// The panel's picture, as the page describes it.
#[derive(Clone, Default, Deserialize)]
pub struct Seen {
    /// The screen's name; empty while it is dark.
    pub screen: String,
    /// Its words, the headline first.
    pub words: Vec<String>,
}

impl Seen {
    /// True when a text stands somewhere on the panel.
    pub fn says(&self, text: &str) -> bool {
        self.words.iter().any(|word| word.contains(text))
    }
}

impl std::fmt::Debug for Seen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Seen({}, {} words)", self.screen, self.words.len())
    }
}

/// The page in a browser.
pub struct Page {
    /// The browser, for what has no word here.
    pub browser: Browser,
    bus: Bus,
    pictures: PathBuf,
    test: String,
}

impl Page {
    /// Builds a world of this test's own, opens its page, and waits until it lives.
    pub async fn open(test: &str, choices: &Choices, screen: Screen) -> Result<Self> {
        let world = World::build(&crate::folder(test)?, choices, |_| {}).await?;
        let pictures = crate::folder("page-pictures")?;
        let bus = Bus::open(Scene::new(world), 0).await?;
        let browser = Browser::start(screen).await?;
        browser.open(&bus.url()).await?;
        let page = Self { browser, bus, pictures, test: test.to_owned() };
        page.until("the page lives", "return document.body.dataset.live === 'true'").await?;
        Ok(page)
    }

    /// The port that the page is served on.
    pub fn port(&self) -> u16 {
        self.bus.address().port()
    }

    /// Waits until a script gives true.
    pub async fn until(&self, what: &str, script: &str) -> Result<()> {
        let end = Instant::now() + WAIT;
        while self.browser.run(script, json!([])).await? != Value::Bool(true) {
            if Instant::now() > end {
                self.photograph(&format!("{}-failed", self.test)).await?;
                return Err(
                    format!("waited in vain until {what}; the panel: {:?}", self.seen().await?).into()
                );
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        Ok(())
    }

    /// The words of the panel, as the page has them.
    pub async fn seen(&self) -> Result<Seen> {
        let script = "return { screen: document.body.dataset.screen ?? '', \
                      words: [...document.querySelectorAll('#words li')].map((word) => word.textContent) }";
        Ok(serde_json::from_value(self.browser.run(script, json!([])).await?)?)
    }

    /// Waits for one of these screens.
    pub async fn see(&self, screens: &[&str]) -> Result<Seen> {
        self.see_that(&screens.join(" or "), |seen| screens.contains(&seen.screen.as_str())).await
    }

    /// Waits until the panel shows what is wanted.
    pub async fn see_that(&self, what: &str, wanted: impl Fn(&Seen) -> bool) -> Result<Seen> {
        let end = Instant::now() + WAIT;
        loop {
            let seen = self.seen().await?;
            if wanted(&seen) {
                return Ok(seen);
            }
            if Instant::now() > end {
                self.photograph(&format!("{}-failed", self.test)).await?;
                return Err(format!("waited for {what}; the screen is {:?}", seen.screen).into());
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
    }

    /// Puts a card from the tray on the reader.
    pub async fn put(&self, persona: &str) -> Result<()> {
        self.browser.click(&format!("button[data-card=\"{persona}\"]")).await
    }

    /// Takes the card off the reader.
    pub async fn pull(&self) -> Result<()> {
        self.until("there is a card to take", "return !document.getElementById('pull').disabled").await?;
        self.browser.click("#pull").await?;
        self.until("the card is gone", "return document.getElementById('pull').disabled").await
    }

    /// Presses keys of the panel with the mouse, one character each (`0`–`9`, `o` OK, `b` back, `u` up, `d` down).
    pub async fn press(&self, keys: &str) -> Result<()> {
        for key in keys.chars() {
            self.browser.click(&format!("[data-key=\"{key}\"]")).await?;
        }
        Ok(())
    }

    /// Presses keys of the panel until one of these screens is shown, as people do: again when nothing came of it. (A
    /// key in the first moments of a verdict was meant for the screen before, and does nothing.)
    pub async fn press_to(&self, keys: &str, screens: &[&str]) -> Result<Seen> {
        let before = self.seen().await?.screen;
        let end = Instant::now() + WAIT;
        while Instant::now() < end {
            self.press(keys).await?;
            let again = Instant::now() + AGAIN;
            while Instant::now() < again {
                let seen = self.seen().await?;
                if screens.contains(&seen.screen.as_str()) {
                    return Ok(seen);
                }
                if seen.screen != before {
                    return self.see(screens).await;
                }
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
        }
        self.see(screens).await
    }

    /// Presses keys of the panel until a script gives true, as people do: again when nothing came of it after a while.
    pub async fn press_until(&self, keys: &str, what: &str, script: &str) -> Result<()> {
        let end = Instant::now() + WAIT;
        while Instant::now() < end {
            self.press(keys).await?;
            let again = Instant::now() + LATER;
            while Instant::now() < again {
                if self.browser.run(script, json!([])).await? == Value::Bool(true) {
                    return Ok(());
                }
                tokio::time::sleep(Duration::from_millis(40)).await;
            }
        }
        self.until(what, script).await
    }

    /// Types a passcode or a PIN with the keyboard, and OK.
    pub async fn type_in(&self, digits: &str) -> Result<()> {
        self.browser.run("document.activeElement.blur()", json!([])).await?;
        self.browser.keys(&format!("{digits}{}", crate::browser::key::ENTER)).await
    }

    /// Moves the line's slider with the keyboard: 0 good, 1 weak, 2 cut, 3 black hole.
    pub async fn line(&self, stop: u8) -> Result<()> {
        use crate::browser::key;
        self.browser.run("document.getElementById('line').focus()", json!([])).await?;
        for _ in 0..3 {
            self.browser.keys(&key::LEFT.to_string()).await?;
        }
        for _ in 0..stop {
            self.browser.keys(&key::RIGHT.to_string()).await?;
        }
        // The world's word, not the slider's own.
        let script = format!("return document.getElementById('line').dataset.stands === '{stop}'");
        self.until("the line is so", &script).await?;
        self.browser.run("document.activeElement.blur()", json!([])).await.map(drop)
    }

    /// Turns a switch (`power`, `reader`, `centre`, `broker`, `clock`, `keypad`, `scanner`) and waits until the world
    /// says so.
    pub async fn switch(&self, name: &str, on: bool) -> Result<()> {
        let stands = format!(
            "return document.querySelector('[data-switch={name}]').getAttribute('aria-checked') === '{on}'"
        );
        if self.browser.run(&stands, json!([])).await? != Value::Bool(true) {
            self.browser.click(&format!("[data-switch={name}]")).await?;
        }
        self.until(&format!("{name} is switched"), &stands).await
    }

    /// Holds a code under the scanner.
    pub async fn scan(&self, code: &str) -> Result<()> {
        self.browser.write("#code", code).await?;
        self.browser.click("#scan button").await
    }

    /// Waits until the centre has a check with this outcome word for this reception number.
    pub async fn centre_has(&self, reception: u32, word: &str) -> Result<()> {
        let script = format!(
            "return [...document.querySelectorAll('#receipts tbody tr')].some((row) => \
             row.dataset.word === '{word}' && Number(row.cells[0].textContent) === {reception})"
        );
        self.until(&format!("the centre has {word}"), &script).await
    }

    /// Keeps a picture of the page.
    pub async fn photograph(&self, name: &str) -> Result<()> {
        self.browser.photograph(&self.pictures.join(format!("{name}.png"))).await
    }

    /// Closes browser and page, and gives the world back.
    pub async fn close(self) -> Result<Scene> {
        drop(self.browser);
        self.bus.close().await
    }
}
