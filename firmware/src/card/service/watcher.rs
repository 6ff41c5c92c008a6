//! The watcher: the thread that waits in `SCardGetStatusChange` for changes of readers and cards.
//!
//! It exists because that call blocks, and because it must survive a restart of pcscd.
//!
//! Promises: each change is reported within a second while pcscd works; every call is announced before it begins, so
//! that a hang is noticed; a stop never waits longer than asked.
//!
//! Facts of pcsc-lite (observed with 1.9.9): an empty list of readers is a success; `\\?PnP?\Notification` reports a new
//! reader; after a restart of pcscd the old context answers one CommError and then NoService for ever. For that reason
//! any unknown error leads to a new context.

use super::message::{Message, WatchReport};
use super::state_machine::ReaderStatus;
use pcsc::{Context, Error, PNP_NOTIFICATION, ReaderState, Scope, State};
use retry::Backoff;
use std::ffi::CString;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Renewal of the status call: a call that does not return reveals a hang, and a reader plugged in between listing and
/// waiting is found at the next round.
const ROUND: Duration = Duration::from_secs(5);
/// Lateness of a call after which pcscd counts as hanging.
const GRACE: Duration = Duration::from_secs(2);
/// First pause between attempts to reach pcscd.
const SHORTEST_PAUSE: Duration = Duration::from_millis(100);
/// Longest pause between attempts to reach pcscd.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// The supervisor's handle of the watcher.
pub(super) struct Watcher {
    stop: Arc<Stop>,
    /// Ends the watcher's pauses by being dropped.
    _awake: Sender<()>,
    gone: Receiver<()>,
}

#[derive(Default)]
struct Stop {
    asked: AtomicBool,
    /// The context whose call a stop cancels.
    context: Mutex<Option<Context>>,
}

impl Stop {
    fn asked(&self) -> bool {
        self.asked.load(Ordering::Acquire)
    }

    fn set(&self, context: Option<Context>) {
        *self.context.lock().unwrap_or_else(PoisonError::into_inner) = context;
    }

    fn get(&self) -> Option<Context> {
        self.context.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Watcher {
    /// Starts the thread.
    pub fn start(supervisor: Sender<Message>) -> std::io::Result<Self> {
        let stop = Arc::new(Stop::default());
        let (awake, pauses) = channel();
        let (done, gone) = channel();
        let worker = Worker { supervisor, stop: stop.clone(), pauses };
        std::thread::Builder::new().name("card-watcher".into()).spawn(move || {
            worker.run();
            drop(done);
        })?;
        Ok(Self { stop, _awake: awake, gone })
    }

    /// Stops the thread; waits at most `wait`. The call that cancels runs on a thread of its own, because it blocks too
    /// when pcscd hangs.
    pub fn stop(self, wait: Duration) {
        let Self { stop, _awake: awake, gone } = self;
        stop.asked.store(true, Ordering::Release);
        drop(awake);
        let canceller = std::thread::Builder::new().name("card-cancel".into()).spawn(move || {
            // Repeated, because a cancel before the wait is lost.
            let until = Instant::now() + wait;
            while gone.try_recv() == Err(std::sync::mpsc::TryRecvError::Empty) && Instant::now() < until {
                if let Some(context) = stop.get() {
                    let _ = context.cancel();
                }
                let _ = gone.recv_timeout(Duration::from_millis(20));
            }
        });
        if let Ok(canceller) = canceller {
            wait_for(&canceller, wait);
        }
    }
}

/// Joins with a deadline, which `JoinHandle` lacks.
fn wait_for(thread: &std::thread::JoinHandle<()>, wait: Duration) {
    let until = Instant::now() + wait;
    while !thread.is_finished() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(2));
    }
}

struct Worker {
    supervisor: Sender<Message>,
    stop: Arc<Stop>,
    pauses: Receiver<()>,
}

