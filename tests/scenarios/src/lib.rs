//! End-to-end tests that use the real binaries: the station as a process on its simulated board, the real pcscd,
//! Mosquitto and TLS, and where a person would click, a real browser. What they share is here; the tests are in `tests/`.

pub mod browser;
mod page;

pub use page::{Page, Seen, WAIT};
use rehearse::{Choices, Result, Scene, World};
use std::path::PathBuf;

/// A folder of its own for a test, in the build's target folder, emptied when the world is built.
pub fn folder(test: &str) -> Result<PathBuf> {
    let binary = rehearse::sibling("station")?;
    let target = binary.ancestors().nth(2).ok_or("no target folder")?;
    let folder = target.join("scenarios").join(test);
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

/// A desk in a world of its own.
pub async fn desk(test: &str, choices: &Choices) -> Result<Scene> {
    let world = World::build(&folder(test)?, choices, |_| {}).await?;
    Ok(Scene::new(world))
}

/// A small repeatable random source (xorshift); which numbers come does not matter, only that they spread.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// From a seed that is not 0.
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    /// A number below `limit`, which is not 0.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}
