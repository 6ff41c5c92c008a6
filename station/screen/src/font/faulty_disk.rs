//! For tests: a font on a disk that hangs or fails on command.

use super::bytes::Bytes;
use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

/// A font file whose reads can hang or fail.
pub(super) struct FaultyDisk {
    file: File,
    fault: Fault,
}

/// Switch for the faults of a disk.
#[derive(Clone, Default)]
pub(super) struct Fault {
    gate: Arc<Mutex<()>>,
    broken: Arc<AtomicBool>,
}

impl FaultyDisk {
    pub(super) fn new(path: &str) -> (Self, Fault) {
        let fault = Fault::default();
        (Self { file: File::open(path).unwrap(), fault: fault.clone() }, fault)
    }
}

impl Fault {
    /// The disk hangs as long as this is held.
    pub(super) fn hang(&self) -> MutexGuard<'_, ()> {
        self.gate.lock().unwrap()
    }

    /// The disk fails from now on, or no more.
    pub(super) fn fail(&self, broken: bool) {
        self.broken.store(broken, Ordering::SeqCst);
    }
}

impl Bytes for FaultyDisk {
    fn read(&self, at: u64, into: &mut [u8]) -> io::Result<()> {
        drop(self.fault.gate.lock().unwrap());
        if self.fault.broken.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::Other.into());
        }
        self.file.read(at, into)
    }

    fn len(&self) -> io::Result<u64> {
        Bytes::len(&self.file)
    }
}
