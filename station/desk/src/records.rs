//! What is told of checks that were made: rows of the look-back list, one check again, the numbers of a day.

use crate::{CheckHead, Ticket};
use jiff::{Timestamp, civil::Date};
use wire::{CheckId, ReceptionNumber, Settlement};

/// Another proof that was shown when the check did not help (S1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FallbackKind {
    /// マイナポータル画面
    MynaPortal,
    /// 資格情報のお知らせ
    Notice,
    /// 資格確認書
    Certificate,
    /// 後日確認: none was shown; to be confirmed later.
    Later,
}

impl FallbackKind {
    /// All, in the order of their digits 1 to 4.
    pub const ALL: [Self; 4] = [Self::MynaPortal, Self::Notice, Self::Certificate, Self::Later];

    /// The kind of a digit 1 to 4.
    pub(crate) fn of_digit(digit: u8) -> Option<Self> {
        Self::ALL.get(usize::from(digit.checked_sub(1)?)).copied()
    }
}

/// A verdict in one word, for lists and counting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Word {
    /// 有効
    Valid,
    /// 有効, not under contract for the purpose.
    NotCovered,
    /// 無効
    Invalid,
    /// 無効（新しい資格あり）
    InvalidNewer,
    /// 該当なし
    NoMatch,
    /// 複数該当
    Multiple,
    /// The evidence was not accepted.
    Refused,
    /// Captured too long ago.
    TooOld,
    /// 取得失敗: the answer contradicts itself.
    Failed,
}

/// How a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RowState {
    /// Not settled yet.
    Waiting,
    /// A late bad verdict that nobody acknowledged.
    Unacknowledged(Word),
    /// Settled.
    Settled(Word),
}

/// One check in the look-back list; nothing personal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its id.
    pub check: CheckId,
    /// Its reception number.
    pub reception: ReceptionNumber,
    /// The day the number counts in.
    pub day: Date,
    /// When it was captured.
    pub at: Timestamp,
    /// Whether the clock was known to be right then.
    pub clock_synchronised: bool,
    /// How it stands.
    pub state: RowState,
    /// The end of its ticket ([`Ticket::tail`]).
    pub ticket: Option<String>,
    /// The other proof recorded last.
    pub fallback: Option<FallbackKind>,
}

/// Which checks are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Find {
    /// All: waiting ones first, then the newest first.
    All,
    /// Those of this reception number, of any day.
    Number(ReceptionNumber),
    /// Those of this ticket.
    Ticket(Ticket),
}

/// Where a check that is looked at again came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Source {
    /// The centre, now.
    Centre,
    /// The station's own sealed copy.
    Sealed,
}

/// One check again.
#[derive(Debug, Clone, PartialEq)]
pub struct Recalled {
    /// The check.
    pub head: CheckHead,
    /// The centre's answer; `None` while it waits. One whose `check` is not `head.id` is not shown.
    pub settlement: Option<Settlement>,
    /// Where the answer came from.
    pub source: Source,
    /// The end of its ticket ([`Ticket::tail`]).
    pub ticket: Option<String>,
    /// The other proof recorded last.
    pub fallback: Option<FallbackKind>,
}

/// Checks of a day, by verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByVerdict {
    /// 有効, under contract or no list to compare with.
    pub valid: u32,
    /// 有効, not under contract for the purpose.
    pub not_covered: u32,
    /// 無効
    pub invalid: u32,
    /// 無効（新しい資格あり）
    pub invalid_newer: u32,
    /// 該当なし
    pub none: u32,
    /// 複数該当
    pub multiple: u32,
    /// The evidence was not accepted.
    pub refused: u32,
    /// Captured too long ago.
    pub too_old: u32,
    /// 取得失敗
    pub failed: u32,
}

/// Other proofs of a day, by kind; the last one recorded for a check counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ByFallback {
    /// マイナポータル画面
    pub myna_portal: u32,
    /// 資格情報のお知らせ
    pub notice: u32,
    /// 資格確認書
    pub certificate: u32,
    /// 後日確認
    pub later: u32,
}

/// The numbers of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayNumbers {
    /// The day, in Japan.
    pub day: Date,
    /// Checks captured on it.
    pub checks: u32,
    /// Those that are settled.
    pub by_verdict: ByVerdict,
    /// Checks of any day that still wait for a verdict.
    pub waiting: u32,
    /// Age of the oldest of them, whole minutes.
    pub oldest_min: Option<u64>,
    /// Late bad verdicts that nobody acknowledged.
    pub unacknowledged: u32,
    /// Other proofs, with and without a check.
    pub by_fallback: ByFallback,
    /// Of the other proofs those without a check.
    pub without_card: u32,
}
