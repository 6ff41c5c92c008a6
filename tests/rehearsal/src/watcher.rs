//! The office's ear: `mosquitto_sub`, a client that knows nothing of this project, subscribed to everything.

use crate::scene::Result;
use personas::tls::Tls;
use std::{
    fs::File,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};

/// A running subscriber; killed when dropped. Each message is a line: topic, space, payload.
#[derive(Debug)]
pub struct Watcher {
    child: Child,
    file: PathBuf,
}

impl Watcher {
    /// Subscribes with an operator's certificate and writes what comes to `file`.
    pub fn start(file: &Path, tls: &Tls, port: u16) -> Result<Self> {
        let operator = tls.operator("operator")?;
        let child = Command::new("mosquitto_sub")
            .args(["-V", "5", "-h", "localhost", "-q", "1", "-t", "junkai/#", "-F", "%t %p", "-p"])
            .arg(port.to_string())
            .arg("--cafile")
            .arg(&tls.fleet_ca)
            .arg("--cert")
            .arg(&operator.fleet.certificate)
            .arg("--key")
            .arg(&operator.fleet.key)
            .stdin(Stdio::null())
            .stdout(File::create(file)?)
            .stderr(File::create(file.with_extension("errors"))?)
            .spawn()?;
        Ok(Self { child, file: file.to_owned() })
    }

    /// Where everything heard is written.
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// Everything heard so far.
    pub fn heard(&self) -> Result<String> {
        Ok(String::from_utf8_lossy(&std::fs::read(&self.file)?).into_owned())
    }

    /// Waits until what was heard is as wanted.
    pub async fn wait(&self, within: Duration, wanted: impl Fn(&str) -> bool) -> Result<()> {
        let end = tokio::time::Instant::now() + within;
        loop {
            let heard = self.heard()?;
            if wanted(&heard) {
                return Ok(());
            }
            if tokio::time::Instant::now() >= end {
                let last = heard.lines().next_back().unwrap_or("nothing").to_owned();
                return Err(format!("the office did not hear what was expected; last: {last}").into());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // It may have ended with its broker; nothing else can be done about an error here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
