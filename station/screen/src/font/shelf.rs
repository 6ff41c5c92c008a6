//! A font that stays on the disk: a thread of its own reads the glyphs that are asked for.
//!
//! Promises: who asks waits no longer than it wants to, also while the disk hangs (the panel answers keys then);
//! what comes later is there at the next asking; and what is kept has a bound. The thread begins with the first
//! glyph that is asked for: most days have none.

use super::outline::{Glyphs, Outline};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

/// Outlines kept at most, about 3 kB each: some names' worth.
const KEPT: usize = 96;

/// A glyph of a font on the disk.
pub(super) enum Loan {
    Here(Arc<Outline>),
    /// It cannot be read, or is damaged.
    Lost,
    /// The disk has not given it yet.
    Late,
}

/// A font on the disk.
pub(super) struct Shelf {
    glyphs: Arc<Glyphs>,
    desk: Arc<Desk>,
    /// To the thread, once there is one.
    wishes: Mutex<Option<mpsc::Sender<u16>>>,
}

/// What asking and reading share.
#[derive(Default)]
struct Desk {
    state: Mutex<State>,
    news: Condvar,
}

#[derive(Default)]
struct State {
    read: HashMap<u16, Option<Arc<Outline>>>,
    awaited: HashSet<u16>,
}

impl Shelf {
    pub(super) fn new(glyphs: Glyphs) -> Self {
        Self { glyphs: Arc::new(glyphs), desk: Arc::default(), wishes: Mutex::default() }
    }

    /// A glyph's outline, waited for no longer than `patience`.
    pub(super) fn outline(&self, glyph: u16, patience: Duration) -> Loan {
        let mut state = lock(&self.desk.state);
        if let Some(known) = state.read.get(&glyph) {
            return loan(known.as_ref());
        }
        if state.awaited.insert(glyph) && !self.wish(glyph) {
            state.awaited.remove(&glyph);
            return Loan::Lost;
        }
        let awaited = |state: &mut State| state.awaited.contains(&glyph);
        let waited = self.desk.news.wait_timeout_while(state, patience, awaited);
        let (state, timeout) = waited.unwrap_or_else(PoisonError::into_inner);
        match state.read.get(&glyph) {
            Some(known) => loan(known.as_ref()),
            None if timeout.timed_out() => Loan::Late,
            None => Loan::Lost,
        }
    }

    /// Tells the thread, which is started for the first wish; false when there is none to be had.
    fn wish(&self, glyph: u16) -> bool {
        let mut wishes = lock(&self.wishes);
        if wishes.is_none() {
            let (sender, inbox) = mpsc::channel();
            let (glyphs, desk) = (self.glyphs.clone(), self.desk.clone());
            let thread = std::thread::Builder::new().name("font".into());
            let started = thread.spawn(move || read_all(&glyphs, &desk, &inbox));
            *wishes = started.ok().map(|_| sender);
        }
        wishes.as_ref().is_some_and(|sender| sender.send(glyph).is_ok())
    }
}

fn loan(known: Option<&Arc<Outline>>) -> Loan {
    known.map_or(Loan::Lost, |outline| Loan::Here(outline.clone()))
}

fn read_all(glyphs: &Glyphs, desk: &Desk, inbox: &mpsc::Receiver<u16>) {
    while let Ok(glyph) = inbox.recv() {
        let read = glyphs.outline(glyph);
        let mut state = lock(&desk.state);
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
        desk.news.notify_all();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::font::disk::{Disk, Hands};
    use crate::font::{FALLBACK_FONT, face::Face};

    const LONG: Duration = Duration::from_secs(30);

    /// A font on a disk, one of its glyphs, and the hands on the disk.
    fn shelf() -> (Shelf, u16, Hands) {
        let (disk, hands) = Disk::new(FALLBACK_FONT);
        let (face, glyphs) = Face::open(Box::new(disk)).unwrap();
        (Shelf::new(glyphs), face.glyph('𠮷').unwrap(), hands)
    }

    #[test]
    fn a_glyph_is_late_while_the_disk_hangs_and_there_when_it_moves_again() {
        let (shelf, glyph, hands) = shelf();
        let hanging = hands.hang();
        assert!(matches!(shelf.outline(glyph, Duration::from_millis(1)), Loan::Late));
        assert!(matches!(shelf.outline(glyph, Duration::ZERO), Loan::Late), "asked for again");
        drop(hanging);
        let Loan::Here(outline) = shelf.outline(glyph, LONG) else { panic!("not read") };
        assert!(!outline.strokes.is_empty());
        let _hanging = hands.hang();
        assert!(matches!(shelf.outline(glyph, Duration::ZERO), Loan::Here(_)), "kept");
    }

    #[test]
    fn a_disk_that_fails_once_is_asked_again() {
        let (shelf, glyph, hands) = shelf();
        hands.fail(true);
        assert!(matches!(shelf.outline(glyph, LONG), Loan::Lost));
        hands.fail(false);
        assert!(matches!(shelf.outline(glyph, LONG), Loan::Here(_)));
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let (shelf, ..) = shelf();
        for glyph in 1..=2 * u16::try_from(KEPT).unwrap() {
            assert!(!matches!(shelf.outline(glyph, LONG), Loan::Late));
            assert!(lock(&shelf.desk.state).read.len() <= KEPT);
        }
    }
}
