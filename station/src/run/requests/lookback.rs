//! Looking back, tickets, other proofs, the numbers of the day.

use super::{Requests, Task, failure};
use codes::Failure;
use desk::{AskId, Reply};
use journal::{Kept, KeptCheck};
use model::{DayNumbers, FallbackKind, Find, Recalled, Source, Ticket};
use std::time::Duration;
use wire::{CheckId, Settlement};

/// How long the centre is waited for when the station has a copy of its own.
const WITH_COPY: Duration = Duration::from_secs(3);

impl Requests {
    /// Puts a ticket to a check.
    pub fn attach(&self, check: CheckId, ticket: Ticket) {
        self.write_queue.put(Task::Attach { check, ticket, by: self.actor() });
    }

    /// Keeps which other proof was shown.
    pub fn fallback(&self, ask: AskId, check: Option<CheckId>, ticket: Option<Ticket>, kind: FallbackKind) {
        let by = self.actor();
        self.reply(ask, move |requests| async move {
            let kept = requests.journal.keep_fallback(check, ticket, kind, by).await;
            Reply::FallbackKept(kept.map_err(|error| failure("other proof", &error)))
        });
    }

    /// A page of the list of checks.
    pub fn list(&self, ask: AskId, offset: u32, count: u32, find: Find) {
        self.reply(ask, move |requests| async move {
            match requests.journal.page(offset, count, find).await {
                Ok(page) => Reply::Listed { rows: page.rows, total: page.total },
                Err(error) => Reply::NotListed(failure("list", &error)),
            }
        });
    }

    /// One check again: that it was looked at is on disk before anything is shown.
    pub fn recall(&self, ask: AskId, check: CheckId) {
        let by = self.actor();
        self.reply(ask, move |requests| async move {
            Reply::Recalled(match requests.journal.recall(check, by).await {
                Ok(kept) => requests.found(kept).await.map(Box::new),
                Err(error) => Err(failure("look back", &error)),
            })
        });
    }

    async fn found(&self, found: KeptCheck) -> Result<Recalled, Failure> {
        let KeptCheck { row, kept, .. } = found;
        let (settlement, source) = match kept {
            Kept::Waiting => (None, Source::Sealed),
            Kept::AskCentre => (Some(self.ask_centre(row.head.id).await?), Source::Centre),
            Kept::Sealed(copy) => self.fresh(*copy).await,
        };
        Ok(Recalled { row, settlement, source })
    }

    async fn ask_centre(&self, check: CheckId) -> Result<Settlement, Failure> {
        self.uplink.recall(check).await.map_err(|error| {
            tracing::warn!(code = error.code().name(), %error, %check, "the centre did not give the check again");
            Failure::from(&error)
        })
    }

    /// The centre's answer of now, else the station's copy.
    async fn fresh(&self, copy: Settlement) -> (Option<Settlement>, Source) {
        match tokio::time::timeout(WITH_COPY, self.uplink.recall(copy.check)).await {
            Ok(Ok(settlement)) => (Some(settlement), Source::Centre),
            Ok(Err(_)) | Err(_) => (Some(copy), Source::Sealed),
        }
    }

    /// The numbers of the day.
    pub fn numbers(&self, ask: AskId) {
        self.reply(ask, |requests| async move {
            match requests.count().await {
                Ok(numbers) => Reply::Numbers(numbers),
                Err(error) => Reply::NotListed(failure("numbers", &error)),
            }
        });
    }

    async fn count(&self) -> Result<DayNumbers, journal::Error> {
        let day = self.journal.today().await?;
        self.journal.numbers(day).await
    }
}
