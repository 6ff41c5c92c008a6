//! The day: its choice, the menu, another proof, looking back, the numbers, the end.

use super::{Words, brief, words};
use desk::{ChoiceOf, MenuItem, PurposeChoice, Searched};
use jiff::civil::Date;
use model::{FallbackKind, Language, RowState, Source};
use wire::Outcome;

/// The headline of a list.
pub(crate) fn list(of: ChoiceOf) -> Words {
    match of {
        ChoiceOf::Staff => super::login::WHO,
        ChoiceOf::Site => brief("今日の会場", "Site of the day", "会場", "Site"),
        ChoiceOf::Method => brief("今日の本人認証", "Method of the day", "本人認証", "Method"),
        ChoiceOf::Purpose => brief("今日の目的", "Purpose of the day", "目的", "Purpose"),
        ChoiceOf::Menu => words("メニュー", "Menu"),
        ChoiceOf::Checks => brief("受付をさがす", "Look back", "受付一覧", "Checks"),
        ChoiceOf::Prefs => brief("画面と音", "Picture and sound", "画面と音", "Settings"),
        ChoiceOf::WithoutCard => brief("カードなしの受付", "Without a card", "カードなし", "No card"),
    }
}

/// An empty list says so.
pub(crate) fn empty(of: ChoiceOf) -> Words {
    match of {
        ChoiceOf::Checks => brief("受付はありません", "No checks here", "ありません", "None"),
        _ => words("ありません", "Nothing here"),
    }
}

pub(crate) fn menu(item: MenuItem) -> Words {
    match item {
        MenuItem::LookBack => brief("受付をさがす", "Look back", "受付をさがす", "Look back"),
        MenuItem::WithoutCard => brief("カードなしの受付", "Without a card", "カードなし", "Without card"),
        MenuItem::Day => {
            brief("会場・方法・目的", "Site, method, purpose", "会場・方法・目的", "Site, purpose")
        }
        MenuItem::Prefs => brief("画面と音", "Picture and sound", "画面と音", "Picture, sound"),
        MenuItem::Diagnosis => brief("機器の点検", "Diagnosis", "機器の点検", "Diagnosis"),
        MenuItem::EndOfDay => brief("一日の終わり", "End of the day", "一日の終わり", "End of day"),
        MenuItem::AddStaff => brief("職員の追加", "Add staff", "職員の追加", "Add staff"),
        MenuItem::Lock => brief("交代・ロック", "Lock, hand over", "交代・ロック", "Lock"),
    }
}

pub(crate) fn purpose(choice: PurposeChoice) -> Words {
    match choice {
        PurposeChoice::Checkup => words("特定健診", "Health checkup"),
        PurposeChoice::Guidance => words("特定保健指導", "Health guidance"),
        PurposeChoice::IdentityOnly => words("本人確認のみ", "Identity only"),
    }
}

pub(crate) const PURPOSE_REFUSED: Words =
    brief("本人確認のみは不可", "Identity only: no", "本人確認のみ", "Identity only");
/// 資格確認限定型: the purpose is the insurer under contract (S1 §4).
pub(crate) const PURPOSE_REFUSED_SAY: Words = brief(
    "本人確認のみの利用は\n認められていません。\n契約先の保険者の加入者かを\n確認するためのものです。",
    "Checking identity only is not allowed:\nthis is for insurers under contract.",
    "認められていません\n契約の確認用です",
    "Not allowed: only\nfor contracts",
);

// Another proof
pub(crate) const PAPERS: Words = brief("別の証明", "Another proof", "別の証明", "Other proof");
pub(crate) const PAPERS_UNDER: Words = words("見せてもらったもの", "what was shown");
pub(crate) const OTHER: Words = words("その他", "More");
pub(crate) const KEPT: Words = brief("記録しました", "Recorded", "記録しました", "Recorded");
pub(crate) const DETAILS: Words = brief("くわしい内容を見る", "Show the details", "くわしい内容", "Details");
pub(crate) const SPEAK: Words =
    brief("結果を読み上げる", "Read the result aloud", "読み上げる", "Read aloud");

pub(crate) fn fallback(kind: FallbackKind) -> Words {
    match kind {
        FallbackKind::MynaPortal => {
            brief("マイナポータル画面", "Myna Portal screen", "マイナポータル", "Myna Portal")
        }
        FallbackKind::Notice => brief("資格情報のお知らせ", "Eligibility notice", "お知らせ", "Notice"),
        FallbackKind::Certificate => {
            brief("資格確認書", "Eligibility certificate", "資格確認書", "Certificate")
        }
        FallbackKind::Later => brief("後日確認", "To be confirmed later", "後日確認", "Later"),
    }
}

/// In two or three characters, for lists.
pub(crate) fn fallback_mark(kind: FallbackKind) -> Words {
    match kind {
        FallbackKind::MynaPortal => words("ポータル", "Portal"),
        FallbackKind::Notice => words("お知らせ", "Notice"),
        FallbackKind::Certificate => words("確認書", "Cert."),
        FallbackKind::Later => words("後日", "Later"),
    }
}

// Looking back
pub(crate) const LOOKING: Words = brief("調べています", "Looking it up", "調べています", "Looking up");
pub(crate) const LOOKING_SAY: Words =
    brief("そのまま\nお待ちください", "Please wait", "お待ちください", "Please wait");
pub(crate) const RECALL_FAILED: Words =
    brief("表示できません", "Cannot be shown", "表示できません", "Not shown");
pub(crate) const NOT_DONE: Words = brief("できませんでした", "It did not work", "できません", "Not done");