impl Worker {
    fn run(&self) {
        let mut backoff = Backoff::new(SHORTEST_PAUSE, LONGEST_PAUSE);
        while !self.stop.asked() {
            self.report(WatchReport::Waiting { by: Instant::now() + GRACE });
            if let Ok(context) = Context::establish(Scope::User) {
                self.stop.set(Some(context.clone()));
                if self.watch(&context) {
                    backoff.reset();
                }
                self.stop.set(None);
            }
            if self.stop.asked() {
                break;
            }
            self.report(WatchReport::Down);
            if self.pauses.recv_timeout(backoff.next_pause()) != Err(RecvTimeoutError::Timeout) {
                break;
            }
        }
    }

    /// Watches until the context fails; returns true if it has worked.
    fn watch(&self, context: &Context) -> bool {
        let mut states = vec![ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE)];
        let mut reported = None;
        while !self.stop.asked() {
            self.report(WatchReport::Waiting { by: Instant::now() + GRACE });
            let names = match context.list_readers_owned() {
                Ok(names) => names,
                Err(Error::NoReadersAvailable) => Vec::new(),
                Err(_) => return reported.is_some(),
            };
            follow(&mut states, names);
            // The state of a new reader is queried at once, before anything is reported.
            let fresh = states.iter().skip(1).any(|s| s.current_state() == State::UNAWARE);
            if !fresh {
                let seen: Vec<ReaderStatus> = states.iter().skip(1).map(seen).collect();
                if reported.as_ref() != Some(&seen) {
                    self.report(WatchReport::Readers(seen.clone()));
                    reported = Some(seen);
                }
            }
            self.report(WatchReport::Waiting { by: Instant::now() + ROUND + GRACE });
            match context.get_status_change(ROUND, &mut states) {
                Ok(()) => states.iter_mut().for_each(ReaderState::sync_current_state),
                Err(Error::Timeout | Error::Cancelled | Error::UnknownReader) => {}
                Err(_) => return reported.is_some(),
            }
        }
        true
    }

    fn report(&self, report: WatchReport) {
        // Fails only after the supervisor has ended; `stop` follows.
        let _ = self.supervisor.send(Message::Watch(report));
    }
}

/// Keeps the states of the readers that remain, in the order of `names`; the first entry is the notification itself.
fn follow(states: &mut Vec<ReaderState>, names: Vec<CString>) {
    let mut old: Vec<ReaderState> = states.drain(1..).collect();
    for name in names {
        let known = old.iter().position(|s| s.name() == name.as_c_str() && is_known(s));
        states.push(match known {
            Some(at) => old.swap_remove(at),
            None => ReaderState::new(name, State::UNAWARE),
        });
    }
}

/// False for a reader that pcscd did not know in its last answer.
fn is_known(state: &ReaderState) -> bool {
    !state.event_state().intersects(State::UNKNOWN | State::UNAVAILABLE)
}

fn seen(state: &ReaderState) -> ReaderStatus {
    ReaderStatus {
        name: state.name().to_string_lossy().into_owned(),
        present: state.event_state().contains(State::PRESENT),
        count: state.event_count(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(states: &[ReaderState]) -> Vec<String> {
        states.iter().skip(1).map(|s| s.name().to_string_lossy().into_owned()).collect()
    }

    fn list(names: &[&str]) -> Vec<CString> {
        names.iter().map(|name| CString::new(*name).unwrap()).collect()
    }

    #[test]
    fn readers_come_and_go_and_the_notification_stays_first() {
        let mut states = vec![ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE)];
        for readers in [&["A"][..], &["A", "B"], &["B"], &[], &["B", "A"]] {
            follow(&mut states, list(readers));
            assert_eq!(states[0].name(), PNP_NOTIFICATION());
            assert_eq!(names(&states), readers);
        }
    }

    #[test]
    fn what_is_known_of_a_reader_is_kept_while_it_stays() {
        let mut states = vec![
            ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE),
            ReaderState::new(c"A", State::EMPTY),
            ReaderState::new(c"B", State::PRESENT),
        ];
        follow(&mut states, list(&["B", "C", "A"]));
        let known: Vec<State> = states.iter().skip(1).map(ReaderState::current_state).collect();
        assert_eq!(known, [State::PRESENT, State::UNAWARE, State::EMPTY]);
    }
}
