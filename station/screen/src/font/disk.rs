//! For tests: a font on a disk that hangs, or fails, when told.

use super::bytes::Bytes;
use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

/// The file, and the hands on its disk.
pub(super) struct Disk {
    file: File,
    hands: Hands,
}

/// Stops a disk, and breaks it.
#[derive(Clone, Default)]
pub(super) struct Hands {
    gate: Arc<Mutex<()>>,
    broken: Arc<AtomicBool>,
}

impl Disk {
    pub(super) fn new(path: &str) -> (Self, Hands) {
        let hands = Hands::default();
        (Self { file: File::open(path).unwrap(), hands: hands.clone() }, hands)
    }
}

impl Hands {
    /// The disk hangs as long as this is held.
    pub(super) fn hang(&self) -> MutexGuard<'_, ()> {
        self.gate.lock().unwrap()
    }

    /// The disk fails from now on, or no more.
    pub(super) fn fail(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }
}

impl Bytes for Disk {
    fn read(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        drop(self.hands.gate.lock().unwrap());
        if self.hands.broken.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::Other.into());
        }
        self.file.read(at, into)
    }

    fn len(&self) -> io::Result<u64> {
        Bytes::len(&self.file)
    }
}
