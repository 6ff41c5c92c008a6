//! The main part of the panel, by meaning: one variant a kind of picture.

use crate::{
    BadgeProblem, Choice, Coverage, DiagnosisRow, Failure, LateGood, LateNotice, LoginProblem, PasscodeStep,
    SelfTestScreen,
};
use jiff::civil::Date;
use model::{DayNumbers, FallbackKind, Source};
use wire::{CertificateState, Code, Person, Purpose, ReaderState, ReceptionNumber};

/// Facts that every judged check has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Its reception number.
    pub reception: ReceptionNumber,
    /// Its purpose.
    pub purpose: Purpose,
    /// How the certificate stood at capture; `EndsSoon` and `Grace` are shown as a warning. By the centre when it
    /// accepted the check, else by the station's synchronised clock, else unknown.
    pub certificate: Option<CertificateState>,
    /// Last day of the certificate, in Japan; `None` when the check is looked at again: it was on the card.
    pub certificate_until: Option<Date>,
}

/// Why the reader does not ask for a PIN by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PadPause {
    /// The card came with one try left.
    LastTry,
    /// The last PIN was wrong.
    Wrong,
    /// The reader's time ran out.
    TimedOut,
    /// The person pressed the reader's cancel key.
    Cancelled,
    /// Not four digits.
    WrongLength,
}

/// The main part of the panel.
#[derive(Debug, Clone, PartialEq)]
pub enum Screen {
    /// Waiting for a card.
    Ready {
        /// The card of the last check still lies there.
        take_card: bool,
        /// Checks that waited and turned out well, until they were read.
        good: Option<LateGood>,
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
        /// The digit that Up and Down turn, 0 to 9; OK takes it. `None` while no digit is turned: Up or Down begins.
        wheel: Option<u8>,
    },
    /// One try is left: really?
    LastTry,
    /// The examinee enters the PIN on the reader's own keys. OK: on the station instead, or on the reader again; Back
    /// ends.
    PinPad {
        /// Tries left.
        left: u8,
        /// The station's keys are wanted: the reader must be left by its cancel key first, or by time.
        instead: bool,
    },
    /// The reader may ask for the PIN: OK lets it, Up or Down takes the station's keys instead, Back ends.
    PinPadAsk {
        /// Tries left.
        left: u8,
        /// Why it does not ask by itself.
        why: PadPause,
    },
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
        /// The centre's reason for not judging it.
        problem: Option<Code>,
    },
    /// 有効
    Valid {
        /// The check.
        judged: Judged,
        /// The person and the qualification.
        person: Box<Person>,
        /// Answer of the contract list.
        coverage: Coverage,
    },
    /// 無効, or 無効（新しい資格あり）.
    Invalid {
        /// The check.
        judged: Judged,
        /// A newer qualification exists.
        newer: bool,
        /// The lost qualification, when known.
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
    /// A late bad verdict calls for staff. OK acknowledges, Up records another proof (which acknowledges too), Down
    /// shows the check again, Back opens the menu.
    Late {
        /// The verdict.
        notice: LateNotice,
        /// How many wait after this one.
        more: u32,
        /// OK acknowledges by now; not in the first moment, so that no key meant for the screen before
        /// acknowledges a notice that was not read.
        armed: bool,
    },
    /// A list to choose from.
    Choice(Choice),
    /// A login is required and the roster is empty: the technician's task.
    NoStaff,
    /// A passcode is typed: OK sends it from four digits on.
    Passcode {
        /// Label of the staff member; empty for a new one.
        label: String,
        /// Digits typed, 0 to 12.
        typed: u8,
        /// The digit that Up and Down turn, 0 to 9; OK takes it. `None` while no digit is turned: Up or Down begins.
        wheel: Option<u8>,
        /// The problem with the last one.
        problem: Option<LoginProblem>,
        /// The passcode that is asked for.
        step: PasscodeStep,
    },
    /// Too many wrong passcodes: no try is accepted now.
    LoginWait {
        /// Label of the staff member.
        label: String,
        /// Seconds left, rounded up.
        left_s: u64,
    },
    /// A badge is to be tapped on the reader.
    Badge {
        /// To belong to the new staff member from now on (OK or Back: none); else as the second factor of the login.
        enrol: bool,
        /// The problem with the last one.
        problem: Option<BadgeProblem>,
    },
    /// 本人確認のみ is not allowed, and why.
    PurposeRefused,
    /// Question for the other proof that was shown. Up マイナポータル画面, Down 資格情報のお知らせ, OK 資格確認書; also by digits, 4 後日確認.
    FallbackPapers {
        /// For this check; `None` without one.
        reception: Option<ReceptionNumber>,
    },
    /// Further choices: OK 後日確認, Up reads the result aloud.
    FallbackOther {
        /// For this check; `None` without one.
        reception: Option<ReceptionNumber>,
        /// There is a result to read aloud, and a voice.
        speech: bool,
        /// Down shows the rest of what was answered of the person.
        details: bool,
    },
    /// The rest of the answer about the person of this screen. Any key leads back.
    Details(Box<Screen>),
    /// The other proof is on disk.
    FallbackKept {
        /// The proof.
        kind: FallbackKind,
        /// For this check; `None` without one.
        reception: Option<ReceptionNumber>,
    },
    /// An answer is being fetched (a login, a list, an earlier check, the numbers, something being kept).
    Looking,
    /// An earlier check is looked at again. Never to be taken for a fresh one.
    Recalled {
        /// The verdict's screen, or [`Screen::Pending`].
        inner: Box<Screen>,
        /// The day of the check, in Japan.
        day: Date,
        /// Where it came from.
        source: Source,
        /// The other proof recorded last.
        fallback: Option<FallbackKind>,
    },
    /// An earlier check could not be fetched.
    RecallFailed(Failure),
    /// Something else that was asked of the station did not work.
    NotDone(Failure),
    /// The diagnosis for the technician. Up and Down turn pages, OK begins the self-test.
    Diagnosis {
        /// The rows of this page, at most [`crate::Settings::page`]; none while they are being collected.
        rows: Vec<DiagnosisRow>,
        /// How many come before.
        offset: u32,
        /// How many there are.
        total: u32,
    },
    /// The self-test.
    SelfTest(SelfTestScreen),
    /// The numbers of the day. OK goes on to switching off.
    DayNumbers(Box<DayNumbers>),
    /// Really switch off? What waits is kept.
    PowerOffAsk {
        /// Checks that still wait.
        waiting: u32,
        /// Late bad verdicts without acknowledgement.
        late: u32,
    },
    /// The station goes off; not to be unplugged before the panel is dark.
    PoweringOff,
    /// A staff member was added. OK goes on to a badge for them while there is none; Back ends.
    StaffAdded {
        /// Their label on the panel.
        label: String,
        /// They have a badge by now.
        badge: bool,
    },
}

