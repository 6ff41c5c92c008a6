//! Verdicts.

use super::{Words, brief, words};
use desk::Coverage;

pub(crate) const VALID: Words = brief("有効", "Valid", "有効", "VALID");
pub(crate) const NOT_COVERED: Words = brief("契約なし", "Not under contract", "契約なし", "NO COVER");
pub(crate) const NOT_COVERED_UNDER: Words = words("資格は有効", "eligibility valid");
pub(crate) const INVALID: Words = brief("無効", "Invalid", "無効", "INVALID");
pub(crate) const NEWER_UNDER: Words =
    brief("新しい資格あり", "a newer one exists", "新資格あり", "newer one");
pub(crate) const INVALID_SAY: Words =
    brief("別の方法で資格を確認してください", "Use another proof", "別の方法で確認", "Use another proof");
pub(crate) const NEWER_SAY: Words = brief(
    "新しい保険の資格を確認してください",
    "Ask for proof of the newer eligibility",
    "新しい資格を確認",
    "Ask for the new one",
);
pub(crate) const NO_MATCH: Words = brief("該当なし", "No eligibility found", "該当なし", "NONE FOUND");
pub(crate) const NO_MATCH_SAY: Words = brief(
    "資格が見つかりません。\n別の方法で確認してください。",
    "Nothing was found.\nUse another proof.",
    "資格なし\n別の方法で確認",
    "Use another proof",
);
pub(crate) const MULTIPLE: Words = brief("複数該当", "Several eligibilities", "複数該当", "SEVERAL");
pub(crate) const MULTIPLE_SAY: Words = brief(
    "資格が一つに決まりません。\n別の方法で確認してください。",
    "The answer is not unique.\nUse another proof.",
    "一つに決まりません\n別の方法で確認",
    "Not unique:\nuse another proof",
);
pub(crate) const REFUSED: Words = brief("確認不可", "Not accepted", "確認不可", "REFUSED");
pub(crate) const TOO_OLD_UNDER: Words = words("時間切れ", "too old");
pub(crate) const FAILED: Words = brief("取得失敗", "No result", "取得失敗", "NO RESULT");
pub(crate) const INCONSISTENT_SAY: Words = brief(
    "センターの回答が\n正しくありません。\n別の方法で確認してください。",
    "D301 The answer contradicts itself.\nUse another proof.",
    "回答が正しくない D301\n別の方法で確認",
    "D301 bad answer:\nuse another proof",
);
pub(crate) const DETAILS: Words = brief("資格の詳細", "Eligibility in detail", "詳細", "Details");
pub(crate) const NO_NAME: Words = words("（氏名の回答なし）", "(no name in the answer)");
pub(crate) const SUBSTITUTED: Words =
    brief("●は表示できない字：カナで確認", "● not displayable: see kana", "●字なし", "●unknown");
pub(crate) const VARIANT: Words =
    brief("異体字は標準の字形で表示", "variant shown in plain form", "標準字形", "plain");

pub(crate) fn coverage(coverage: Coverage) -> Words {
    match coverage {
        Coverage::Covered => brief("契約あり", "under contract", "契約あり", "covered"),
        Coverage::OtherPurpose => {
            brief("この目的の契約なし", "not for this purpose", "この目的は契約外", "not this purpose")
        }
        Coverage::NotListed => {
            brief("契約一覧にない保険者", "insurer not listed", "一覧にない保険者", "not listed")
        }
        Coverage::NoList => brief("契約一覧がありません", "no contract list", "契約不明", "no list"),
    }
}

/// The same in very few characters, for the small display's headline.
pub(crate) fn coverage_mark(coverage: Coverage) -> Words {
    let (ja, en) = match coverage {
        Coverage::Covered => ("契約あり", "covered"),
        Coverage::OtherPurpose => ("目的外", "purpose"),
        Coverage::NotListed => ("一覧外", "unlist."),
        Coverage::NoList => ("契約不明", "no list"),
    };
    words(ja, en)
}

/// What to do after 無効, likewise.
pub(crate) const INVALID_MARK: Words = words("別の証明へ", "use ▲");
pub(crate) const NEWER_MARK: Words = words("新資格あり", "newer");
