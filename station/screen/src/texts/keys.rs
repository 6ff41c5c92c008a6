//! Keys of the texts, by group of screens. A key with a value is a text with the value in it.
//!
//! Every language has a text for every key: the compiler checks it, because each language matches all keys.

use desk::{
    ChoiceOf, Coverage, DiagnosisItem, LampColour, LateGood, MenuItem, PadPause, Pref, PurposeChoice,
};
use jiff::civil::Date;
use model::{FallbackKind, Source};
use wire::{LineGrade, Method, Purpose, ReaderState};

/// Before there is a check: the ready screen, the reader, the card, the face, the PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "keys say what the text is about, here often the card")]
pub(crate) enum Card {
    PlaceCard,
    TakeLastCard,
    MethodLabel,
    PurposeLabel,
    Reader,
    ReaderAbsent,
    ReaderFault,
    Reading,
    HoldStill,
    Compare,
    CompareAsk,
    CompareCard,
    Pin,
    PinAsk,
    PinWheel,
    PinSend,
    PinWrong,
    LastTry,
    LastTryAsk,
    PadAsk,
    PadLeave,
    LastTryPad,
    Signing,
    PinLocked,
    PinLockedSay,
    NoChallenge,
    NoChallengeSay,
    CardProblem,
    Expired,
    ExpiredSay,
    NotYet,
    NotYetSay,
    LastDay,
    FirstDay,
    Method(Method),
    Purpose(Purpose),
    /// The ticket that waits for the next card, by its last characters.
    TicketKept(String),
    /// The ticket of the check at the desk, by its last characters.
    Ticket(String),
    CertificateEndsSoon,
    /// Expired, within the three months in which it still counts.
    CertificateGrace,
    /// Reason for the pause of the reader's dialogue, and the next step.
    PadRests(PadPause),
    PadTimedOut,
    PadCancelled,
    PadWrongLength,
    TriesLeft(u8),
}

/// A check without a verdict yet, and late verdicts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Check {
    Saving,
    SavingSay,
    Waiting,
    TakeCard,
    NotYetConfirmed,
    Pending,
    PendingUnder,
    PendingSay,
    Reception,
    /// Beside the number in the banner, one above the other.
    ReceptionNarrow,
    OutOfOrder,
    NotSaved,
    Full,
    FullUnder,
    NotSavedUnder,
    Late,
    LateUnder,
    LateSay,
    Captured,
    ClockDoubtful,
    LeftSeconds(u64),
    More(u32),
    /// Checks that waited and were found valid, by number.
    LateGood(LateGood),
}

/// The day: its choice, the menu, another proof, looking back, the numbers, the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Day {
    PurposeRefused,
    /// 資格確認限定型: the purpose is the insurer under contract (guideline on 資格確認限定型, §4).
    PurposeRefusedSay,
    Papers,
    PapersUnder,
    Other,
    Kept,
    Details,
    Speak,
    Looking,
    LookingSay,
    RecallFailed,
    NotDone,
    Checks,
    /// The state of a check without a verdict.
    Waiting,
    StillWaiting,
    ToAcknowledge,
    WithoutCard,
    OtherProofs,
    NothingWaits,
    PowerOff,
    PoweringOff,
    PoweringOffSay,
    /// The headline of a list.
    List(ChoiceOf),
    /// The content of an empty list.
    Empty(ChoiceOf),
    Menu(MenuItem),
    Purpose(PurposeChoice),
    Fallback(FallbackKind),
    /// The same in two or three characters, for lists.
    FallbackMark(FallbackKind),
    /// The band over an earlier check, which must not be taken for a fresh one.
    Recalled(Date, Source),
    /// A search for a reception number.
    Number(String),
    Numbers(Date),
    /// All people received: with a check and without a card.
    Sum {
        checks: u32,
        without_card: u32,
    },
    /// The queue with the age of the oldest check in minutes; the small display leaves the age out.
    StillWaitingSince(u64),
    /// Those of people without a card are among them.
    OtherProofsWithoutCard(u32),
    PowerOffSay(u32),
    /// Late verdicts that are not acknowledged yet.
    StillCalls(u32),
}

