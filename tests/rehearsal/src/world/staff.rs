//! The invented staff, added to the station before its first start, as a technician does it.

use super::World;
use crate::{
    bus::{Member, crew},
    scene::Result,
};
use std::process::Stdio;
use tokio::io::AsyncWriteExt as _;

impl World {
    /// The invented staff who can log in; empty when no login is required.
    pub fn staff(&self) -> &'static [Member] {
        if self.choices.login { crew() } else { &[] }
    }

    /// Adds the staff by the technician's command, which reads each passcode from its standard input.
    pub(super) async fn hire(&self) -> Result<()> {
        for member in self.staff() {
            self.add(member).await.map_err(|error| format!("station staff add: {error}"))?;
        }
        Ok(())
    }

    async fn add(&self, member: &Member) -> Result<()> {
        let technician = self.technician()?;
        let mut command = tokio::process::Command::new(&technician.binary);
        command.args(["staff", "add", "--label", member.label, "--role", member.role, "--config"]);
        command.arg(&technician.config).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.kill_on_drop(true).spawn()?;
        let mut input = child.stdin.take().ok_or("no standard input")?;
        input.write_all(format!("{}\n", member.passcode).as_bytes()).await?;
        drop(input);
        let output = child.wait_with_output().await?;
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned().into())
        }
    }
}
