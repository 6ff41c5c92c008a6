//! The watcher: waits for readers and cards to come and go, in `SCardGetStatusChange`.
//!
//! pcsc-lite facts it is built on (tried with 1.9.9): an empty list of readers is a success; `\\?PnP?\Notification`
//! reports a new reader; after a restart of the service the old context answers with one CommError and then with
//! NoService for ever, so the context is dropped and made anew on any error it does not know.

use super::keeper::Seen;
use super::supervisor::Message;
use pcsc::{Context, Error, PNP_NOTIFICATION, ReaderState, Scope, State};
use std::ffi::CString;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The status call is renewed this often: a service that hangs is noticed by its not returning, and a reader
/// that came in the instant between listing and waiting is not missed for long.
const ROUND: Duration = Duration::from_secs(5);
/// How much later than asked a call of the service may return before the service counts as hanging.
const GRACE: Duration = Duration::from_secs(2);
/// Pauses between attempts to reach a service that is down.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LAST_PAUSE: Duration = Duration::from_secs(1);

/// What the watcher reports.
#[derive(Debug)]
pub(super) enum Sight {
    /// A call of the service began and must end by this time.
    Waiting { by: Instant },
    /// The readers there are.
    Readers(Vec<Seen>),
    /// The service does not run.
    Down,
}

/// The keeper's end of the watcher.
pub(super) struct Watcher {
    stop: Arc<Stop>,
    /// Ends the watcher's pauses by being dropped.
    _awake: Sender<()>,
    gone: Receiver<()>,
}

#[derive(Default)]
struct Stop {
    asked: AtomicBool,
    /// The context to cancel.
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
    /// Starts it.
    pub fn start(keeper: Sender<Message>) -> std::io::Result<Self> {
        let stop = Arc::new(Stop::default());
        let (awake, pauses) = channel();
        let (done, gone) = channel();
        let worker = Worker { keeper, stop: stop.clone(), pauses };
        std::thread::Builder::new().name("card-watcher".into()).spawn(move || {
            worker.run();
            drop(done);
        })?;
        Ok(Self { stop, _awake: awake, gone })
    }

    /// Asks it to end; waits at most `wait`. A service that hangs keeps the thread, not the caller: even the call
    /// that cancels is made on a thread of its own.
    pub fn stop(self, wait: Duration) {
        let Self { stop, _awake: awake, gone } = self;
        stop.asked.store(true, Ordering::Release);
        drop(awake);
        let canceller = std::thread::Builder::new().name("card-cancel".into()).spawn(move || {
            // A cancel that comes before the wait is lost, so it is repeated.
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

/// `JoinHandle` has no deadline.
fn wait_for(thread: &std::thread::JoinHandle<()>, wait: Duration) {
    let until = Instant::now() + wait;
    while !thread.is_finished() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(2));
    }
}

struct Worker {
    keeper: Sender<Message>,
    stop: Arc<Stop>,
    pauses: Receiver<()>,
}

impl Worker {
    fn run(&self) {
        let mut pause = FIRST_PAUSE;
        while !self.stop.asked() {
            self.report(Sight::Waiting { by: Instant::now() + GRACE });
            if let Ok(context) = Context::establish(Scope::User) {
                self.stop.set(Some(context.clone()));
                if self.watch(&context) {
                    pause = FIRST_PAUSE;
                }
                self.stop.set(None);
            }
            if self.stop.asked() {
                break;
            }
            self.report(Sight::Down);
            if self.pauses.recv_timeout(pause) != Err(RecvTimeoutError::Timeout) {
                break;
            }
            pause = (pause * 2).min(LAST_PAUSE);
        }
    }

    /// Watches until the context is no good any more; whether it ever was.
    fn watch(&self, context: &Context) -> bool {
        let mut states = vec![ReaderState::new(PNP_NOTIFICATION(), State::UNAWARE)];
        let mut told = None;
        while !self.stop.asked() {
            self.report(Sight::Waiting { by: Instant::now() + GRACE });
            let names = match context.list_readers_owned() {
                Ok(names) => names,
                Err(Error::NoReadersAvailable) => Vec::new(),
                Err(_) => return told.is_some(),
            };
            follow(&mut states, names);
            // Readers that are new are asked for their state at once; the others may wait.
            let fresh = states.iter().skip(1).any(|s| s.current_state() == State::UNAWARE);
            if !fresh {
                let seen: Vec<Seen> = states.iter().skip(1).map(seen).collect();
                if told.as_ref() != Some(&seen) {
                    self.report(Sight::Readers(seen.clone()));
                    told = Some(seen);
                }
            }
            self.report(Sight::Waiting { by: Instant::now() + ROUND + GRACE });
            match context.get_status_change(ROUND, &mut states) {
                Ok(()) => states.iter_mut().for_each(ReaderState::sync_current_state),
                Err(Error::Timeout | Error::Cancelled | Error::UnknownReader) => {}
                Err(_) => return told.is_some(),
            }
        }
        true
    }

    fn report(&self, sight: Sight) {
        // Without a keeper nobody listens any more; `stop` follows.
        let _ = self.keeper.send(Message::Watch(sight));
    }
}

/// Keeps the states of the readers that are still there, in the order of `names`; the first entry is the
/// notification itself.
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

/// Whether the service still knew the reader when it last spoke of it.
fn is_known(state: &ReaderState) -> bool {
    !state.event_state().intersects(State::UNKNOWN | State::UNAVAILABLE)
}

fn seen(state: &ReaderState) -> Seen {
    Seen {
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
