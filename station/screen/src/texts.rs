//! Every text of the panel that does not come from another room: Japanese for staff, English as second language.
//!
//! Words that staff know from the official app (有効, 無効, 取得失敗, 目視確認 …) are kept as they are there.

use desk::{Coverage, LateKind};
use wire::{CertificateState, Method, Purpose};

/// One text in two languages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Words {
    pub(crate) ja: &'static str,
    pub(crate) en: &'static str,
}

const fn words(ja: &'static str, en: &'static str) -> Words {
    Words { ja, en }
}

// Ready
pub(crate) const PLACE_CARD: Words = words("カードを置いてください", "Place the card on the reader");
pub(crate) const TAKE_LAST_CARD: Words = words("前のカードを取ってください", "Take the last card away");
pub(crate) const METHOD: Words = words("本人認証", "Method");
pub(crate) const PURPOSE: Words = words("目的", "Purpose");
pub(crate) const READER_ABSENT: Words = words(
    "カードリーダーが\nつながっていません。\nUSBを差し直してください。",
    "No card reader: check the USB plug",
);
pub(crate) const READER_FAULT: Words =
    words("カードリーダーが\n応答しません。\nUSBを差し直してください。", "The card reader does not answer");
pub(crate) const READER: Words = words("リーダー異常", "Card reader problem");

// The card and the person
pub(crate) const READING: Words = words("読み取り中", "Reading the card");
pub(crate) const HOLD_STILL: Words = words("カードを\n動かさないでください", "Do not move the card");
pub(crate) const COMPARE: Words = words("顔の確認", "Compare the face");
pub(crate) const COMPARE_ASK: Words =
    words("カードの写真と\n本人は同じ人ですか", "Is this the person on the card?");
pub(crate) const COMPARE_CARD: Words = words("カードは取って見てかまいません", "");
pub(crate) const PIN: Words = words("暗証番号", "PIN, 4 digits");
pub(crate) const PIN_ASK: Words = words("4けたを入力してください", "Enter your 4 digits");
pub(crate) const PIN_SEND: Words = words("OKを押してください", "Press OK");
pub(crate) const PIN_WRONG: Words = words("暗証番号が違います", "Wrong PIN");
pub(crate) const LAST_TRY: Words = words("最後の1回", "Last try");
pub(crate) const LAST_TRY_ASK: Words = words(
    "違うとロックされます。\n解除は市区町村の窓口だけです。\n本当に照合しますか",
    "A wrong PIN locks the card. Really try?",
);
pub(crate) const SIGNING: Words = words("照合中", "The card checks the PIN");
pub(crate) const PIN_LOCKED: Words = words("暗証番号ロック", "PIN locked");
pub(crate) const PIN_LOCKED_SAY: Words = words(
    "暗証番号は使えません。\n解除は市区町村の窓口です。\n目視で続けられます。",
    "Only the municipality can reset it. Visual check is possible.",
);
pub(crate) const NO_CHALLENGE: Words = words("暗証番号 不可", "PIN not possible now");
pub(crate) const NO_CHALLENGE_SAY: Words = words(
    "確認番号の手持ちがありません。\n回線が戻ると使えます。\n目視で続けられます。",
    "No challenges left until the line is back. Visual check is possible.",
);
pub(crate) const CARD_PROBLEM: Words = words("受付できません", "No check was made");
pub(crate) const EXPIRED: Words = words("期限切れ", "Certificate expired");
pub(crate) const EXPIRED_SAY: Words = words(
    "電子証明書の期限から\n3か月を過ぎています。\n別の方法で確認してください。",
    "More than 3 months ago: use another proof",
);
pub(crate) const NOT_YET: Words = words("有効期間前", "Certificate not valid yet");
pub(crate) const NOT_YET_SAY: Words =
    words("電子証明書がまだ有効では\nありません。\n別の方法で確認してください。", "Use another proof");

