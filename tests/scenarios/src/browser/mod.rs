//! A real browser for tests: headless Chromium, driven by W3C WebDriver as a person would use it, with mouse and
//! keyboard.
//!
//! The client is our own and small: the crates for it bring a licence of another kind, or turn on features of
//! `serde_json` for the whole workspace, so that the tests would no longer test what is shipped.
//!
//! Promises: driver and browser die with the test, however it ends; the browser has a new profile and speaks to
//! nobody but loopback.

pub mod wire;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use card::Lifeline;
use rehearse::Result;
use serde_json::{Value, json};
use std::{
    io::{self, BufRead as _, BufReader},
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use tokio::{sync::oneshot, time::timeout};

const START: Duration = Duration::from_secs(30);

/// Flags that make Chromium quiet, and able to run as root in a container.
const FLAGS: [&str; 13] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-breakpad",
    "--disable-crash-reporter",
    "--mute-audio",
    "--hide-scrollbars",
];

/// The screen that the page is looked at on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// A desk's, 1400×1000.
    Desktop,
    /// A phone's, 360×740 at two dots a pixel, touched.
    Phone,
}

/// A browser with one page.
pub struct Browser {
    driver: Child,
    port: u16,
    session: String,
    _lifeline: Lifeline,
    _profile: TempDir,
}

impl Browser {
    /// Starts one.
    ///
    /// # Errors
    /// When Chromium or its driver is not installed or does not start.
    pub async fn start(screen: Screen) -> Result<Self> {
        let profile = tempfile::Builder::new().prefix("junkai-browser-").tempdir()?;
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(|e| format!("chromedriver (is chromium-driver installed?): {e}"))?;
        let lifeline = Lifeline::tie_group(driver.id())?;
        let output = driver.stdout.take().ok_or("no output of chromedriver")?;
        let port = port(output).await?;
        let mut browser =
            Self { driver, port, session: String::new(), _lifeline: lifeline, _profile: profile };
        let wanted = capabilities(screen, browser._profile.path());
        let session = wire::ask(port, "POST", "/session", Some(&wanted)).await?;
        let id = session.get("sessionId").and_then(Value::as_str).ok_or("no session")?;
        browser.session = format!("/session/{id}");
        Ok(browser)
    }

    /// Opens an address.
    pub async fn open(&self, url: &str) -> Result<()> {
        self.post("/url", json!({ "url": url })).await.map(drop)
    }

    /// Runs a function body in the page with these arguments, and gives what it returns.
    pub async fn run(&self, script: &str, arguments: Value) -> Result<Value> {
        self.post("/execute/sync", json!({ "script": script, "args": arguments })).await
    }

    /// Clicks the element with the mouse (or a finger): it must be visible and nothing may cover it.
    pub async fn click(&self, css: &str) -> Result<()> {
        let element = self.find(css).await?;
        self.post(&format!("/element/{element}/click"), json!({})).await.map(drop)
    }

    /// Types a text into a field.
    pub async fn write(&self, css: &str, text: &str) -> Result<()> {
        let element = self.find(css).await?;
        self.post(&format!("/element/{element}/clear"), json!({})).await?;
        self.post(&format!("/element/{element}/value"), json!({ "text": text })).await.map(drop)
    }

    /// Presses keys of the keyboard one after the other, wherever the focus is. Keys with a name are WebDriver's
    /// private-use characters: see [`key`].
    pub async fn keys(&self, keys: &str) -> Result<()> {
        let strokes = keys
            .chars()
            .flat_map(|c| [json!({ "type": "keyDown", "value": c }), json!({ "type": "keyUp", "value": c })]);
        let strokes: Vec<Value> = strokes.collect();
        let actions = json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": strokes }] });
        self.post("/actions", actions).await.map(drop)
    }

    /// A picture of what is seen.
    pub async fn photograph(&self, file: &Path) -> Result<()> {
        let picture = wire::ask(self.port, "GET", &format!("{}/screenshot", self.session), None).await?;
        Ok(std::fs::write(file, STANDARD.decode(picture.as_str().ok_or("no picture")?)?)?)
    }

    async fn find(&self, css: &str) -> Result<String> {
        let found = self.post("/element", json!({ "using": "css selector", "value": css })).await?;
        // The name of the field is fixed by the standard.
        let id = found.get("element-6066-11e4-a52e-4f735466cecf").and_then(Value::as_str);
        id.map(str::to_owned).ok_or_else(|| format!("nothing on the page is {css}").into())
    }

    async fn post(&self, path: &str, body: Value) -> Result<Value> {
        wire::ask(self.port, "POST", &format!("{}{path}", self.session), Some(&body)).await
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The driver leads a group, and the browser is in it.
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["-9", "--", &group]).status();
        let _ = self.driver.wait();
    }
}

/// Keys that have a name, as WebDriver writes them.
pub mod key {
    /// Enter.
    pub const ENTER: char = '\u{E007}';
    /// Backspace.
    pub const BACKSPACE: char = '\u{E003}';
    /// Escape.
    pub const ESCAPE: char = '\u{E00C}';
    /// Tab.
    pub const TAB: char = '\u{E004}';
    /// Space.
    pub const SPACE: char = ' ';
    /// Arrow up.
    pub const UP: char = '\u{E013}';
    /// Arrow down.
    pub const DOWN: char = '\u{E015}';
    /// Arrow left.
    pub const LEFT: char = '\u{E012}';
    /// Arrow right.
    pub const RIGHT: char = '\u{E014}';
}

fn capabilities(screen: Screen, profile: &Path) -> Value {
    let mut flags: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    flags.push(format!("--user-data-dir={}", profile.display()));
    flags.push("--window-size=1400,1000".to_owned());
    // A window of a headless Chromium is never narrower than 500; a phone's screen is emulated.
    let phone = json!({ "width": 360, "height": 740, "pixelRatio": 2.0, "touch": true });
    let options = match screen {
        Screen::Desktop => json!({ "args": flags }),
        Screen::Phone => json!({ "args": flags, "mobileEmulation": { "deviceMetrics": phone } }),
    };
    json!({ "capabilities": { "alwaysMatch": { "browserName": "chrome", "goog:chromeOptions": options } } })
}

/// The port that the driver says it listens on. What it says later is read and dropped, so that it never waits for a
/// reader.
async fn port(output: ChildStdout) -> Result<u16> {
    let (found, port) = oneshot::channel();
    let mut found = Some(found);
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(io::Result::ok) {
            let port = line.split_once("started successfully on port ").map(|(_, port)| port);
            if let (Some(port), Some(found)) = (port, found.take_if(|_| port.is_some())) {
                // The test may have ended meanwhile.
                let _ = found.send(port.trim_end_matches('.').parse());
            }
        }
    });
    let said = timeout(START, port).await.map_err(|_| "chromedriver did not listen in time")?;
    Ok(said.map_err(|_| "chromedriver ended before it listened")??)
}