/// The band over an earlier check, which must not be taken for a fresh one.
pub(crate) fn recalled(day: Date, source: Source) -> Words {
    let (from, from_en) = match source {
        Source::Centre => ("センター", "centre"),
        Source::Sealed => ("端末の控え", "this station"),
    };
    let (month, date) = (day.month(), day.day());
    Words::new(
        format!("控えの表示 {month}月{date}日の受付 {from}"),
        format!("LOOKED BACK, of {} ({from_en})", day.strftime("%Y-%m-%d")),
    )
    .or_brief(format!("控え{month}/{date}"), format!("OLD {month}/{date}"))
}

pub(crate) fn state(state: RowState) -> Words {
    match state {
        RowState::Waiting => brief("未確認", "Waiting", "未確認", "Wait"),
        RowState::Unacknowledged(outcome) => Words::same("!").then("", &self::outcome(outcome)),
        RowState::Settled(outcome) => self::outcome(outcome),
    }
}

pub(crate) fn outcome(outcome: Outcome) -> Words {
    match outcome {
        Outcome::Valid => brief("有効", "Valid", "有効", "Valid"),
        Outcome::NotCovered => brief("契約なし", "No contract", "契約なし", "NoCont"),
        Outcome::Invalid => brief("無効", "Invalid", "無効", "Inval."),
        Outcome::InvalidNewer => brief("無効・新資格", "Newer one", "新資格", "Newer"),
        Outcome::NoMatch => brief("該当なし", "None found", "該当なし", "None"),
        Outcome::Multiple => brief("複数該当", "Several", "複数", "Sev."),
        Outcome::Refused => brief("確認不可", "Refused", "不可", "Ref."),
        Outcome::TooOld => brief("時間切れ", "Too old", "時間切", "Old"),
        Outcome::Inconsistent => brief("取得失敗", "No result", "失敗", "Fail"),
    }
}

/// The word of a verdict beside its number, where three numbers share a row of the small display.
pub(crate) fn tally(word: Words) -> Words {
    match word.short(Language::Japanese) {
        "契約なし" => word.or_brief("契約無", "NoCont"),
        "該当なし" => word.or_brief("該当無", "None"),
        _ => word,
    }
}

/// What the list of checks is narrowed to.
pub(crate) fn searched(find: &Searched) -> Words {
    match find {
        Searched::Number(digits) => Words::new(format!("受付番号 {digits}"), format!("No. {digits}"))
            .or_brief(format!("番号{digits}"), format!("#{digits}")),
        Searched::Ticket(tail) => super::card::ticket(tail),
    }
}

// The numbers of the day
pub(crate) fn numbers(day: Date) -> Words {
    let (month, date) = (day.month(), day.day());
    Words::new(format!("{month}月{date}日の集計"), format!("Numbers of {}", day.strftime("%m-%d")))
        .or_brief(format!("{month}/{date}集計"), format!("{month}/{date}"))
}

pub(crate) const CHECKS: Words = words("受付", "Checks");
/// Everybody who was received: by a check and without a card.
pub(crate) fn sum(checks: u32, without_card: u32) -> Words {
    let all = checks.saturating_add(without_card);
    Words::new(
        format!("合計 {all}人（受付 {checks}・カードなし {without_card}）"),
        format!("{all} in all ({checks} checks, {without_card} without a card)"),
    )
    .or_brief(format!("計{all}人"), format!("{all} in all"))
}

pub(crate) const STILL_WAITING: Words = brief("送信待ち", "Waiting", "待ち", "Wait");
pub(crate) const TO_ACKNOWLEDGE: Words = brief("要対応", "Call", "要対応", "Call");
pub(crate) const WITHOUT_CARD: Words = brief("カードなし", "No card", "ｶｰﾄﾞ無", "NoCard");
pub(crate) const OTHER_PROOFS: Words = brief("別の証明", "Other proofs", "別証明", "Proof");
/// Those of people without a card are among them.
pub(crate) fn other_proofs(without_card: u32) -> Words {
    Words::new(
        format!("別の証明（うちカードなし {without_card}）"),
        format!("Other proofs ({without_card} of them without a card)"),
    )
}

pub(crate) const NOTHING_WAITS: Words =
    brief("送信待ちはありません", "Nothing waits", "待ちなし", "None waits");

pub(crate) const POWER_OFF: Words = brief("電源を切りますか", "Power off?", "電源を切る?", "Power off?");

pub(crate) fn power_off_say(waiting: u32) -> Words {
    if waiting == 0 {
        return Words::new("送信待ちはありません。\n電源を切れます。", "Nothing waits to be sent.")
            .or_brief("送信待ちはありません", "Nothing waits");
    }
    Words::new(
        format!("送信待ちが{waiting}件あります。\n消えずに残り、次に電源を\n入れたとき送信します。"),
        format!("{waiting} checks still wait.\nThey are kept and sent next time."),
    )
    .or_brief(format!("送信待ち{waiting}件は残ります"), format!("{waiting} waiting: kept"))
}

/// Nobody has dealt with them yet.
pub(crate) fn still_calls(late: u32) -> Words {
    Words::new(format!("要対応が{late}件残っています"), format!("{late} late verdicts are not dealt with"))
        .or_brief(format!("要対応が{late}件"), format!("{late} not dealt with"))
}

pub(crate) const POWERING_OFF: Words = brief("電源を切っています", "Powering off", "終了中", "Powering off");
pub(crate) const POWERING_OFF_SAY: Words = brief(
    "画面が消えるまで\n電源を抜かないでください",
    "Do not unplug before the screen is dark",
    "画面が消えるまで\n抜かないでください",
    "Do not unplug\nuntil it is dark",
);
