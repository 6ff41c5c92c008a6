//! What the panel shows, by meaning. `Debug` prints nothing personal: [`wire::Person`] redacts itself.

use crate::{Coverage, Failure, LateNotice};
use jiff::civil::Date;
use wire::{CertificateState, Code, LineGrade, Method, Person, Purpose, ReaderState, ReceptionNumber};

/// Everything on the panel. Two equal views look the same, so a caller draws only when the view changed.
#[derive(Debug, Clone, PartialEq)]
pub struct View {
    /// The main part.
    pub screen: Screen,
    /// The line that is always there.
    pub status: StatusLine,
    /// Method for the present or the next check.
    pub method: Method,
    /// Purpose for the present or the next check.
    pub purpose: Purpose,
    /// A condition that staff should see; the first of those that last.
    pub trouble: Option<Failure>,
}

/// The line that is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusLine {
    /// The line to the centre.
    pub line: LineGrade,
    /// Checks that wait for a verdict.
    pub waiting: u32,
    /// Age of the oldest, whole minutes; `None` when none waits.
    pub oldest_min: Option<u64>,
    /// Late bad verdicts not acknowledged.
    pub late: u32,
    /// Whether the clock is known to be right.
    pub synchronised: bool,
    /// Whether the day's byte limit holds the queue back.
    pub bytes_limit: bool,
}

/// What belongs to every check that was judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Its reception number.
    pub reception: ReceptionNumber,
    /// What for.
    pub purpose: Purpose,
    /// How the certificate stood at capture; `EndsSoon` and `Grace` are shown as a warning. By the centre when it
    /// accepted the check, else by the station's synchronised clock, else unknown.
    pub certificate: Option<CertificateState>,
    /// Last day of the certificate, in Japan.
    pub certificate_until: Date,
}

/// The main part of the panel.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// Waiting for a card.
    Ready {
        /// The card of the last check still lies there.
        take_card: bool,
    },
    /// No card can be read: the reader is away or does not answer.
    ReaderTrouble(ReaderState),
    /// The card is being read.
    Reading,
    /// 目視: is this the person on the card? The card may be in the staff's hand by now.
    Compare {
        /// A warning about the certificate.
        certificate: Option<CertificateState>,
        /// Last day of the certificate, in Japan.
        certificate_until: Date,
    },
    /// The examinee enters the PIN.
    PinEntry {
        /// Digits typed, 0 to 4; at 4 OK sends it.
        typed: u8,
        /// Tries left, 1 to 255 (a card of today has at most 3).
        left: u8,
        /// The last one was wrong.
        wrong: bool,
    },
    /// One try is left: really?
    LastTry,
    /// The card checks the PIN and signs.
    Signing,
    /// The PIN is locked; only the municipality resets it. OK goes on by 目視, Back ends.
    PinLocked,
    /// No challenge in the book; OK goes on by 目視, Back ends.
    NoChallenge,
    /// The certificate's dates do not allow a check.
    CertificateUnusable {
        /// `Expired` or `NotYet`.
        state: CertificateState,
        /// Its last day (or first day for `NotYet`), in Japan.
        day: Date,
    },
    /// The card could not be used; the texts say what to do.
    CardProblem(Failure),
    /// The check is being written to disk.
    Saving,
    /// On disk; waiting for the verdict. The card may be taken.
    Waiting {
        /// Its reception number.
        reception: ReceptionNumber,
        /// Seconds of the budget left, rounded up.
        left_s: u64,
    },
    /// 未確認（送信待ち）: kept, not judged.
    Pending {
        /// Its reception number.
        reception: ReceptionNumber,
        /// What the centre said when it did not judge it.
        problem: Option<Code>,
    },
    /// 有効
    Valid {
        /// The check.
        judged: Judged,
        /// The person and the qualification.
        person: Box<Person>,
        /// What the contract list says.
        coverage: Coverage,
    },
    /// 無効, or 無効（新しい資格あり）.
    Invalid {
        /// The check.
        judged: Judged,
        /// A newer qualification exists.
        newer: bool,
        /// The lost qualification, when told.
        person: Option<Box<Person>>,
    },
    /// 該当なし
    NoMatch {
        /// The check.
        judged: Judged,
    },
    /// 複数該当
    Multiple {
        /// The check.
        judged: Judged,
    },
    /// The centre did not accept the evidence, or it was too old.
    Refused {
        /// The check.
        judged: Judged,
        /// Too old rather than refused.
        too_old: bool,
        /// Why.
        code: Code,
    },
    /// 取得失敗: the answer contradicts itself. Never valid.
    Inconsistent {
        /// The check.
        judged: Judged,
    },
    /// 取得失敗: the check could not be kept.
    NotSaved {
        /// Because the journal is full.
        full: bool,
        /// Texts.
        failure: Failure,
    },
    /// The station cannot be used at all; shown by the wiring before the desk is there, or when it is gone.
    OutOfOrder(Failure),
    /// A late bad verdict calls for staff.
    Late {
        /// The verdict.
        notice: LateNotice,
        /// How many wait after this one.
        more: u32,
        /// Whether OK acknowledges by now; not in the first moment, so that no key meant for the screen before
        /// acknowledges what nobody read.
        armed: bool,
    },
}

impl Screen {
    /// Every name that [`Screen::id`] can give.
    pub const IDS: [&'static str; 29] = [
        "ready",
        "reader_trouble",
        "reading",
        "compare",
        "pin_entry",
        "pin_wrong",
        "last_try",
        "signing",
        "pin_locked",
        "no_challenge",
        "certificate_unusable",
        "card_problem",
        "saving",
        "waiting",
        "pending",
        "valid",
        "valid_not_covered",
        "invalid",
        "invalid_newer",
        "no_match",
        "multiple",
        "refused",
        "too_old",
        "inconsistent",
        "journal_full",
        "not_saved",
        "out_of_order",
        "late_new",
        "late",
    ];

    /// A name for tests, rehearsal and captions; never shown to staff.
    pub fn id(&self) -> &'static str {
        match self {
            Self::Ready { .. } => "ready",
            Self::ReaderTrouble(_) => "reader_trouble",
            Self::Reading => "reading",
            Self::Compare { .. } => "compare",
            Self::PinEntry { wrong: false, .. } => "pin_entry",
            Self::PinEntry { wrong: true, .. } => "pin_wrong",
            Self::LastTry => "last_try",
            Self::Signing => "signing",
            Self::PinLocked => "pin_locked",
            Self::NoChallenge => "no_challenge",
            Self::CertificateUnusable { .. } => "certificate_unusable",
            Self::CardProblem(_) => "card_problem",
            Self::Saving => "saving",
            Self::Waiting { .. } => "waiting",
            Self::Pending { .. } => "pending",
            Self::Valid { coverage: Coverage::Covered | Coverage::NoList, .. } => "valid",
            Self::Valid { .. } => "valid_not_covered",
            Self::Invalid { newer: false, .. } => "invalid",
            Self::Invalid { newer: true, .. } => "invalid_newer",
            Self::NoMatch { .. } => "no_match",
            Self::Multiple { .. } => "multiple",
            Self::Refused { too_old: false, .. } => "refused",
            Self::Refused { too_old: true, .. } => "too_old",
            Self::Inconsistent { .. } => "inconsistent",
            Self::NotSaved { full: true, .. } => "journal_full",
            Self::NotSaved { full: false, .. } => "not_saved",
            Self::OutOfOrder(_) => "out_of_order",
            Self::Late { armed: false, .. } => "late_new",
            Self::Late { armed: true, .. } => "late",
        }
    }
}
