//! A check that has no verdict yet, and late verdicts.

use super::{Words, brief, words};
use desk::{LateGood, LateKind};

pub(crate) const SAVING: Words = words("保存中", "Saving");
pub(crate) const SAVING_SAY: Words =
    brief("そのまま\nお待ちください", "Please wait", "そのまま\nお待ちください", "Please wait");
pub(crate) const WAITING: Words = brief("問い合わせ中", "Asking the centre", "問合せ中", "Asking");
pub(crate) const TAKE_CARD: Words =
    brief("カードを取ってください", "Take the card", "カードを取る", "Take the card");
pub(crate) const NOT_YET_CONFIRMED: Words =
    brief("まだ確認できていません", "Not confirmed yet", "まだ未確認です", "Unconfirmed");
pub(crate) const PENDING: Words = brief("未確認", "Not confirmed", "未確認", "UNCONFIRMED");
pub(crate) const PENDING_UNDER: Words = brief("送信待ち", "waiting to send", "送信待ち", "waiting");
pub(crate) const PENDING_SAY: Words = brief(
    "番号を書きとめてください",
    "Write the number down. The answer comes later.",
    "番号を\n書きとめる",
    "Write it\ndown",
);
pub(crate) const RECEPTION: Words = brief("受付番号", "Reception no.", "受付", "No.");
/// Beside the number in the banner, one above the other.
pub(crate) const RECEPTION_NARROW: Words = words("受\n付", "No.");
pub(crate) const OUT_OF_ORDER: Words = words("使用不可", "Out of order");
pub(crate) const NOT_SAVED: Words = words("取得失敗", "Not kept");
pub(crate) const FULL: Words = words("取得失敗", "Journal full");
pub(crate) const FULL_UNDER: Words = words("満杯", "no room");
pub(crate) const NOT_SAVED_UNDER: Words = words("保存できません", "the check was not kept");

pub(crate) const LATE: Words = brief("要対応", "Staff needed", "要対応", "LATE");
pub(crate) const LATE_UNDER: Words = words("あとから届いた結果", "a late result");
pub(crate) const LATE_SAY: Words = brief(
    "受診者に伝え、別の方法で確認してください",
    "Tell the person; use another proof",
    "本人に伝え別の方法",
    "Tell them; other proof",
);
pub(crate) const CAPTURED: Words = words("受付時刻", "Captured");
pub(crate) const CLOCK_DOUBTFUL: Words = words("（時計未確認）", "(clock not set)");

pub(crate) fn left_seconds(seconds: u64) -> Words {
    Words::new(format!("残り{seconds}秒"), format!("{seconds} s left"))
}

pub(crate) fn more(count: u32) -> Words {
    Words::new(format!("ほかに{count}件"), format!("{count} more"))
        .or_brief(format!("他{count}"), format!("+{count}"))
}

pub(crate) fn late(kind: LateKind) -> Words {
    match kind {
        LateKind::Invalid => words("無効", "Invalid"),
        LateKind::InvalidNewer => brief(
            "無効（新しい資格あり）",
            "Invalid, a newer one exists",
            "無効・新資格あり",
            "Invalid, newer",
        ),
        LateKind::NoMatch => brief("該当なし", "No eligibility found", "該当なし", "None found"),
        LateKind::Multiple => brief("複数該当", "Several eligibilities", "複数該当", "Several"),
        LateKind::NotCovered => {
            brief("有効・契約なし", "Valid, not under contract", "資格有効契約なし", "No contract")
        }
        LateKind::Refused(_) => words("確認不可", "Not accepted"),
        LateKind::TooOld(_) => brief("確認不可（時間切れ）", "Too old", "時間切れ", "Too old"),
        LateKind::Inconsistent => words("取得失敗", "No result"),
    }
}

/// Checks that waited and were found valid: whose, by number.
pub(crate) fn late_good(good: LateGood) -> Words {
    let LateGood { reception, more } = good;
    if more == 0 {
        return Words::new(
            format!("待っていた受付 {reception} は有効でした"),
            format!("No. {reception}, which waited, is valid"),
        )
        .or_brief(format!("受付{reception}は有効"), format!("#{reception} valid"));
    }
    Words::new(
        format!("待っていた受付 {reception} ほか{more}件は有効でした"),
        format!("No. {reception} and {more} more, which waited, are valid"),
    )
    .or_brief(format!("受付{reception}他{more}有効"), format!("#{reception} +{more} valid"))
}
