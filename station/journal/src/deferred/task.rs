//! The tasks of the queue.

use crate::{Access, Actor, KeptDay};
use model::{DayChoice, Prefs, Ticket};
use std::sync::Arc;
use wire::CheckId;

/// One deferred write, or a question that must be answered behind the writes before it.
#[derive(Debug)]
pub enum Task {
    /// A line of the access log that belongs to no other change of the journal.
    Note(Access),
    /// A ticket was put to a check.
    Attach {
        /// The check.
        check: CheckId,
        /// The ticket.
        ticket: Ticket,
        /// By whom.
        by: Actor,
    },
    /// The choice of the day: site, method, purpose.
    ChooseDay {
        /// The choice.
        choice: DayChoice,
        /// By whom.
        by: Actor,
    },
    /// Picture and sound were set.
    Prefs(Prefs),
    /// A verdict was on the panel and was closed.
    HandedOver(CheckId),
    /// A bad verdict came late: it calls for staff.
    Late(CheckId),
    /// A late verdict was acknowledged.
    Acknowledge {
        /// Of which check.
        check: CheckId,
        /// By whom.
        by: Actor,
    },
    /// A question for today's choice, answered behind all choices that were queued before.
    Today(DayAnswer),
}

/// Receives today's choice; `None` when there is none or it cannot be read.
#[derive(Clone)]
pub struct DayAnswer(Arc<dyn Fn(Option<KeptDay>) + Send + Sync>);

impl DayAnswer {
    /// An answer that goes to this function, once.
    pub fn to(receiver: impl Fn(Option<KeptDay>) + Send + Sync + 'static) -> Self {
        Self(Arc::new(receiver))
    }

    pub(super) fn give(&self, kept: Option<KeptDay>) {
        (self.0)(kept);
    }
}

impl std::fmt::Debug for DayAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DayAnswer")
    }
}

impl Task {
    /// Its name, for the log.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Note(_) => "access line",
            Self::Attach { .. } => "ticket",
            Self::ChooseDay { .. } => "choice of the day",
            Self::Prefs(_) => "picture and sound",
            Self::HandedOver(_) => "verdict seen",
            Self::Late(_) => "late verdict",
            Self::Acknowledge { .. } => "late verdict acknowledged",
            Self::Today(_) => "question for the day",
        }
    }

    /// True when `older`, which still waits, need not be written any more.
    pub(super) fn replaces(&self, older: &Self) -> bool {
        matches!(
            (self, older),
            (Self::ChooseDay { .. }, Self::ChooseDay { .. })
                | (Self::Prefs(_), Self::Prefs(_))
                | (Self::Today(_), Self::Today(_))
        )
    }
}
