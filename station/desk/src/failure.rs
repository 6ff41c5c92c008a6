//! A failure with two texts under one code: for staff and for the technician.

use crate::Device;
use crate::conditions::away;
use std::borrow::Cow;

/// A failure as other components report it to the desk. Carries nothing personal: its texts come from tables.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Failure {
    /// The code that people say, e.g. `K103`.
    pub code: Cow<'static, str>,
    /// One short Japanese sentence and what to do.
    pub staff: Cow<'static, str>,
    /// The event, in English, short.
    pub technician: Cow<'static, str>,
}

impl Failure {
    /// A failure whose texts are fixed.
    pub const fn fixed(code: &'static str, staff: &'static str, technician: &'static str) -> Self {
        Self { code: Cow::Borrowed(code), staff: Cow::Borrowed(staff), technician: Cow::Borrowed(technician) }
    }
}

impl From<wire::Code> for Failure {
    fn from(code: wire::Code) -> Self {
        let text = code.text();
        Self::fixed(text.code, text.staff, text.technician)
    }
}

/// The reader was silent longer than its own watchdog allows.
pub(crate) const READER_SILENT: Failure = Failure::fixed(
    "D101",
    "カードリーダーが応答しません。カードを置き直してください。",
    "no answer from the card room in time",
);
/// The card left while it was read.
pub(crate) const CARD_PULLED: Failure = Failure::fixed(
    "D102",
    "読み取り中にカードが離れました。もう一度置いてください。",
    "card removed before the evidence was complete",
);
/// No key was pressed in time.
pub(crate) const ENTRY_ABANDONED: Failure = Failure::fixed(
    "D103",
    "操作がないため中止しました。もう一度カードを置いてください。",
    "no key within the entry time",
);
/// The reader cannot read the number of tries left.
pub(crate) const TRIES_UNKNOWN: Failure = Failure::fixed(
    "D104",
    "暗証番号の残り回数を読めません。目視で確認してください。",
    "the card did not tell the PIN tries left",
);
/// Staff left while the reader asked for a PIN on its own keys.
pub(crate) const PAD_LEFT: Failure = Failure::fixed(
    "D106",
    "中止しました。カードリーダーの取消キーを押してください。",
    "stopped while the reader asks for a PIN; it ends by its own keys or time",
);
/// The journal did not answer.
pub(crate) const SAVE_SILENT: Failure = Failure::fixed(
    "D201",
    "受付を保存できたか不明です。もう一度カードを置いてください。",
    "no answer from the journal in time",
);

/// The journal did not compare the passcode in time.
pub(crate) const LOGIN_SILENT: Failure = Failure::fixed(
    "D202",
    "パスコードを確認できません。もう一度入力してください。",
    "no answer from the journal to a passcode in time",
);
/// The journal did not say that it kept the other proof.
pub(crate) const FALLBACK_SILENT: Failure = Failure::fixed(
    "D203",
    "記録できたか不明です。もう一度記録してください。",
    "no answer from the journal to another proof in time",
);
/// A list, the numbers or the diagnosis did not come.
pub(crate) const LIST_SILENT: Failure = Failure::fixed(
    "D204",
    "読み出せませんでした。しばらくしてからもう一度開いてください。",
    "no list, numbers or diagnosis in time",
);
/// An earlier check did not come.
pub(crate) const RECALL_SILENT: Failure = Failure::fixed(
    "D205",
    "控えの回答がありません。しばらくしてからもう一度開いてください。",
    "neither journal nor centre answered a look-up in time",
);
/// The journal did not say that it added a staff member.
pub(crate) const STAFF_SILENT: Failure = Failure::fixed(
    "D206",
    "職員を追加できたか不明です。技術担当に連絡してください。",
    "no answer from the journal to adding staff in time",
);
/// The look-up was answered with another check.
pub(crate) const RECALL_OTHER: Failure = Failure::fixed(
    "D302",
    "控えの回答が正しくありません。技術担当に連絡してください。",
    "the look-up was answered with another check",
);

/// Every text of the desk's own, for galleries and the card of error codes; those with a number have an example.
pub fn failures() -> Vec<Failure> {
    let own = [
        READER_SILENT,
        CARD_PULLED,
        ENTRY_ABANDONED,
        TRIES_UNKNOWN,
        pin_wrong_card_gone(2),
        PAD_LEFT,
        SAVE_SILENT,
        LOGIN_SILENT,
        FALLBACK_SILENT,
        LIST_SILENT,
        RECALL_SILENT,
        STAFF_SILENT,
        RECALL_OTHER,
    ];
    let devices = [Device::Keypad, Device::Scanner, Device::Buttons, Device::Matrix].map(away);
    own.into_iter().chain(devices).collect()
}

/// The PIN was wrong and the card is gone, so it cannot be typed again at once.
pub(crate) fn pin_wrong_card_gone(left: u8) -> Failure {
    let staff = format!("暗証番号が違います（残り{left}回）。もう一度カードを置いてください。");
    Failure {
        staff: staff.into(),
        ..Failure::fixed("D105", "", "wrong PIN, and the card was removed meanwhile")
    }
}
