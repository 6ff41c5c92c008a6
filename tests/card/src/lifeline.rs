//! Ends a process when this one ends, however that happens: a test that is killed leaves no daemon behind.
//!
//! A shell waits on a pipe whose other end only this process holds. When the kernel closes it, the shell ends the
//! process that it watches. (The kernel's own parent-death signal is no help: it counts threads, and a test's
//! daemon often outlives the thread that started it.)

use std::io;
use std::process::{Child, Command, Stdio};

const WATCH: &str = "read -r _; kill -9 -- \"$1\" 2>/dev/null";

/// Held as long as the watched process may live.
#[derive(Debug)]
pub struct Lifeline(Child);

impl Lifeline {
    /// Watches over this process.
    ///
    /// # Errors
    /// When no shell can be started.
    pub fn tie(pid: u32) -> io::Result<Self> {
        Self::watch(pid.to_string())
    }

    /// Watches over every process of this group.
    ///
    /// # Errors
    /// When no shell can be started.
    pub fn tie_group(leader: u32) -> io::Result<Self> {
        Self::watch(format!("-{leader}"))
    }

    fn watch(whom: String) -> io::Result<Self> {
        let shell = Command::new("/bin/sh")
            .args(["-c", WATCH, "lifeline"])
            .arg(whom)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self(shell))
    }
}

impl Drop for Lifeline {
    /// Lets go without ending anything: the owner has ended the process by then, and its number may be another's.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