// The check
pub(crate) const SAVING: Words = words("保存中", "Saving");
pub(crate) const SAVING_SAY: Words = words("そのままお待ちください", "Please wait");
pub(crate) const WAITING: Words = words("問い合わせ中", "Asking the centre");
pub(crate) const TAKE_CARD: Words = words("カードを取ってください", "Take the card");
pub(crate) const NOT_YET_CONFIRMED: Words = words("まだ確認できていません", "Not confirmed yet");
pub(crate) const PENDING: Words = words("未確認", "送信待ち  Not confirmed, waiting to send");
pub(crate) const PENDING_SAY: Words =
    words("番号を書きとめてください", "Write the number down; the answer comes later");
pub(crate) const RECEPTION: Words = words("受付番号", "Reception no.");
/// One above the other.
pub(crate) const RECEPTION_SHORT: &str = "受\n付";

// Verdicts
pub(crate) const VALID: Words = words("有効", "Valid");
pub(crate) const VALID_NOT_COVERED: Words = words("契約なし", "資格は有効  Valid, not under contract");
pub(crate) const INVALID: Words = words("無効", "Invalid");
pub(crate) const INVALID_NEWER: Words = words("無効", "新しい資格あり  Invalid, a newer one exists");
pub(crate) const INVALID_SAY: Words = words("別の方法で資格を確認してください", "Use another proof");
pub(crate) const INVALID_NEWER_SAY: Words =
    words("新しい保険の資格を確認してください", "Ask for proof of the newer eligibility");
pub(crate) const NO_MATCH: Words = words("該当なし", "No eligibility found");
pub(crate) const NO_MATCH_SAY: Words =
    words("資格が見つかりません。\n別の方法で確認してください。", "Nothing found: use another proof");
pub(crate) const MULTIPLE: Words = words("複数該当", "Several eligibilities");
pub(crate) const MULTIPLE_SAY: Words =
    words("資格が一つに決まりません。\n別の方法で確認してください。", "Not unique: use another proof");
pub(crate) const REFUSED: Words = words("確認不可", "Not accepted");
pub(crate) const TOO_OLD: Words = words("確認不可", "時間切れ  Too old");
pub(crate) const FAILED: Words = words("取得失敗", "No result");
pub(crate) const INCONSISTENT_SAY: Words = words(
    "センターの回答が\n正しくありません。\n別の方法で確認してください。",
    "D301 the answer contradicts itself",
);
pub(crate) const NOT_SAVED: Words = words("取得失敗", "The check was not kept");
pub(crate) const OUT_OF_ORDER: Words = words("使用不可", "Out of order");
pub(crate) const FULL: Words = words("取得失敗", "満杯  The journal is full");

// Late verdicts
pub(crate) const LATE: Words = words("要対応", "Late result: staff needed");
pub(crate) const LATE_SAY: Words =
    words("受診者に伝え、別の方法で確認してください", "Tell the person; use another proof");
pub(crate) const CAPTURED: &str = "受付時刻";
pub(crate) const CLOCK_DOUBTFUL: &str = "（時計未確認）";

// Labels
pub(crate) const INSURER_NUMBER: &str = "保険者番号";
pub(crate) const SYMBOL: &str = "記号";
pub(crate) const NUMBER: &str = "番号";
pub(crate) const BRANCH: &str = "枝番";
pub(crate) const BORN: &str = "生";
pub(crate) const SHARE: &str = "負担";
pub(crate) const UNTIL: &str = "資格終了";
pub(crate) const REASON: &str = "喪失事由";
pub(crate) const LAST_DAY: &str = "証明書の期限";
pub(crate) const FIRST_DAY: &str = "証明書の開始";
pub(crate) const LEFT: &str = "残り";
pub(crate) const TIMES: &str = "回";
pub(crate) const SECONDS: &str = "秒";
pub(crate) const MORE: &str = "ほかに";
pub(crate) const ITEMS: &str = "件";
pub(crate) const SUBSTITUTED: &str = "●は表示できない字：カナで確認";
pub(crate) const VARIANT: &str = "異体字は標準の字形で表示";
pub(crate) const NO_NAME: &str = "（氏名の回答なし）";

