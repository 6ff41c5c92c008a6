//! The four buttons: waits for edges where the kernel reports them, and polls where it does not.
//!
//! Promises: a press of 60 ms is never missed, with or without edges. A kernel that accepts the request for edges and
//! then reports none (emulated boards do) is found out at the first press, and the buttons are polled from then on.
//! Edges only trigger a reading, and only the reading counts, so a lost edge loses no key.

use super::{debounce, debounce::Debounce, error::PartFault, key_repeat::HeldKeys};
use crate::panel::{Device, Input, Key, KeySender};
use std::{
    io,
    sync::atomic::{AtomicBool, Ordering},
    time::{Duration, Instant},
};

/// Interval of readings with proven edges, in case an edge is lost.
const WATCH: Duration = Duration::from_millis(200);
/// Interval of readings before the first edge.
const DOUBT: Duration = Duration::from_millis(20);
/// Interval of readings without edges.
const POLL: Duration = Duration::from_millis(10);

/// Delay of an edge after the contact moved, at most.
const LATE: Duration = Duration::from_millis(5);

/// Contacts to ground or to 3.3 V.
pub trait Contacts: Send {
    /// The closed contacts, a bit each.
    fn closed(&mut self) -> u64;

    /// Waits for an edge; false when none came in this time.
    ///
    /// # Errors
    /// When the kernel reports no edges.
    fn wait(&mut self, within: Duration) -> io::Result<bool>;
}

/// Knowledge about edges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edges {
    /// The kernel reports none.
    None,
    /// The kernel accepted the request for them.
    Promised,
    /// At least one was reported.
    Proven,
}

/// Buttons between readings.
pub struct Buttons {
    keys: Vec<Key>,
    debounce: Debounce,
    held_keys: HeldKeys,
    edges: Edges,
}

/// Cause of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cause {
    Edge,
    Time,
}

impl Buttons {
    /// The key of each contact, in the order of their bits. `edges` is true if the kernel accepted the request for
    /// edges.
    pub fn new(keys: Vec<Key>, edges: bool) -> Self {
        let edges = if edges { Edges::Promised } else { Edges::None };
        Self { keys, debounce: Debounce::default(), held_keys: HeldKeys::new(Device::Buttons), edges }
    }

    /// Reads and waits until `stop` is set.
    pub fn run(mut self, mut contacts: impl Contacts, keys: &KeySender, stop: &AtomicBool) {
        let mut cause = Cause::Time;
        while !stop.load(Ordering::Relaxed) {
            let mut out = Vec::new();
            let (now, closed) = (Instant::now(), contacts.closed());
            if self.moved_without_edge(closed, cause) && matches!(contacts.wait(LATE), Ok(true)) {
                cause = Cause::Edge;
            }
            self.look(closed, cause, now, &mut out);
            for input in out {
                keys.put(input);
            }
            cause = self.pause(&mut contacts, now);
        }
    }

    fn pause(&mut self, contacts: &mut impl Contacts, now: Instant) -> Cause {
        let pause = self.next(now);
        // While a contact bounces, edges give no information.
        if self.edges == Edges::None || self.debounce.unsettled() {
            std::thread::sleep(pause);
            return Cause::Time;
        }
        match contacts.wait(pause) {
            Ok(true) => Cause::Edge,
            Ok(false) => Cause::Time,
            Err(error) => {
                self.poll_from_now_on(&error.to_string());
                Cause::Time
            }
        }
    }

    fn look(&mut self, closed: u64, cause: Cause, now: Instant, out: &mut Vec<Input>) {
        if self.moved_without_edge(closed, cause) {
            self.poll_from_now_on("a contact moved and no edge was reported");
        }
        if cause == Cause::Edge {
            self.edges = Edges::Proven;
        }
        let change = self.debounce.look(closed, now);
        self.held_keys.follow(change, self.keys.iter().copied().map(Some), now, out);
    }

    fn moved_without_edge(&self, closed: u64, cause: Cause) -> bool {
        let without_edge = cause == Cause::Time && !self.debounce.unsettled();
        self.edges != Edges::None && without_edge && self.debounce.differs(closed)
    }

    /// Time until the next reading.
    fn next(&self, now: Instant) -> Duration {
        if self.debounce.unsettled() {
            return debounce::LOOK;
        }
        let usual = match self.edges {
            Edges::None => POLL,
            Edges::Promised => DOUBT,
            Edges::Proven => WATCH,
        };
        self.held_keys.due().map_or(usual, |due| usual.min(due.saturating_duration_since(now)))
    }

