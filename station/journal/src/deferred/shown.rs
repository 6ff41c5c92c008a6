//! Records that staff have seen a verdict. Without the record it would be announced again after a restart, stay open in
//! the office, and keep its personal data.

use crate::{Actor, Error, Journal};
use wire::CheckId;

/// The verdict of a check was on the panel and was closed.
///
/// # Errors
/// When the disk or the journal refuses it; doing it again is possible.
pub(super) async fn handed_over(journal: &Journal, check: CheckId, by: &Actor) -> Result<(), Error> {
    match journal.handed_over(check).await {
        // Settled as a late one, but the desk could show it: staff have seen it and need no call.
        Err(Error::OutOfTurn { .. }) => journal.acknowledge(check, by.clone()).await.map(drop),
        done => done,
    }
}

/// Staff acknowledged the late verdict of a check.
///
/// # Errors
/// When the disk or the journal refuses it; doing it again is possible.
pub(super) async fn acknowledged(journal: &Journal, check: CheckId, by: &Actor) -> Result<(), Error> {
    // Settled in the moment in which the desk went on: the journal thinks it was shown.
    journal.missed(check).await?;
    journal.acknowledge(check, by.clone()).await.map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deferred::tests::{self, Hand};
    use crate::{Arrival, MasterKey, Options};
    use std::sync::Arc;
    use wire::{Code, Judgement, Receipt, Refusal, Settlement};

    fn by() -> Actor {
        tests::by(&Hand::default())
    }

    /// A journal with one check that was refused by the centre.
    async fn refused(folder: &tempfile::TempDir, arrival: Arrival) -> (Journal, CheckId) {
        let clock = Arc::new(Hand::default());
        let draft = tests::draft(&*clock);
        let (id, at) = (draft.id, draft.at);
        let options = Options::new(folder.path().join("journal"), "bus-01".parse().unwrap(), clock);
        let (journal, _) = Journal::open(options, MasterKey::from_bytes([7; 32])).unwrap();
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