// Keys
pub(crate) const KEY_OK: &str = "OK";
pub(crate) const KEY_BACK: &str = "戻る";
pub(crate) const DO_METHOD: &str = "認証を切替";
pub(crate) const DO_PURPOSE: &str = "目的を切替";
pub(crate) const DO_SAME: &str = "同じ人";
pub(crate) const DO_STOP: &str = "中止";
pub(crate) const DO_DELETE: &str = "1字消す";
pub(crate) const DO_SEND: &str = "照合する";
pub(crate) const DO_TRY: &str = "照合する";
pub(crate) const DO_VISUAL: &str = "目視で続ける";
pub(crate) const DO_CLOSE: &str = "閉じる";
pub(crate) const DO_ACKNOWLEDGE: &str = "対応した";

// The status line
pub(crate) const LINE_GOOD: &str = "良好";
pub(crate) const LINE_WEAK: &str = "弱い";
pub(crate) const LINE_DOWN: &str = "圏外";
pub(crate) const QUEUE: &str = "送信待ち";
pub(crate) const CLOCK_MARK: &str = "時計?";
pub(crate) const BYTES_MARK: &str = "上限";
pub(crate) const LATE_MARK: &str = "要対応";

pub(crate) fn method(method: Method) -> Words {
    match method {
        Method::Visual => words("目視", "Visual"),
        Method::Pin => words("暗証番号", "PIN"),
    }
}

pub(crate) fn purpose(purpose: Purpose) -> Words {
    match purpose {
        Purpose::HealthCheckup => words("特定健診", "Checkup"),
        Purpose::HealthGuidance => words("特定保健指導", "Guidance"),
    }
}

pub(crate) fn coverage(coverage: Coverage) -> Words {
    match coverage {
        Coverage::Covered => words("契約あり", "under contract"),
        Coverage::OtherPurpose => words("この目的の契約なし", "not for this purpose"),
        Coverage::NotListed => words("契約一覧にない保険者", "insurer not listed"),
        Coverage::NoList => words("契約一覧がありません", "no contract list"),
    }
}

/// The short warning beside a verdict.
pub(crate) fn certificate_short(state: CertificateState) -> Option<Words> {
    match state {
        CertificateState::EndsSoon => Some(words("証明書の更新が必要", "card certificate ends")),
        CertificateState::Grace => Some(words("証明書期限切れ：猶予中", "card certificate ended")),
        CertificateState::Current | CertificateState::Expired | CertificateState::NotYet => None,
    }
}

/// The warning that goes with a certificate; `None` when there is nothing to say.
pub(crate) fn certificate(state: CertificateState) -> Option<Words> {
    match state {
        CertificateState::EndsSoon => Some(words("証明書の更新が必要です", "renew soon")),
        CertificateState::Grace => Some(words("証明書は期限切れ（猶予中）", "expired, in grace")),
        CertificateState::Current | CertificateState::Expired | CertificateState::NotYet => None,
    }
}

pub(crate) fn late(kind: LateKind) -> Words {
    match kind {
        LateKind::Invalid => words("無効", "Invalid"),
        LateKind::InvalidNewer => words("無効（新しい資格あり）", "Invalid, a newer one exists"),
        LateKind::NoMatch => words("該当なし", "No eligibility found"),
        LateKind::Multiple => words("複数該当", "Several eligibilities"),
        LateKind::NotCovered => words("有効・契約なし", "Valid, not under contract"),
        LateKind::Refused(_) => words("確認不可", "Not accepted"),
        LateKind::TooOld(_) => words("確認不可（時間切れ）", "Too old"),
        LateKind::Inconsistent => words("取得失敗", "No result"),
    }
}