impl Screen {
    /// Every name that [`Screen::id`] can give.
    pub const IDS: [&'static str; 66] = [
        "ready",
        "reader_trouble",
        "reading",
        "compare",
        "pin_entry",
        "pin_wrong",
        "last_try",
        "pin_pad",
        "pin_pad_leave",
        "pin_pad_ask",
        "pin_pad_last_try",
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
        "locked",
        "choose_site",
        "choose_method",
        "choose_purpose",
        "menu",
        "checks",
        "settings",
        "without_card",
        "no_staff",
        "passcode",
        "passcode_new",
        "login_wait",
        "badge",
        "badge_new",
        "purpose_refused",
        "fallback_papers",
        "fallback_other",
        "fallback_kept",
        "details",
        "looking",
        "recalled",
        "recall_failed",
        "not_done",
        "diagnosis",
        "self_test_panel",
        "self_test_keys",
        "self_test_lamp",
        "self_test_buzzer",
        "self_test_reader",
        "day_numbers",
        "power_off_ask",
        "powering_off",
        "staff_added",
    ];

    /// It shows the centre's answer about a person.
    pub(crate) fn shows_person(&self) -> bool {
        match self {
            Self::Valid { .. } | Self::Invalid { person: Some(_), .. } => true,
            Self::Recalled { inner, .. } => inner.shows_person(),
            _ => false,
        }
    }

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
            Self::PinPad { instead: false, .. } => "pin_pad",
            Self::PinPad { instead: true, .. } => "pin_pad_leave",
            Self::PinPadAsk { left: ..=1, .. } => "pin_pad_last_try",
            Self::PinPadAsk { .. } => "pin_pad_ask",
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
            Self::Choice(choice) => choice.of.id(),
            Self::NoStaff => "no_staff",
            Self::Passcode { step: PasscodeStep::Enter, .. } => "passcode",
            Self::Passcode { step: PasscodeStep::New | PasscodeStep::Again, .. } => "passcode_new",
            Self::LoginWait { .. } => "login_wait",
            Self::Badge { enrol: false, .. } => "badge",
            Self::Badge { enrol: true, .. } => "badge_new",
            Self::PurposeRefused => "purpose_refused",
            Self::FallbackPapers { .. } => "fallback_papers",
            Self::FallbackOther { .. } => "fallback_other",
            Self::Details(_) => "details",
            Self::FallbackKept { .. } => "fallback_kept",
            Self::Looking => "looking",
            Self::Recalled { .. } => "recalled",
            Self::RecallFailed(_) => "recall_failed",
            Self::NotDone(_) => "not_done",
            Self::Diagnosis { .. } => "diagnosis",
            Self::SelfTest(page) => page.id(),
            Self::DayNumbers(_) => "day_numbers",
            Self::PowerOffAsk { .. } => "power_off_ask",
            Self::PoweringOff => "powering_off",
            Self::StaffAdded { .. } => "staff_added",
        }
    }
}
