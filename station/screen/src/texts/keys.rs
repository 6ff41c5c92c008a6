//! What the keys do.

use super::{Words, brief, words};

/// The key itself; ▲, ▼ and OK are called so in every language.
pub(crate) const BACK: Words = words("戻る", "Back");
/// Nothing to add to the key's own name.
pub(crate) const ONLY: Words = words("", "");

pub(crate) const STOP: Words = words("中止", "Stop");
pub(crate) const SAME: Words = words("同じ人", "Same");
pub(crate) const DELETE: Words = brief("1字消す", "Delete", "消す", "Del");
pub(crate) const SEND: Words = brief("照合する", "Check it", "照合", "Check");
pub(crate) const HERE: Words = brief("ここで入力", "Enter it here", "ここ", "Here");
pub(crate) const ON_READER: Words = brief("リーダーで", "On the reader", "リーダー", "Reader");
pub(crate) const VISUAL: Words = brief("目視で続ける", "Visual check", "目視", "Face");
pub(crate) const CLOSE: Words = words("閉じる", "Close");
pub(crate) const ACKNOWLEDGE: Words = brief("対応した", "Done", "済", "Done");
pub(crate) const SHOW: Words = brief("内容を見る", "Show it", "内容", "See");
pub(crate) const SEEN: Words = brief("お知らせを消す", "Seen", "消す", "Seen");
pub(crate) const SELECT: Words = brief("選ぶ", "Select", "選ぶ", "");
pub(crate) const TAKE: Words = brief("決定", "Choose", "決定", "Take");
pub(crate) const OPEN: Words = brief("開く", "Open", "開く", "Open");
pub(crate) const FIND: Words = brief("番号で検索", "Find a number", "検索", "Find");
pub(crate) const MENU: Words = words("メニュー", "Menu");
pub(crate) const DROP_TICKET: Words = brief("券を外す", "Drop ticket", "券外す", "Drop");
pub(crate) const METHOD: Words = words("認証", "Method");
pub(crate) const PURPOSE: Words = words("目的", "Purpose");
pub(crate) const OTHER_PROOF: Words = brief("別の証明", "Other proof", "別証明", "Proof");
pub(crate) const OTHER: Words = brief("その他", "More", "他", "Etc");
pub(crate) const SPEAK: Words = brief("読み上げ", "Read aloud", "音声", "Voice");
pub(crate) const DETAILS: Words = brief("記号・番号", "Details", "詳細", "More");
pub(crate) const DIGIT: Words = brief("数字", "Digit", "数字", "");
pub(crate) const NEXT: Words = words("次へ", "Next");
pub(crate) const TURN_PAGE: Words = brief("ページ", "Page", "頁", "Page");
pub(crate) const POWER_OFF: Words = brief("電源を切る", "Power off", "切る", "Off");
pub(crate) const SKIP: Words = brief("付けない", "Without", "なし", "None");
pub(crate) const ADD_BADGE: Words = brief("職員証を付ける", "Add a badge", "職員証", "Badge");
pub(crate) const FINISH: Words = brief("終わる", "Finish", "終わる", "End");
pub(crate) const CHANGE: Words = brief("変える", "Change", "変える", "");
pub(crate) const ENTER: Words = brief("入れる", "Enter", "入れる", "Enter");
