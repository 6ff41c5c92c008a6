//! Something that did not work, told twice: to staff and to the technician, under one code.

use std::borrow::Cow;

/// A failure as other rooms report it to the desk. Carries nothing personal: its texts come from tables.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Failure {
    /// The code that people say, e.g. `K103`.
    pub code: Cow<'static, str>,
    /// One short Japanese sentence and what to do.
    pub staff: Cow<'static, str>,
    /// What happened, in English, short.
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
/// Nobody pressed a key.
pub(crate) const ENTRY_ABANDONED: Failure = Failure::fixed(
    "D103",
    "操作がないため中止しました。もう一度カードを置いてください。",
    "no key within the entry time",
);
/// The reader cannot tell how many tries are left.
pub(crate) const TRIES_UNKNOWN: Failure = Failure::fixed(
    "D104",
    "暗証番号の残り回数を読めません。目視で確認してください。",
    "the card did not tell the PIN tries left",
);
/// The journal did not answer.
pub(crate) const SAVE_SILENT: Failure = Failure::fixed(
    "D201",
    "受付を保存できたか不明です。もう一度カードを置いてください。",
    "no answer from the journal in time",
);

/// The PIN was wrong and the card is gone, so it cannot be typed again at once.
pub(crate) fn pin_wrong_card_gone(left: u8) -> Failure {
    let staff = format!("暗証番号が違います（残り{left}回）。もう一度カードを置いてください。");
    Failure {
        staff: staff.into(),
        ..Failure::fixed("D105", "", "wrong PIN, and the card was removed meanwhile")
    }
}
