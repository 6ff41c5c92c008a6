//! Who is at the desk: the lock, passcodes, badges, new staff.

use super::{Words, brief, words};

pub(crate) const WHO: Words = brief("だれが使いますか", "Who is at the desk?", "使う人", "Who?");
pub(crate) const NO_STAFF: Words = brief("職員の登録なし", "Nobody registered", "職員登録なし", "No staff");
pub(crate) const NO_STAFF_SAY: Words = brief(
    "使える職員が登録されていません。\n技術担当に連絡してください。",
    "No staff member is registered.\nTechnician: station staff add",
    "技術担当に連絡",
    "Technician:\nstation staff add",
);
pub(crate) const PASSCODE: Words = brief("パスコード", "Passcode", "パスコード", "Passcode");
pub(crate) const NEW_PASSCODE: Words =
    brief("新しいパスコード", "New passcode", "新パスコード", "New passcode");
pub(crate) const NEW_STAFF: Words = brief("新しい職員", "New staff member", "職員", "staff");
pub(crate) const PASSCODE_ASK: Words =
    brief("数字を入れてOK", "Type the digits, then OK", "数字を入れてOK", "Digits, then OK");
pub(crate) const PASSCODE_LENGTH: Words =
    brief("4～12けたの数字", "4 to 12 digits", "4～12けた", "4 to 12 digits");
pub(crate) const PASSCODE_AGAIN: Words =
    brief("もう一度、同じ数字", "The same digits again", "もう一度", "Once more");
pub(crate) const WRONG: Words = brief("パスコードが違います", "Wrong passcode", "違います", "Wrong");
pub(crate) const WRONG_BEFORE_WAIT: Words =
    brief("パスコードが違います", "Wrong passcode", "違います あと1回", "Wrong; one left");
pub(crate) const NEXT_WAITS: Words =
    words("次も違うと、しばらく入力できません", "One more wrong one means a wait");
pub(crate) const MISMATCH: Words =
    brief("2回の数字が違います", "The two were not the same", "2回が違います", "Not the same");
pub(crate) const UNKNOWN: Words =
    brief("この職員は登録がありません", "Not registered any more", "登録がありません", "Not registered");
pub(crate) const WAIT: Words = brief("お待ちください", "Please wait", "お待ちください", "Wait");
pub(crate) const WAIT_SAY: Words = brief(
    "パスコードを続けて間違えたため、\nしばらく入力できません",
    "Too many wrong passcodes",
    "続けて間違えました",
    "Too many wrong",
);
pub(crate) const BADGE: Words = brief("職員証", "Staff badge", "職員証", "Badge");
pub(crate) const BADGE_SAY: Words = brief(
    "職員証をカードリーダーに\n置いてください",
    "Put your badge on the reader",
    "リーダーに\n置いてください",
    "Put it on\nthe reader",
);
pub(crate) const NEW_BADGE: Words =
    brief("新しい職員の職員証", "Badge of the new member", "新しい職員証", "New badge");
pub(crate) const NEW_BADGE_SAY: Words = brief(
    "使う職員証をカードリーダーに置くか、\n職員証なしで終えてください",
    "Put the badge on the reader, or finish without one",
    "リーダーに置く\nなしはOK",
    "On reader,\nor OK: none",
);
pub(crate) const BADGE_OTHER: Words =
    brief("この職員証ではありません", "Not this badge", "別の職員証です", "Not this badge");
pub(crate) const NEW_BADGE_OTHER: Words =
    brief("ほかの職員の職員証です", "The badge of somebody else", "ほかの人の物です", "Somebody else's");
pub(crate) const ADDED: Words = brief("追加しました", "Added", "追加しました", "Added");

pub(crate) const WITH_BADGE: Words = words("職員証も登録しました", "With a badge");
pub(crate) const WITHOUT_BADGE: Words = words("職員証なし", "Without a badge");

/// What the panel calls the new staff member.
pub(crate) fn added(label: &str) -> Words {
    Words::new(format!("{label}\nこの名前で使えます"), format!("{label}\nmay log in now"))
        .or_brief(format!("{label}\nで使えます"), format!("{label}\nmay log in"))
}

/// A wait, as minutes and seconds from one minute on.
pub(crate) fn wait(seconds: u64) -> Words {
    let (minutes, rest) = (seconds / 60, seconds % 60);
    if minutes == 0 {
        return Words::new(format!("{rest}秒"), format!("{rest} s"));
    }
    Words::new(format!("{minutes}分{rest:02}秒"), format!("{minutes} min {rest:02} s"))
}