/// The lock, passcodes, badges, new staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Login {
    NoStaff,
    NoStaffSay,
    Passcode,
    NewPasscode,
    NewStaff,
    PasscodeAsk,
    PasscodeLength,
    PasscodeAgain,
    Wrong,
    WrongBeforeWait,
    NextWaits,
    Mismatch,
    Unknown,
    Wait,
    WaitSay,
    Badge,
    BadgeSay,
    NewBadge,
    NewBadgeSay,
    BadgeOther,
    NewBadgeOther,
    Added,
    WithBadge,
    WithoutBadge,
    /// The name of the new staff member on the panel.
    AddedAs(String),
    /// A wait in seconds, written with minutes from one minute on.
    WaitFor(u64),
}

/// Effects of the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Action {
    /// The key itself; ▲, ▼ and OK are called so in every language.
    Back,
    /// Nothing to add to the key's own name.
    Only,
    Stop,
    Same,
    Delete,
    Send,
    Here,
    OnReader,
    Visual,
    Close,
    Acknowledge,
    Show,
    Seen,
    Select,
    Take,
    Open,
    Find,
    Menu,
    DropTicket,
    Method,
    Purpose,
    OtherProof,
    Other,
    Speak,
    Details,
    Digit,
    Next,
    TurnPage,
    PowerOff,
    Skip,
    AddBadge,
    Finish,
    Change,
    Enter,
}

/// Labels of a person's data, and the values that have words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Label {
    InsurerNumber,
    Symbol,
    Number,
    Branch,
    Share,
    Until,
    Reason,
    LossReason(LossReason),
    /// The date of birth, `yyyyMMdd`; without the era on the small display.
    Born(String),
    /// Any other date of the answer, `yyyyMMdd`.
    Date(String),
}

/// The status line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Status {
    /// In place of a text that does not fit; the code follows, and there is a card of codes.
    SeeCode,
    BytesMark,
    Line(LineGrade),
    /// Late bad verdicts that are not acknowledged.
    Late(u32),
    /// Checks that wait, and the age of the oldest in minutes.
    Queue {
        waiting: u32,
        oldest_min: Option<u64>,
    },
}

/// Settings, the diagnosis, the self-test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Tool {
    Diagnosis,
    Collecting,
    SelfTest,
    Pattern,
    Keys,
    KeysSay,
    KeysLeave,
    Lamp,
    Buzzer,
    BuzzerSay,
    Again,
    Reader,
    End,
    Pref(Pref),
    VolumeOff,
    Item(DiagnosisItem),
    LampIs(LampColour),
    ReaderState {
        state: ReaderState,
        card: bool,
    },
    /// Codes received from the scanner.
    Scans(u32),
}

/// Texts that go with a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Verdict {
    NotCoveredUnder,
    NewerUnder,
    InvalidSay,
    NewerSay,
    NoMatchSay,
    MultipleSay,
    TooOldUnder,
    Details,
    NoName,
    Substituted,
    Variant,
    /// The next step after 無効, in very few characters.
    InvalidMark,
    NewerMark,
    Coverage(Coverage),
    /// The same in very few characters, for the small display's headline.
    CoverageMark(Coverage),
}

/// 喪失事由
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LossReason {
    Death,
    PublicAssistance,
    InsuredElsewhere,
    Other,
}

impl LossReason {
    /// The reason of a code of the answer; `None` for codes that have no text.
    pub(crate) fn from_code(code: &str) -> Option<Self> {
        match code {
            "01" => Some(Self::Death),
            "02" => Some(Self::PublicAssistance),
            "03" => Some(Self::InsuredElsewhere),
            "99" => Some(Self::Other),
            _ => None,
        }
    }
}
