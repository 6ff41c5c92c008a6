//! A font that stays on the disk: a thread of its own reads single glyphs on request.
//!
//! Promises: a caller waits no longer than the time it gives, also while the disk hangs (the panel answers keys then);
//! a glyph that arrives later is ready at the next request; the number of glyphs kept is bounded. The thread starts with
//! the first request: most days have none.

use super::outline::{Glyphs, Outline};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

/// Outlines kept at most, about 3 kB each: enough for several names.
const KEPT: usize = 96;

/// A glyph of a font on the disk.
pub(super) enum Glyph {
    Ready(Arc<Outline>),
    /// It cannot be read, or is damaged.
    Missing,
    /// The disk has not delivered it yet.
    Pending,
}

/// A font on the disk.
pub(super) struct DiskGlyphs {
    glyphs: Arc<Glyphs>,
    shared: Arc<Shared>,
    /// Requests to the thread, once it has started.
    requests: Mutex<Option<mpsc::Sender<u16>>>,
}

/// State shared by callers and the thread.
#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    read: HashMap<u16, Option<Arc<Outline>>>,
    awaited: HashSet<u16>,
}

impl DiskGlyphs {
    pub(super) fn new(glyphs: Glyphs) -> Self {
        Self { glyphs: Arc::new(glyphs), shared: Arc::default(), requests: Mutex::default() }
    }

    /// A glyph's outline, waited for no longer than `patience`.
    pub(super) fn outline(&self, glyph: u16, patience: Duration) -> Glyph {
        let mut state = lock(&self.shared.state);
        if let Some(known) = state.read.get(&glyph) {
            return found(known.as_ref());
        }
        if state.awaited.insert(glyph) && !self.request(glyph) {
            state.awaited.remove(&glyph);
            return Glyph::Missing;
        }
        let awaited = |state: &mut State| state.awaited.contains(&glyph);
        let waited = self.shared.changed.wait_timeout_while(state, patience, awaited);
        let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        match state.read.get(&glyph) {
            Some(known) => found(known.as_ref()),
            None if timeout.timed_out() => Glyph::Pending,
            None => Glyph::Missing,
        }
    }

    /// Sends a request to the thread, which starts with the first one; false when it cannot be started.
    fn request(&self, glyph: u16) -> bool {
        let mut requests = lock(&self.requests);
        if requests.is_none() {
            let (sender, inbox) = mpsc::channel();
            let (glyphs, shared) = (self.glyphs.clone(), self.shared.clone());
            let thread = std::thread::Builder::new().name("font".into());
            let started = thread.spawn(move || read_all(&glyphs, &shared, &inbox));
            *requests = started.ok().map(|_| sender);
        }
        requests.as_ref().is_some_and(|sender| sender.send(glyph).is_ok())
    }
}

fn found(known: Option<&Arc<Outline>>) -> Glyph {
    known.map_or(Glyph::Missing, |outline| Glyph::Ready(outline.clone()))
}

fn read_all(glyphs: &Glyphs, shared: &Shared, inbox: &mpsc::Receiver<u16>) {
    while let Ok(glyph) = inbox.recv() {
        let read = glyphs.outline(glyph);
        let mut state = lock(&shared.state);
        state.awaited.remove(&glyph);
        if state.read.len() >= KEPT {
            state.read.clear();
        }
        match read {
            Ok(outline) => drop(state.read.insert(glyph, Some(Arc::new(outline)))),
            Err(e) if e.kind() == std::io::ErrorKind::InvalidData => drop(state.read.insert(glyph, None)),
            // The disk may answer the next time.
            Err(_) => {}
        }
        drop(state);
        shared.changed.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::faulty_disk::{Fault, FaultyDisk};
    use crate::font::{FALLBACK_FONT, face::Face};

    const LONG: Duration = Duration::from_secs(30);

    /// A font on a disk, one of its glyphs, and the fault on the disk.
    fn disk_glyphs() -> (DiskGlyphs, u16, Fault) {
        let (disk, fault) = FaultyDisk::new(FALLBACK_FONT);
        let (face, glyphs) = Face::open(Box::new(disk)).unwrap();
        (DiskGlyphs::new(glyphs), face.glyph('𠮷').unwrap(), fault)
    }

    #[test]
    fn a_glyph_is_late_while_the_disk_hangs_and_there_when_it_moves_again() {
        let (disk_glyphs, glyph, fault) = disk_glyphs();
        let hanging = fault.hang();
        assert!(matches!(disk_glyphs.outline(glyph, Duration::from_millis(1)), Glyph::Pending));
        assert!(matches!(disk_glyphs.outline(glyph, Duration::ZERO), Glyph::Pending), "asked for again");
        drop(hanging);
        let Glyph::Ready(outline) = disk_glyphs.outline(glyph, LONG) else { panic!("not read") };
        assert!(!outline.strokes.is_empty());
        let _hanging = fault.hang();
        assert!(matches!(disk_glyphs.outline(glyph, Duration::ZERO), Glyph::Ready(_)), "kept");
    }

    #[test]
    fn a_disk_that_fails_once_is_asked_again() {
        let (disk_glyphs, glyph, fault) = disk_glyphs();
        fault.fail(true);
        assert!(matches!(disk_glyphs.outline(glyph, LONG), Glyph::Missing));
        fault.fail(false);
        assert!(matches!(disk_glyphs.outline(glyph, LONG), Glyph::Ready(_)));
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let (disk_glyphs, ..) = disk_glyphs();
        for glyph in 1..=2 * u16::try_from(KEPT).unwrap() {
            assert!(!matches!(disk_glyphs.outline(glyph, LONG), Glyph::Pending));
            assert!(lock(&disk_glyphs.shared.state).read.len() <= KEPT);
        }
    }
}
