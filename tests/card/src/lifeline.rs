//! Ends a process when this one ends, however that happens: a test that is killed leaves no daemon behind.
//!
//! A shell waits on a pipe whose other end only this process holds. When the kernel closes it, the shell ends the
//! process that it watches. (The kernel's own parent-death signal is no help: it counts threads, and a test's
//! daemon often outlives the thread that started it.)

use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};

// By name, and with the dashes: the shell of Debian takes "-9" or "--", not both.
const WATCH: &str = "read -r _; kill -s KILL -- \"$1\" 2>/dev/null";

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
            // A Ctrl-C at a terminal goes to a whole group: the watcher must outlive the test by a moment.
            .process_group(0)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::process::ExitStatusExt as _;

    /// A process that would live on for long, leading a group of its own.
    fn sleeper() -> Child {
        Command::new("sleep").arg("600").process_group(0).spawn().unwrap()
    }

    /// As the kernel does when the owner dies: the pipe is closed without a release.
    fn owner_dies(mut lifeline: Lifeline) {
        drop(lifeline.0.stdin.take());
        lifeline.0.wait().unwrap();
    }

    #[test]
    fn a_process_and_a_group_end_when_their_owner_is_gone() {
        let mut alone = sleeper();
        owner_dies(Lifeline::tie(alone.id()).unwrap());
        assert_eq!(alone.wait().unwrap().signal(), Some(9));
        let mut leader = sleeper();
        let mut member =
            Command::new("sleep").arg("600").process_group(leader.id().cast_signed()).spawn().unwrap();
        owner_dies(Lifeline::tie_group(leader.id()).unwrap());
        assert_eq!(leader.wait().unwrap().signal(), Some(9));
        assert_eq!(member.wait().unwrap().signal(), Some(9));
    }
}
