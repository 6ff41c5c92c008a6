//! The log's writer: a bounded queue and a thread of its own.
//!
//! stderr and journald's socket block when who reads them stalls (a full disk, a worn SD card), and the desk's loop
//! logs too (invariant 7). Promises: giving a line never waits for the sink; what does not fit is dropped and
//! counted, and once the sink takes lines again it is said how many; memory is bounded by [`QUEUE_BYTES`].

use std::{
    collections::VecDeque,
    io,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// Bytes that wait at most: about two thousand lines.
const QUEUE_BYTES: usize = 256 * 1_024;

/// Gives lines to the writer's thread. Cheap to clone.
#[derive(Clone)]
pub struct Lossy(Arc<Shared>);

#[derive(Default)]
struct Shared {
    queue: Mutex<Queue>,
    filled: Condvar,
    drained: Condvar,
}

#[derive(Default)]
struct Queue {
    lines: VecDeque<Vec<u8>>,
    bytes: usize,
    dropped: u64,
    writing: bool,
}

impl Shared {
    /// Held for a push or a pop only, never while something is written.
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lossy {
    /// Starts the thread. `sink` takes one line at a time; `notice` makes the line that says how many were dropped.
    ///
    /// # Errors
    /// When the operating system gives no thread.
    pub fn start(
        sink: impl FnMut(&[u8]) -> io::Result<()> + Send + 'static,
        notice: impl Fn(u64) -> Vec<u8> + Send + 'static,
    ) -> io::Result<Self> {
        let shared = Arc::<Shared>::default();
        let lossy = Self(shared.clone());
        std::thread::Builder::new().name("log".into()).spawn(move || write_all(&shared, sink, notice))?;
        Ok(lossy)
    }

    /// Queues a line, or drops it when too much waits.
    pub fn give(&self, line: Vec<u8>) {
        let mut queue = self.0.queue();
        if queue.bytes + line.len() > QUEUE_BYTES {
            queue.dropped += 1;
        } else {
            queue.bytes += line.len();
            queue.lines.push_back(line);
            self.0.filled.notify_one();
        }
    }

    /// Waits until what was given is written, `within` at most.
    pub fn flush(&self, within: Duration) {
        let end = Instant::now() + within;
        let mut queue = self.0.queue();
        while queue.writing || !queue.lines.is_empty() {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            queue = self.0.drained.wait_timeout(queue, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// One call is one line: `tracing_subscriber` formats a line whole before it writes it.
impl io::Write for Lossy {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.give(line.to_vec());
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write_all(
    shared: &Shared,
    mut sink: impl FnMut(&[u8]) -> io::Result<()>,
    notice: impl Fn(u64) -> Vec<u8>,
) {
    loop {
        let (line, dropped) = next(shared);
        let mut lost = 0;
        if dropped > 0 && sink(&notice(dropped)).is_err() {
            lost += dropped;
        }
        // A sink that refuses a line (journald is away, the line is too long for it): counted, there is nowhere to
        // say it yet.
        lost += u64::from(sink(&line).is_err());
        let mut queue = shared.queue();
        queue.dropped += lost;
        queue.writing = false;
        shared.drained.notify_all();
    }
}

/// The next line, and how many were dropped since the last.
fn next(shared: &Shared) -> (Vec<u8>, u64) {
    let mut queue = shared.queue();
    loop {
        if let Some(line) = queue.lines.pop_front() {
            queue.bytes -= line.len();
            queue.writing = true;
            return (line, std::mem::take(&mut queue.dropped));
        }
        queue = shared.filled.wait(queue).unwrap_or_else(PoisonError::into_inner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    const LONG: Duration = Duration::from_secs(20);

    fn dropped(count: u64) -> Vec<u8> {
        format!("dropped {count}").into_bytes()
    }

    #[test]
    fn invariant_7_a_stalled_log_keeps_nobody_waiting_and_says_later_what_it_dropped() {
        let (go, stalled) = mpsc::channel::<()>();
        let (to, written) = mpsc::channel();
        let sink = move |line: &[u8]| {
            // Stalls on each line until the test has ended the stall.
            let _ = stalled.recv();
            to.send(String::from_utf8_lossy(line).into_owned()).map_err(io::Error::other)
        };
        let lossy = Lossy::start(sink, dropped).unwrap();
        let (line, given) = (vec![b'x'; 1_024], 10_000_u64);
        // With a sink that waits for ever this would never end.
        (0..given).for_each(|_| lossy.give(line.clone()));
        assert!(lossy.0.queue().bytes <= QUEUE_BYTES);
        let began = Instant::now();
        lossy.flush(Duration::from_millis(20));
        assert!(began.elapsed() < LONG, "a flush does not wait for ever either");
        drop(go);
        lossy.flush(LONG);
        lossy.give(b"after".to_vec());
        lossy.flush(LONG);
        let lines: Vec<String> = written.try_iter().collect();
        let notices: Vec<u64> =
            lines.iter().filter_map(|line| line.strip_prefix("dropped ")?.parse().ok()).collect();
        let kept = lines.iter().filter(|line| line.starts_with('x')).count() as u64;
        assert_eq!(notices.iter().sum::<u64>(), given - kept, "the true number");
        // Twice when the writer took what waited only after some was dropped already.
        assert!((1..=2).contains(&notices.len()), "{notices:?}");
        assert_eq!(lines.last().map(String::as_str), Some("after"));
    }

    #[test]
    fn lines_come_in_order_and_what_the_sink_refuses_is_counted() {
        let (to, written) = mpsc::channel();
        let sink = move |line: &[u8]| match line {
            b"too long" => Err(io::Error::other("refused")),
            line => to.send(String::from_utf8_lossy(line).into_owned()).map_err(io::Error::other),
        };
        let lossy = Lossy::start(sink, dropped).unwrap();
        for line in ["a", "too long", "b"] {
            lossy.give(line.into());
        }
        lossy.flush(LONG);
        assert_eq!(written.try_iter().collect::<Vec<_>>(), ["a", "dropped 1", "b"]);
    }
}
