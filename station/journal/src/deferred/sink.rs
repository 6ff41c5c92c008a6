//! The destination of the queue: the journal.

use super::Task;
use crate::{Actor, Error, Journal};
use wire::CheckId;

/// Executes queued tasks.
pub trait Sink: Send + Sync + 'static {
    /// Executes the task once. Executing it again changes nothing.
    fn execute(&self, task: &Task) -> impl Future<Output = Result<(), Error>> + Send;
    /// The task is abandoned: answers its requester.
    fn abandoned(&self, task: &Task);
    /// Probe: true when an unrelated write succeeds.
    fn other_writes_succeed(&self) -> impl Future<Output = bool> + Send;
}

/// The journal as a sink.
pub struct JournalSink<F> {
    journal: Journal,
    reported: F,
}

impl<F: Fn() + Send + Sync + 'static> JournalSink<F> {
    /// A sink into this journal; `reported` is called when a late verdict or an acknowledgment put an event into the outbox.
    pub fn new(journal: Journal, reported: F) -> Self {
        Self { journal, reported }
    }

    async fn late(&self, check: CheckId) -> Result<(), Error> {
        self.journal.late(check).await?;
        (self.reported)();
        Ok(())
    }

    async fn acknowledge(&self, check: CheckId, by: &Actor) -> Result<(), Error> {
        self.journal.acknowledge(check, by.clone()).await?;
        tracing::info!(%check, "late verdict acknowledged");
        (self.reported)();
        Ok(())
    }
}

impl<F: Fn() + Send + Sync + 'static> Sink for JournalSink<F> {
    async fn execute(&self, task: &Task) -> Result<(), Error> {
        let journal = &self.journal;
        match task {
            Task::Note(line) => journal.note(line.clone()).await.map(drop),
            Task::Attach { check, ticket, by } => {
                journal.attach_ticket(*check, ticket.clone(), by.clone()).await
            }
            Task::ChooseDay { choice, by } => journal.choose_day(choice.clone(), by.clone()).await,
            Task::Prefs(prefs) => journal.keep_prefs(*prefs).await,
            Task::HandedOver(check) => journal.handed_over(*check).await,
            Task::Late(check) => self.late(*check).await,
            Task::Acknowledge { check, by } => self.acknowledge(*check, by).await,
            Task::Today(answer) => {
                answer.give(journal.day().await?);
                Ok(())
            }
        }
    }

    fn abandoned(&self, task: &Task) {
        // Better asked for again than taken for another day's.
        if let Task::Today(answer) = task {
            answer.give(None);
        }
    }

    /// Counts no bytes: a write that changes nothing.
    async fn other_writes_succeed(&self) -> bool {
        match self.journal.today().await {
            Ok(today) => self.journal.add_bytes(today, 0, 0).await.is_ok(),
            Err(_) => false,
        }
    }
}
