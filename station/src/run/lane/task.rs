//! What is written in the lane, and how.

use super::Hands;
use crate::run::{
    errands::{Made, kept_day},
    input::{Inbox, tell},
    seen,
};
use journal::{Access, By, Error, Journal};
use model::{DayChoice, Prefs, Ticket};
use report::Report;
use std::sync::Arc;
use wire::CheckId;

/// One thing to be written, or to be asked after all that was done before it.
#[derive(Debug)]
pub enum Task {
    /// A line of the access log that tells of nothing else in the journal.
    Note(Access),
    /// A ticket was put to a check.
    Attach {
        /// The check.
        check: CheckId,
        /// The ticket.
        ticket: Ticket,
        /// By whom.
        by: By,
    },
    /// Site, method and purpose were chosen for the day.
    ChooseDay {
        /// What was chosen.
        choice: DayChoice,
        /// By whom.
        by: By,
    },
    /// Picture and sound were set.
    Prefs(Prefs),
    /// A verdict was on the panel and was closed.
    HandedOver {
        /// Of which check.
        check: CheckId,
        /// By whom.
        by: By,
    },
    /// A late verdict was acknowledged.
    Acknowledge {
        /// Of which check.
        check: CheckId,
        /// By whom.
        by: By,
    },
    /// The desk wants to be told today's choice.
    Today {
        /// What staff had chosen when this was asked.
        made: Made,
        /// The way to the desk.
        inbox: Inbox,
    },
}

impl Task {
    /// Its name, for the log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Note(_) => "access line",
            Self::Attach { .. } => "ticket",
            Self::ChooseDay { .. } => "choice of the day",
            Self::Prefs(_) => "picture and sound",
            Self::HandedOver { .. } => "verdict seen",
            Self::Acknowledge { .. } => "late verdict acknowledged",
            Self::Today { .. } => "question for the day",
        }
    }

    /// Whether an older one that still waits counts no more.
    pub(super) fn replaces(&self, older: &Self) -> bool {
        matches!(
            (self, older),
            (Self::ChooseDay { .. }, Self::ChooseDay { .. })
                | (Self::Prefs(_), Self::Prefs(_))
                | (Self::Today { .. }, Self::Today { .. })
        )
    }
}

/// The journal, as what is done at the desk needs it.
pub(super) struct Desk {
    pub(super) journal: Journal,
    pub(super) report: Option<Arc<Report>>,
}

impl Hands for Desk {
    async fn carry_out(&self, task: &Task) -> Result<(), Error> {
        let journal = &self.journal;
        match task {
            Task::Note(line) => journal.note(line.clone()).await.map(drop),
            Task::Attach { check, ticket, by } => {
                journal.attach_ticket(*check, ticket.clone(), by.clone()).await
            }
            Task::ChooseDay { choice, by } => journal.choose_day(choice.clone(), by.clone()).await,
            Task::Prefs(prefs) => journal.keep_prefs(*prefs).await,
            Task::HandedOver { check, by } => seen::handed_over(journal, *check, by).await,
            Task::Acknowledge { check, by } => self.acknowledge(*check, by).await,
            Task::Today { made, inbox } => {
                tell(inbox, kept_day(*made, journal.day().await?));
                Ok(())
            }
        }
    }

    fn given_up(&self, task: &Task) {
        // Better asked for again than taken for another day's.
        if let Task::Today { made, inbox } = task {
            tell(inbox, kept_day(*made, None));
        }
    }

    /// Counts no bytes: a write that changes nothing.
    async fn disk_works(&self) -> bool {
        match self.journal.today().await {
            Ok(today) => self.journal.add_bytes(today, 0, 0).await.is_ok(),
            Err(_) => false,
        }
    }
}

impl Desk {
    async fn acknowledge(&self, check: CheckId, by: &By) -> Result<(), Error> {
        seen::acknowledged(&self.journal, check, by).await?;
        tracing::info!(%check, "late verdict acknowledged");
        if let Some(report) = &self.report {
            report.wake();
        }
        Ok(())
    }
}
