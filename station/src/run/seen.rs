//! What staff have seen goes into the journal. Otherwise a verdict that was seen would call again after the next start,
//! would be open at the office for ever, and its personal part would stay. The lane tries it until it is done.

use journal::{By, Error, Journal};
use wire::CheckId;

/// The verdict of a check was on the panel and was closed.
///
/// # Errors
/// When the disk or the journal refuses it; doing it again is possible.
pub async fn handed_over(journal: &Journal, check: CheckId, by: &By) -> Result<(), Error> {
    match journal.handed_over(check).await {
        // Settled as a late one, but the desk could show it: staff have seen it, nobody needs to be called.
        Err(Error::OutOfTurn { .. }) => journal.acknowledge(check, by.clone()).await.map(drop),
        done => done,
    }
}

/// Staff acknowledged the late verdict of a check.
///
/// # Errors
/// When the disk or the journal refuses it; doing it again is possible.
pub async fn acknowledged(journal: &Journal, check: CheckId, by: &By) -> Result<(), Error> {
    // Settled in the moment in which the desk went on: the journal thinks it was shown.
    journal.missed(check).await?;
    journal.acknowledge(check, by.clone()).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;
    use journal::{Arrival, ClockReading, Draft, MasterKey, Options};
    use std::{path::PathBuf, sync::Arc};
    use wire::{Code, Evidence, Judgement, Purpose, Receipt, Refusal, Settlement};

    fn by() -> By {
        let at = ClockReading::of(&SystemClock::new(PathBuf::new()).unwrap());
        By { staff: "desk-1".parse().unwrap(), at }
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
            staff: by().staff,
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
        handed_over(&journal, id, &by()).await.unwrap();
        assert!(journal.unacknowledged().await.unwrap().is_empty());
    }

    #[tokio::test]
    async fn a_verdict_that_came_as_the_desk_went_on_can_be_acknowledged() {
        let folder = tempfile::tempdir().unwrap();
        let (journal, id) = refused(&folder, Arrival::Live { calls: true }).await;
        acknowledged(&journal, id, &by()).await.unwrap();
        assert!(journal.unacknowledged().await.unwrap().is_empty());
        acknowledged(&journal, id, &by()).await.unwrap();
    }

    #[tokio::test]
    async fn a_closed_journal_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let (journal, id) = refused(&folder, Arrival::Live { calls: true }).await;
        journal.clone().close().await.unwrap();
        assert!(matches!(handed_over(&journal, id, &by()).await, Err(Error::Closed)));
    }
}
