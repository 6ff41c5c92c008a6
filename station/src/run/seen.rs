//! What staff have seen goes into the journal, however often that fails. Otherwise a verdict that was seen would call
//! again after the next start, would be open at the office for ever, and its personal part would stay.

use journal::{Access, Error, Journal};
use std::time::Duration;
use wire::{CheckId, StaffRef};

/// How long to wait between two tries: doubled each time, from the first to the longest.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// After the first failure.
    pub first: Duration,
    /// Never longer.
    pub longest: Duration,
}

/// For a disk that is full or ill: it may take staff minutes to do something about it.
pub const PATIENCE: Patience = Patience { first: Duration::from_secs(1), longest: Duration::from_secs(60) };

/// The verdict of a check was on the panel and was closed.
///
/// # Errors
/// What trying again cannot help.
pub async fn handed_over(
    journal: &Journal,
    check: CheckId,
    staff: StaffRef,
    patience: Patience,
) -> Result<(), Error> {
    match insist(patience, || journal.handed_over(check)).await {
        // Settled as a late one, but the desk could show it: staff have seen it, nobody needs to be called.
        Err(Error::OutOfTurn { .. }) => {
            insist(patience, || journal.acknowledge(check, staff.clone())).await.map(drop)
        }
        done => done,
    }
}

/// Staff acknowledged the late verdict of a check.
///
/// # Errors
/// What trying again cannot help.
pub async fn acknowledged(
    journal: &Journal,
    check: CheckId,
    staff: StaffRef,
    patience: Patience,
) -> Result<(), Error> {
    // Settled in the moment in which the desk went on: the journal thinks it was shown.
    insist(patience, || journal.missed(check)).await?;
    insist(patience, || journal.acknowledge(check, staff.clone())).await.map(drop)
}

/// A line for the access log.
///
/// # Errors
/// What trying again cannot help.
pub async fn noted(journal: &Journal, line: Access, patience: Patience) -> Result<(), Error> {
    insist(patience, || journal.note(line.clone())).await.map(drop)
}

/// Tries until it is done, the journal is closed, or it is clear that it will never be done.
pub async fn insist<T, F>(patience: Patience, step: impl Fn() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let mut pause = patience.first;
    loop {
        match step().await {
            Err(error) if passing(&error) => {
                tracing::warn!(code = error.code(), %error, "what staff saw is not noted yet; trying again");
            }
            end => return end,
        }
        tokio::time::sleep(pause).await;
        pause = pause.saturating_mul(2).min(patience.longest);
    }
}

/// What the disk does may pass; what the journal says about the check stays so.
fn passing(error: &Error) -> bool {
    matches!(error, Error::DiskFull { .. } | Error::Storage { .. } | Error::File { .. })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use journal::{Arrival, Draft, MasterKey, Options};
    use std::{cell::Cell, path::PathBuf, sync::Arc};
    use wire::{Code, Evidence, Judgement, Purpose, Receipt, Refusal, Settlement};

    const QUICK: Patience = Patience { first: Duration::from_millis(1), longest: Duration::from_millis(4) };

    fn staff() -> StaffRef {
        "desk-1".parse().unwrap()
    }

    #[tokio::test]
    async fn a_full_disk_only_delays_what_staff_saw() {
        let tries = Cell::new(0);
        let step = || async {
            tries.set(tries.get() + 1);
            if tries.get() < 6 { Err(Error::DiskFull { doing: "acknowledge" }) } else { Ok(tries.get()) }
        };
        assert_eq!(insist(QUICK, step).await.unwrap(), 6);
    }

    #[tokio::test]
    async fn what_can_never_be_done_is_not_tried_again() {
        for make in [|| Error::Closed, || Error::Unknown, || Error::OutOfTurn { found: "waiting" }] {
            let tries = Cell::new(0);
            let step = || async {
                tries.set(tries.get() + 1);
                Err::<(), _>(make())
            };
            assert_eq!(insist(QUICK, step).await.unwrap_err().code(), make().code());
            assert_eq!(tries.get(), 1);
        }
    }

    /// A journal with one check that was refused by the centre.
    async fn refused(folder: &tempfile::TempDir, arrival: Arrival) -> (Journal, CheckId) {
        let clock = SystemClock::new(PathBuf::new()).unwrap();
        let options = Options::new(folder.path().join("journal"), "bus-01".parse().unwrap(), Arc::new(clock));
        let (journal, _) = Journal::open(options, MasterKey::from_bytes([7; 32])).unwrap();
        let (id, at) = (CheckId::random(), jiff::Timestamp::now());
        let draft = Draft {
            id,
            station: "bus-01".parse().unwrap(),
            institution: "1320000001".parse().unwrap(),
            purpose: Purpose::HealthCheckup,
            staff: staff(),
            at,
            clock_synchronised: true,
            evidence: Evidence::Visual {
                certificate: vec![0x30; 64].into(),
                statement_signature: vec![1; 64].into(),
            },
            ticket: None,
            site: None,
        };
        journal.capture(draft).await.unwrap();
        let judgement = Judgement::Refused(Refusal { code: Code::CertificateRevoked });
        let settlement = Settlement { check: id, receipt: Receipt { number: 1, at }, judgement };
        journal.settle(settlement, arrival).await.unwrap();
        (journal, id)
    }

    #[tokio::test]
    async fn a_late_verdict_that_the_desk_showed_is_acknowledged_when_it_is_closed() {
        let folder = tempfile::tempdir().unwrap();
        let (journal, id) = refused(&folder, Arrival::Late { calls: true }).await;
        assert_eq!(journal.unacknowledged().await.unwrap().len(), 1);
        handed_over(&journal, id, staff(), QUICK).await.unwrap();
        assert!(journal.unacknowledged().await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_verdict_that_came_as_the_desk_went_on_can_be_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let (journal, id) = refused(&folder, Arrival::Live { calls: true }).await;
        acknowledged(&journal, id, staff(), QUICK).await.unwrap();
        assert!(journal.unacknowledged().await.unwrap().is_empty());
        acknowledged(&journal, id, staff(), QUICK).await.unwrap();
    }

    #[tokio::test]
    async fn a_closed_journal_ends_the_trying() {
        let folder = tempfile::tempdir().unwrap();
        let (journal, id) = refused(&folder, Arrival::Live { calls: true }).await;
        journal.clone().close().await.unwrap();
        assert!(matches!(handed_over(&journal, id, staff(), QUICK).await, Err(Error::Closed)));
    }
}
