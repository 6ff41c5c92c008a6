//! One child process for one text.
//!
//! Promises: the text goes by standard input only; the output is bounded; the process is killed when the future that
//! waits for it is dropped.

use super::SpeechError;
use std::{ffi::OsStr, path::Path, process::Stdio};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    process::Command,
};
use zeroize::Zeroizing;

/// Bytes of output at most: about two minutes at 48 kHz, more than any sound that is kept.
const LONGEST_OUTPUT: usize = 12 * 1_024 * 1_024;

/// A process that has not started. Its arguments never carry the text.
pub struct Child {
    program: &'static str,
    command: Command,
}

impl Child {
    /// `program` in `folder`, with an empty environment.
    pub fn new(program: &'static str, folder: &Path) -> Self {
        let mut command = Command::new(folder.join(program));
        command.env_clear().env("LC_ALL", "C.UTF-8").env("PATH", "/usr/bin:/bin").current_dir("/");
        // Error output is discarded, because it may quote the text.
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).kill_on_drop(true);
        Self { program, command }
    }

    /// Adds an argument with its value.
    pub fn argument(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        // A long option and its value are one word, a short option and its value two.
        if name.starts_with("--") {
            let mut word = std::ffi::OsString::from(format!("{name}="));
            word.push(value);
            self.command.arg(word);
        } else {
            self.command.arg(name).arg(value);
        }
        self
    }

    /// Adds an argument without a value.
    pub fn flag(mut self, name: &str) -> Self {
        self.command.arg(name);
        self
    }

    /// Runs the process on `text` and returns its whole output. Dropping the future kills the process.
    ///
    /// # Errors
    /// [`SpeechError::Failed`], [`SpeechError::NoSound`].
    pub async fn run(mut self, text: &str) -> Result<Zeroizing<Vec<u8>>, SpeechError> {
        let program = self.program;
        let failed = |what: String| SpeechError::Failed { program, what };
        let mut child = self.command.spawn().map_err(|error| failed(format!("cannot be run: {error}")))?;
        let (Some(mut to), Some(from)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(failed("it has no standard input or output".into()));
        };
        let mut from = from.take(LONGEST_OUTPUT as u64 + 1);
        let mut output = Zeroizing::new(Vec::new());
        // Both at the same time, because each side may wait for the other.
        let feed = async move {
            // A program that does not read to the end reports that by its status.
            to.write_all(text.as_bytes()).await.ok();
            to.write_all(b"\n").await.ok();
        };
        let (_, read) = tokio::join!(feed, from.read_to_end(&mut output));
        read.map_err(|error| failed(format!("its output cannot be read: {error}")))?;
        if output.len() > LONGEST_OUTPUT {
            return Err(SpeechError::NoSound("the engine prints without end"));
        }
        let status =
            child.wait().await.map_err(|error| failed(format!("it cannot be waited for: {error}")))?;
        if status.success() { Ok(output) } else { Err(failed(format!("ended with {status}"))) }
    }
}
