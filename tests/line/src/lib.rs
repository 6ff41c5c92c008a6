//! A bad mobile line, in userspace: a TCP proxy on loopback whose rate, delay and loss of connection are set
//! while it runs. Tests, the rehearsal and the bench put it between a station and the world.
//!
//! The model:
//! - **rate**: one link per direction, shared by all forwards (a bus has one modem), served in pieces of 1,400
//!   bytes in order of arrival. Socket buffers are small, so a sender feels a slow line as back-pressure and
//!   not as an endless buffer;
//! - **delay**: half of the round trip in each direction, with seeded jitter that never reorders. A new
//!   connection's first bytes wait one round trip more, as SYN and SYN-ACK would;
//! - **cut**: connections are reset and new ones refused;
//! - **black hole**: the kernel accepts connects, no answer ever comes, and bytes vanish. A connection that
//!   lost bytes stays silent for the rest of its life, as after a lost NAT mapping; one that was idle survives.
//!
//! Loss of single packets is not modelled: below TCP it looks like delay, which jitter gives. The counters count
//! TCP payload that entered the line: the true yardstick for what a client put on the wire (without TCP/IP
//! headers, which a userspace proxy cannot see).

mod condition;
mod control;
mod forward;
mod link;
mod pump;

pub use condition::{Condition, Preset, Way};
pub use control::{Reply, Request, serve, tell};
pub use forward::{Counters, Forward};

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc};
use tokio::{sync::watch, task::JoinHandle};

/// Forwards, and the condition at the beginning.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The forwards; all share the line.
    pub forwards: Vec<Forward>,
    /// The condition at the beginning.
    pub condition: Condition,
    /// Seeds the jitter.
    pub seed: u64,
}

/// A forward that could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("forward {name:?}: cannot listen on {listen}: {source}")]
pub struct LineError {
    /// Name of the forward.
    pub name: String,
    /// Its address.
    pub listen: SocketAddr,
    /// Reason.
    pub source: std::io::Error,
}

/// State that all connections share: the condition, the link, and a counter that resets all connections.
pub(crate) struct Shared {
    pub(crate) condition: watch::Sender<Condition>,
    pub(crate) severed: watch::Sender<u64>,
    pub(crate) up: link::Link,
    pub(crate) down: link::Link,
}

/// A running line. Dropping it closes every forward and connection.
pub struct Line {
    shared: Arc<Shared>,
    ends: BTreeMap<String, forward::End>,
    tasks: Vec<JoinHandle<()>>,
}

impl Line {
    /// Opens the forwards. Must be called within a tokio runtime; listening has begun when it returns.
    ///
    /// # Errors
    /// [`LineError`] when an address cannot be listened on.
    pub fn start(config: Config) -> Result<Self, LineError> {
        let shared = Arc::new(Shared {
            condition: watch::Sender::new(config.condition),
            severed: watch::Sender::new(0),
            up: link::Link::new(config.seed),
            down: link::Link::new(config.seed ^ u64::MAX),
        });
        let mut line = Self { shared, ends: BTreeMap::new(), tasks: Vec::new() };
        for forward in config.forwards {
            let fail = |source| LineError { name: forward.name.clone(), listen: forward.listen, source };
            let (end, task) = forward::open(&forward, line.shared.clone()).map_err(fail)?;
            line.ends.insert(forward.name, end);
            line.tasks.push(task);
        }
        Ok(line)
    }

    /// Changes the condition, for existing connections too.
    pub fn set(&self, condition: Condition) {
        self.shared.condition.send_replace(condition);
    }

    /// The present condition.
    pub fn condition(&self) -> Condition {
        *self.shared.condition.borrow()
    }

    /// Resets every connection once; new ones are welcome.
    pub fn sever(&self) {
        self.shared.severed.send_modify(|n| *n += 1);
    }

    /// Address on which a forward listens (with the real port when 0 was configured).
    pub fn address(&self, name: &str) -> Option<SocketAddr> {
        self.ends.get(name).map(|end| end.address)
    }

    /// Counters of a forward.
    pub fn counters(&self, name: &str) -> Option<Counters> {
        self.ends.get(name).map(|end| end.tally.read())
    }

    /// All forwards' names, addresses and counters.
    pub fn all(&self) -> BTreeMap<String, (SocketAddr, Counters)> {
        self.ends.iter().map(|(name, end)| (name.clone(), (end.address, end.tally.read()))).collect()
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}
