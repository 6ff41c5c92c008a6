//! Whether every room lives. A room that died is the end of the process, so that the service manager starts it
//! afresh; one that is only slow (a stalled disk) is waited for, and the service manager is told "alive" as long as
//! staff can work.

use super::{
    input::{Inbox, Input},
    rooms::Rooms,
};
use crate::watchdog;
use journal::Journal;
use std::time::{Duration, Instant};
use tokio::{sync::oneshot, task::JoinHandle, time::timeout};

/// How often the rooms are asked when the service manager does not ask for more.
const EVERY: Duration = Duration::from_secs(5);
/// The desk and the panel answer in milliseconds; this long means that they hang.
const SOON: Duration = Duration::from_secs(2);
/// A disk may stall; after this the station is not called alive any more.
const JOURNAL_PATIENCE: Duration = Duration::from_secs(45);

/// Asks the rooms for ever; returns which one died.
pub async fn watch(rooms: &Rooms) -> &'static str {
    let every = watchdog::interval().map_or(EVERY, |allowed| allowed.min(EVERY));
    let mut tick = tokio::time::interval(every);
    let mut store = Store::new(rooms.journal.clone());
    loop {
        tick.tick().await;
        let (desk, panel) = tokio::join!(desk(&rooms.inbox), answered(rooms.panel.pulse()));
        let writer = store.look().await;
        if let Some(dead) = [desk, panel, writer].into_iter().find_map(|room| room.died()) {
            return dead;
        }
        if !rooms.uplink.is_running() {
            return "S194 the uplink ended";
        }
        if rooms.report.as_ref().is_some_and(|report| !report.is_running()) {
            return "S195 the reporter ended";
        }
        if [desk, panel, writer].iter().all(|room| *room == Pulse::Beats) {
            watchdog::alive();
        } else {
            tracing::warn!(code = "S197", ?desk, ?panel, ?writer, "a room does not answer");
        }
    }
}

/// What a room answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pulse {
    Beats,
    Slow,
    Dead(&'static str),
}

impl Pulse {
    fn died(self) -> Option<&'static str> {
        if let Self::Dead(who) = self { Some(who) } else { None }
    }
}

async fn answered(answer: oneshot::Receiver<()>) -> Pulse {
    match timeout(SOON, answer).await {
        Ok(Ok(())) => Pulse::Beats,
        Ok(Err(_)) => Pulse::Dead("S192 the panel's thread ended"),
        Err(_) => Pulse::Slow,
    }
}

/// The desk's loop, and through it the card room.
async fn desk(inbox: &Inbox) -> Pulse {
    let (ask, answer) = oneshot::channel();
    if inbox.send(Input::Pulse(ask)).is_err() {
        return Pulse::Dead("S191 the desk's loop ended");
    }
    match timeout(SOON, answer).await {
        Ok(Ok(true)) => Pulse::Beats,
        Ok(Ok(false)) => Pulse::Dead("S198 the card room ended"),
        Ok(Err(_)) => Pulse::Dead("S191 the desk's loop ended"),
        Err(_) => Pulse::Slow,
    }
}

/// The journal's writer, which may be slow without being dead: one question at a time is under way.
struct Store {
    journal: Journal,
    asked: Option<JoinHandle<bool>>,
    beat: Instant,
}

impl Store {
    fn new(journal: Journal) -> Self {
        Self { journal, asked: None, beat: Instant::now() }
    }

    async fn look(&mut self) -> Pulse {
        let journal = self.journal.clone();
        let asked =
            self.asked.get_or_insert_with(|| tokio::spawn(async move { journal.pulse().await.is_ok() }));
        match timeout(Duration::from_millis(100), asked).await {
            Ok(Ok(true)) => {
                (self.asked, self.beat) = (None, Instant::now());
                Pulse::Beats
            }
            Ok(_) => Pulse::Dead("S193 the journal's writer ended"),
            Err(_) if self.beat.elapsed() < JOURNAL_PATIENCE => Pulse::Beats,
            Err(_) => Pulse::Slow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::sync::mpsc;

    #[tokio::test(start_paused = true)]
    async fn a_loop_that_ended_is_dead_one_that_does_not_answer_is_slow() {
        let (inbox, mut inputs) = mpsc::unbounded_channel();
        assert_eq!(desk(&inbox).await, Pulse::Slow);
        let answering = tokio::spawn(async move {
            while let Some(input) = inputs.recv().await {
                if let Input::Pulse(answer) = input {
                    // The first question was given up.
                    let _ = answer.send(true);
                }
            }
        });
        assert_eq!(desk(&inbox).await, Pulse::Beats);
        answering.abort();
        let _ended = answering.await;
        assert!(desk(&inbox).await.died().is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn a_panel_that_ended_is_dead() {
        let (answer, asked) = oneshot::channel();
        drop(answer);
        assert!(answered(asked).await.died().is_some());
    }
}