    fn poll_from_now_on(&mut self, why: &str) {
        self.edges = Edges::None;
        let code = PartFault::NoEdges.code().name();
        tracing::info!(code, why, "buttons are polled");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::panel::keys;
    use std::sync::{Arc, Mutex};

    const KEYS: [Key; 4] = [Key::Ok, Key::Back, Key::Up, Key::Down];
    const MS: Duration = Duration::from_millis(1);

    /// Runs buttons on a simulated clock over contacts that are a function of the milliseconds; edges are reported if
    /// `reported`. Returns the inputs with the millisecond of each, and the number of readings.
    fn run(
        mut buttons: Buttons,
        contacts: impl Fn(u64) -> u64,
        reported: bool,
        millis: u64,
    ) -> (Vec<(u64, Input)>, u64) {
        let start = Instant::now();
        let (mut all, mut ms, mut cause, mut looks) = (Vec::new(), 0, Cause::Time, 0);
        while ms < millis {
            let (now, mut out) = (start + MS * u32::try_from(ms).unwrap(), Vec::new());
            buttons.look(contacts(ms), cause, now, &mut out);
            looks += 1;
            all.extend(out.into_iter().map(|input| (ms, input)));
            let until = ms + u64::try_from(buttons.next(now).as_millis()).unwrap().max(1);
            let waits_for_edges = buttons.edges != Edges::None && !buttons.debounce.unsettled() && reported;
            let edge = (ms + 1..=until).find(|t| waits_for_edges && contacts(*t) != contacts(t - 1));
            (ms, cause) = edge.map_or((until, Cause::Time), |edge| (edge, Cause::Edge));
        }
        (all, looks)
    }

    /// OK pressed with bouncing from 1000 ms to 1070 ms.
    fn tap(ms: u64) -> u64 {
        match ms {
            1000..1006 | 1060..1070 => ms % 2,
            1006..1060 => 1,
            _ => 0,
        }
    }

    #[test]
    fn a_bouncing_press_counts_once_and_soon_and_edges_spare_looking() {
        let (inputs, looks) = run(Buttons::new(KEYS.into(), true), tap, true, 10_000);
        assert_eq!(inputs.len(), 1, "{inputs:?}");
        assert_eq!(inputs[0].1, Input::Key(Key::Ok));
        assert!((1006..1030).contains(&inputs[0].0), "after {} ms", inputs[0].0 - 1000);
        assert!(looks < 150, "{looks} looks in ten seconds");
    }

    #[test]
    fn without_edges_no_press_is_missed() {
        for edges in [false, true] {
            // With `edges`, the kernel accepted the request and reports none.
            let (inputs, _) = run(Buttons::new(KEYS.into(), edges), |ms| tap(ms % 2000), false, 10_000);
            assert_eq!(inputs.len(), 5, "ordered: {edges}, {inputs:?}");
            for (n, (ms, _)) in (0..).zip(&inputs) {
                assert!(ms - n * 2000 < 1090, "ordered: {edges}, after {} ms", ms - n * 2000 - 1000);
            }
            assert!(inputs[1].0 - 3000 < 35, "the second one is soon: {:?}", inputs[1]);
        }
    }

    #[test]
    fn a_held_button_repeats_as_keys_do() {
        let up = |ms| if (100..1200).contains(&ms) { 0b0100 } else { 0 };
        for reported in [true, false] {
            let (inputs, _) = run(Buttons::new(KEYS.into(), reported), up, reported, 3000);
            // At about 115, 615, 765, 915, 1065 ms.
            assert_eq!(inputs.iter().filter(|(_, i)| *i == Input::Key(Key::Up)).count(), 5, "{inputs:?}");
            assert_eq!(inputs.len(), 5);
        }
    }

    #[test]
    fn a_stuck_button_does_not_silence_the_others() {
        let contacts = |ms: u64| 0b0001 | if (25_000..25_100).contains(&ms) { 0b0010 } else { 0 };
        let (inputs, _) = run(Buttons::new(KEYS.into(), true), contacts, true, 30_000);
        let inputs: Vec<_> = inputs.into_iter().map(|(_, input)| input).collect();
        let stuck = Input::Device { device: Device::Buttons, present: false };
        assert_eq!(inputs, [Input::Key(Key::Ok), stuck, Input::Key(Key::Back)]);
    }

    /// Contacts whose edges fail, as on a kernel without them.
    struct NoEdges(Arc<Mutex<(u64, u32)>>);

    impl Contacts for NoEdges {
        fn closed(&mut self) -> u64 {
            self.0.lock().unwrap().0
        }

        fn wait(&mut self, _: Duration) -> io::Result<bool> {
            self.0.lock().unwrap().1 += 1;
            Err(io::ErrorKind::Unsupported.into())
        }
    }

    #[tokio::test]
    async fn a_kernel_that_refuses_to_wait_for_edges_is_asked_once_and_the_thread_ends_when_told() {
        let contacts = Arc::new(Mutex::new((0, 0)));
        let (sender, mut inputs) = keys();
        let stop = Arc::new(AtomicBool::new(false));
        let thread = std::thread::spawn({
            let (fake, stop) = (NoEdges(contacts.clone()), stop.clone());
            move || Buttons::new(KEYS.into(), true).run(fake, &sender, &stop)
        });
        for (bits, key) in [(0b1000, Key::Down), (0b1001, Key::Ok)] {
            contacts.lock().unwrap().0 = bits;
            let input = tokio::time::timeout(Duration::from_secs(10), inputs.next()).await.unwrap();
            assert_eq!(input, Some(Input::Key(key)));
        }
        stop.store(true, Ordering::Relaxed);
        thread.join().unwrap();
        assert_eq!(contacts.lock().unwrap().1, 1);
    }
}
