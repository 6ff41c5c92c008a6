//! Bad verdicts that came after the examinee went on.

use crate::{Contracts, Coverage};
use model::CheckHead;
use wire::{Code, Judgement, ReceptionNumber, Settlement, Verdict};

/// Meaning of a late verdict for staff. Says nothing about the person; the reception number leads to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LateKind {
    /// 無効
    Invalid,
    /// 無効（新しい資格あり）
    InvalidNewer,
    /// 該当なし
    NoMatch,
    /// 複数該当
    Multiple,
    /// 有効, but the insurer is not under contract for the purpose.
    NotCovered,
    /// The evidence was not accepted.
    Refused(Code),
    /// Captured too long ago.
    TooOld(Code),
    /// The answer contradicts itself.
    Inconsistent,
}

impl LateKind {
    /// The reason for which this settlement is bad; `None` when it is good: valid and not known to be out of contract.
    pub fn of(head: &CheckHead, settlement: &Settlement, contracts: &Contracts) -> Option<Self> {
        match (&settlement.judgement, settlement.verdict()) {
            (Judgement::Refused(refusal), _) => Some(Self::Refused(refusal.code)),
            (Judgement::TooOld(refusal), _) => Some(Self::TooOld(refusal.code)),
            (Judgement::Accepted { .. }, Some(Ok(verdict))) => match verdict {
                Verdict::Valid { person } => match contracts.coverage(&person.insurer_number, head.purpose) {
                    Coverage::Covered | Coverage::NoList => None,
                    Coverage::OtherPurpose | Coverage::NotListed => Some(Self::NotCovered),
                },
                Verdict::Invalid { .. } => Some(Self::Invalid),
                Verdict::InvalidNewer { .. } => Some(Self::InvalidNewer),
                Verdict::None => Some(Self::NoMatch),
                Verdict::Multiple => Some(Self::Multiple),
            },
            (Judgement::Accepted { .. }, Some(Err(_)) | None) => Some(Self::Inconsistent),
        }
    }
}

/// Late good verdicts of today's checks: no staff are called, but the numbers they wrote down are shown for a while,
/// until the next card. Numbers begin anew each day, so those of other days are found by looking back only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct LateGood {
    /// The newest.
    pub reception: ReceptionNumber,
    /// How many came before it since the last look.
    pub more: u32,
}

/// One late bad verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LateNotice {
    /// The check.
    pub head: CheckHead,
    /// The reason.
    pub kind: LateKind,
}

impl LateNotice {
    /// The notice for a settlement, if it is bad.
    pub fn of(head: &CheckHead, settlement: &Settlement, contracts: &Contracts) -> Option<Self> {
        LateKind::of(head, settlement, contracts).map(|kind| Self { head: *head, kind })
    }
}
