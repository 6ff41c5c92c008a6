//! What the desk keeps beside its checks and looks back at: tickets, other proofs, the list of checks, a single
//! one again, the numbers of a day, and what was chosen for the day.

mod day;
mod fallback;
mod page;
mod recall;
mod ticket;

pub(crate) use day::site_within_bounds;
pub(crate) use ticket::{open as open_ticket, store as store_ticket};

use jiff::{Timestamp, civil::Date};
use std::collections::BTreeMap;
use std::time::Duration;
use wire::{CheckId, Counts, Method, Purpose, ReceptionNumber, Settlement};
use zeroize::Zeroizing;

/// 受診券 or a number of the bus's own list, as it was scanned: 1 to 64 printable ASCII characters. Personal:
/// zeroized when dropped, `Debug` is redacted.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket(Zeroizing<String>);

impl Ticket {
    /// `None` unless it is 1 to 64 printable ASCII characters.
    pub fn new(text: &str) -> Option<Self> {
        let valid = (1..=64).contains(&text.len()) && text.bytes().all(|b| (0x20..0x7f).contains(&b));
        valid.then(|| Self(Zeroizing::new(text.to_owned())))
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Its last four characters, as lists show it.
    pub fn tail(&self) -> &str {
        self.0.get(self.0.len().saturating_sub(4)..).unwrap_or_default()
    }
}

impl std::fmt::Debug for Ticket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ticket(redacted)")
    }
}

/// Another proof that was shown, because the check did not work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FallbackKind {
    /// マイナポータル画面
    MynaPortal,
    /// 資格情報のお知らせ
    Notice,
    /// 資格確認書
    Certificate,
    /// 後日確認
    Later,
}

impl FallbackKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::MynaPortal, Self::Notice, Self::Certificate, Self::Later];

    /// The word on disk and in lists.
    pub fn word(self) -> &'static str {
        match self {
            Self::MynaPortal => "myna_portal",
            Self::Notice => "notice",
            Self::Certificate => "certificate",
            Self::Later => "later",
        }
    }

    pub(crate) fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Which checks a page lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Find {
    /// All that are kept.
    All,
    /// Those with this reception number, of any day.
    Number(ReceptionNumber),
    /// Those with this ticket.
    Ticket(Ticket),
}

/// Where a check stands, for looking back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RowState {
    /// The centre has not answered.
    Waiting,
    /// A late bad verdict that staff have not acknowledged, with its word as in `Settled`.
    Unacknowledged(String),
    /// Answered, with the verdict's word ([`Settlement::word`]), and `not_covered` in place of `valid` where the
    /// capture's [`crate::Arrival`] said that staff must be called: the insurer is not under contract.
    Settled(String),
}

/// One check in a list for staff. Nothing about the person but the end of a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which check.
    pub check: CheckId,
    /// What staff wrote down.
    pub reception: ReceptionNumber,
    /// The day its reception number counts in.
    pub day: Date,
    /// Wall clock at capture.
    pub at: Timestamp,
    /// Whether that clock was synchronised.
    pub clock_synchronised: bool,
    /// Where it stands.
    pub state: RowState,
    /// The last four characters of its ticket, as long as the ticket is kept.
    pub ticket: Option<String>,
    /// The proof recorded last.
    pub fallback: Option<FallbackKind>,
}

/// A part of the list of checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// From the asked offset on.
    pub rows: Vec<Row>,
    /// How many there are in all.
    pub total: u32,
}

/// A check looked back at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recalled {
    /// As the list shows it.
    pub row: Row,
    /// What for.
    pub purpose: Purpose,
    /// Where it was captured.
    pub site: Option<String>,
    /// What the journal still has of the answer.
    pub kept: Kept,
}

/// What the journal still has of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kept {
    /// The sealed result, until the end of the day it came.
    Sealed(Box<Settlement>),
    /// Nothing: the centre still has it. Ask there.
    AskCentre,
    /// There is no answer yet.
    Waiting,
}

/// The numbers of a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DayNumbers {
    /// Checks captured on that day.
    pub checks: u32,
    /// Those by outcome word, as in [`RowState::Settled`], `waiting` among them.
    pub by_verdict: Counts,
    /// Other proofs recorded with checks of that day, the last one of each.
    pub by_fallback: BTreeMap<FallbackKind, u32>,
    /// Other proofs recorded without a card on that day, by kind; not in `by_fallback`.
    pub without_card: BTreeMap<FallbackKind, u32>,
    /// Checks of any day that still wait for the centre.
    pub waiting: u32,
    /// The age of the oldest of them.
    pub oldest: Option<Duration>,
    /// Late bad verdicts of any day that staff have not acknowledged.
    pub unacknowledged: u32,
}

/// What was chosen for a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayChoice {
    /// Where the bus stands. Not personal; at most 200 bytes.
    pub site: Option<String>,
    /// 目視 or 暗証番号.
    pub method: Method,
    /// What for.
    pub purpose: Purpose,
}

/// Today's choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDay {
    /// What was chosen.
    pub choice: DayChoice,
    /// Whether it is sure to be of today: chosen since this start, or the clock was synchronised both then and now.
    /// Otherwise the station was off for a time that nobody knows.
    pub certain: bool,
}

/// What staff chose for the screen and the sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Prefs {
    /// 0 silent to 5.
    pub volume: u8,
    /// 1 to 5.
    pub brightness: u8,
    /// Of the screen.
    pub language: Language,
}

/// The screen's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// 日本語
    Japanese,
    /// English
    English,
}
