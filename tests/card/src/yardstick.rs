//! Cost of the same work with OpenSC, measured on the same card: the yardstick of the bench.

use crate::{PrivatePcscd, Stats, VirtualCard};
use std::io;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// Cost of one piece of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Command APDUs.
    pub apdus: u64,
    /// Bytes to and from the card.
    pub bytes: u64,
    /// Time inside the card.
    pub inside: Duration,
    /// Time in all, process start and end among it.
    pub elapsed: Duration,
}

impl Cost {
    /// The cost between two counts of the same card.
    pub fn between(before: &Stats, after: &Stats, elapsed: Duration) -> Self {
        let bytes = |stats: &Stats| stats.bytes_in + stats.bytes_out;
        Self {
            apdus: after.apdus.saturating_sub(before.apdus),
            bytes: bytes(after).saturating_sub(bytes(before)),
            inside: after.inside.saturating_sub(before.inside),
            elapsed,
        }
    }
}

/// OpenSC's cost for the user-authentication certificate (`pkcs15-tool --read-certificate`) and for a signature by
/// PIN (`pkcs15-crypt --sign`), in this order. The card lies on the reader of `pcscd`; `dir` is for files.
///
/// Errors: OpenSC is not installed, or one of its tools failed.
pub fn opensc(pcscd: &PrivatePcscd, card: &VirtualCard, dir: &Path) -> io::Result<(Cost, Cost)> {
    std::fs::write(dir.join("yardstick.digest"), [0x5a; 32])?;
    let certificate = ["--read-certificate", "01", "--output", "yardstick.pem"];
    let pin = card.persona().map_or("", |person| person.card.pin.as_str());
    let sign = ["--sign", "--sha-256", "--pkcs1", "--key", "1", "--pin", pin];
    let files = ["--input", "yardstick.digest", "--output", "yardstick.signature"];
    let measure = |tool: &str, arguments: &[&str]| {
        let (before, begun) = (card.stats(), Instant::now());
        let mut command = pcscd.command(tool);
        // Its own cache, so that files of earlier runs do not help.
        command
            .env("HOME", dir)
            .env("XDG_CACHE_HOME", dir)
            .env("JUNKAI_YARDSTICK_PIN", card.persona().map_or("", |person| person.card.pin.as_str()));
        let out = command.args(arguments).current_dir(dir).stdin(Stdio::null()).output()?;
        let elapsed = begun.elapsed();
        if out.status.success() {
            return Ok(Cost::between(&before, &card.stats(), elapsed));
        }
        let said = String::from_utf8_lossy(&out.stderr);
        Err(io::Error::other(format!("{tool} failed ({}): {said}", out.status)))
    };
    Ok((measure("pkcs15-tool", &certificate)?, measure("pkcs15-crypt", &[&sign[..], &files].concat())?))
}
