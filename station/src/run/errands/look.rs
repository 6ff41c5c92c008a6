//! Looking back, tickets, other proofs, the numbers of the day.

use super::{Errands, Task, failure, words};
use desk::{
    AskId, ByFallback, ByVerdict, CheckHead, DayNumbers, Failure, FallbackKind, Find, Recalled, Reply,
    Source, Ticket,
};
use journal::Kept;
use std::{collections::BTreeMap, time::Duration};
use wire::{CheckId, Settlement};

/// How long the centre is waited for when the station has a copy of its own.
const WITH_COPY: Duration = Duration::from_secs(3);

impl Errands {
    /// Puts a ticket to a check.
    pub fn attach(&self, check: CheckId, ticket: &Ticket) {
        let Some(ticket) = words::ticket(ticket) else { return };
        self.rooms.lane.put(Task::Attach { check, ticket, by: self.by() });
    }

    /// Keeps which other proof was shown.
    pub fn fallback(&self, ask: AskId, check: Option<CheckId>, ticket: Option<&Ticket>, kind: FallbackKind) {
        let (ticket, kind, by) = (ticket.and_then(words::ticket), words::fallback(kind), self.by());
        self.reply(ask, move |errands| async move {
            let kept = errands.journal().keep_fallback(check, ticket, kind, by).await;
            Reply::FallbackKept(kept.map_err(|error| failure("other proof", &error)))
        });
    }

    /// A page of the list of checks.
    pub fn list(&self, ask: AskId, offset: u32, count: u32, find: Find) {
        self.reply(ask, move |errands| async move {
            let Some(find) = words::find(find) else {
                return Reply::Listed { rows: Vec::new(), total: 0 };
            };
            match errands.journal().page(offset, count, find).await {
                Ok(page) => {
                    let rows = page.rows.into_iter().map(words::row).collect();
                    Reply::Listed { rows, total: page.total }
                }
                Err(error) => Reply::NotListed(failure("list", &error)),
            }
        });
    }

    /// One check again: that it was looked at is on disk before anything is shown.
    pub fn recall(&self, ask: AskId, check: CheckId) {
        let by = self.by();
        self.reply(ask, move |errands| async move {
            Reply::Recalled(match errands.journal().recall(check, by).await {
                Ok(kept) => errands.found(kept).await.map(Box::new),
                Err(error) => Err(failure("look back", &error)),
            })
        });
    }

    async fn found(&self, recalled: journal::Recalled) -> Result<Recalled, Failure> {
        let row = recalled.row;
        let head = CheckHead {
            id: row.check,
            reception: row.reception,
            purpose: recalled.purpose,
            captured_at: row.at,
            clock_synchronised: row.clock_synchronised,
        };
        let (settlement, source) = match recalled.kept {
            Kept::Waiting => (None, Source::Sealed),
            Kept::AskCentre => (Some(self.ask_centre(row.check).await?), Source::Centre),
            Kept::Sealed(copy) => self.fresh(*copy).await,
        };
        Ok(Recalled {
            head,
            settlement,
            source,
            ticket: row.ticket,
            fallback: row.fallback.map(words::proof),
        })
    }

    async fn ask_centre(&self, check: CheckId) -> Result<Settlement, Failure> {
        self.rooms.uplink.recall(check).await.map_err(|error| {
            tracing::warn!(code = error.code(), %error, %check, "the centre did not tell the check again");
            Failure {
                code: error.code().into(),
                staff: error.staff().into(),
                technician: error.to_string().into(),
            }
        })
    }

    /// What the centre says now, else the station's copy.
    async fn fresh(&self, copy: Settlement) -> (Option<Settlement>, Source) {
        match tokio::time::timeout(WITH_COPY, self.rooms.uplink.recall(copy.check)).await {
            Ok(Ok(settlement)) => (Some(settlement), Source::Centre),
            Ok(Err(_)) | Err(_) => (Some(copy), Source::Sealed),
        }
    }

    /// The numbers of the day.
    pub fn numbers(&self, ask: AskId) {
        self.reply(ask, |errands| async move {
            match errands.count().await {
                Ok(numbers) => Reply::Numbers(numbers),
                Err(error) => Reply::NotListed(failure("numbers", &error)),
            }
        });
    }

    async fn count(&self) -> Result<DayNumbers, journal::Error> {
        let day = self.journal().today().await?;
        let counted = self.journal().numbers(day).await?;
        let by_verdict = by_verdict(counted.by_verdict.iter().map(|(word, count)| (word.as_str(), *count)));
        let without_card: u32 = counted.without_card.values().sum();
        Ok(DayNumbers {
            day,
            checks: counted.checks,
            by_verdict,
            waiting: counted.waiting,
            oldest_min: counted.oldest.map(|age| age.as_secs() / 60),
            unacknowledged: counted.unacknowledged,
            by_fallback: by_fallback(&counted.by_fallback, &counted.without_card),
            without_card,
        })
    }
}

fn by_verdict<'a>(counts: impl Iterator<Item = (&'a str, u32)>) -> ByVerdict {
    let mut by = ByVerdict::default();
    for (word, count) in counts.filter(|(word, _)| *word != "waiting") {
        let place = match words::verdict(word) {
            desk::Word::Valid => &mut by.valid,
            desk::Word::NotCovered => &mut by.not_covered,
            desk::Word::Invalid => &mut by.invalid,
            desk::Word::InvalidNewer => &mut by.invalid_newer,
            desk::Word::NoMatch => &mut by.none,
            desk::Word::Multiple => &mut by.multiple,
            desk::Word::Refused => &mut by.refused,
            desk::Word::TooOld => &mut by.too_old,
            desk::Word::Failed => &mut by.failed,
        };
        *place += count;
    }
    by
}

type Proofs = BTreeMap<journal::FallbackKind, u32>;

fn by_fallback(with: &Proofs, without: &Proofs) -> ByFallback {
    let count = |kind| with.get(&kind).unwrap_or(&0) + without.get(&kind).unwrap_or(&0);
    ByFallback {
        myna_portal: count(journal::FallbackKind::MynaPortal),
        notice: count(journal::FallbackKind::Notice),
        certificate: count(journal::FallbackKind::Certificate),
        later: count(journal::FallbackKind::Later),
    }
}
