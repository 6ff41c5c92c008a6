//! The texts of a failure in the few rows of the small display.

use super::Page;
use crate::layout::{sentences, technical};
use crate::scene::{Area, Style};
use crate::texts::{Status, Translate};
use desk::Failure;
use model::Language;

/// The texts of a failure for a small place: for staff in short words, for the technician the first clauses.
pub(super) fn fitting(page: &Page, area: Area, failure: &Failure, style: Style, code: bool) -> String {
    let parts = match page.language {
        Language::Japanese => short_sentences(&failure.staff),
        Language::English => clauses(failure),
    };
    let between = if page.language == Language::Japanese { "\n" } else { ", " };
    let mark = if code { format!(" {}", failure.code) } else { String::new() };
    let text = |parts: &[String]| format!("{}{mark}", parts.join(between));
    // As many of the first ones as fit, else what to do alone: the second of the sentences for staff.
    let first = (1..=parts.len()).rev().filter_map(|count| parts.get(..count));
    let first = if page.language == Language::Japanese {
        first.filter(|some| some.len() > 1).collect()
    } else {
        first.collect::<Vec<_>>()
    };
    let action = parts.get(1..2).filter(|_| page.language == Language::Japanese);
    let one = parts.get(..1);
    let whole =
        first.into_iter().chain(action).chain(one).map(text).find(|text| page.fits(area, text, style));
    // The card of codes says the rest.
    whole.unwrap_or_else(|| format!("{} {}", Status::SeeCode.short(page.language), failure.code))
}

/// Short forms for polite endings and long names, which do not fit on small displays.
const SHORTER: [(&str, &str); 26] = [
    ("マイナンバーカードか、", ""),
    ("ほかの資格確認書類で確認してください", "別の方法で確認"),
    ("別の方法で確認してください", "別の方法で確認"),
    ("別の方法で確認し、", "別の方法で確認、"),
    ("技術担当に連絡してください", "技術担当に連絡"),
    ("カードを置き直してください", "カードを置き直す"),
    ("もう一度カードを置いてください", "もう一度置く"),
    ("もう一度カードを置き、終わるまで動かさないでください", "もう一度置き、動かさない"),
    ("置き直してください", "置き直す"),
    ("置いてください", "置く"),
    ("差し直してください", "差し直す"),
    ("確かめてください", "確かめる"),
    ("切り替えてください", "切り替える"),
    ("し直してください", "し直す"),
    ("そのままお待ちください", "そのまま待つ"),
    ("確認してください", "確認"),
    ("のおそれがあります", "かもしれません"),
    ("カードの電子証明書", "電子証明書"),
    ("の期限が切れています", "の期限切れ"),
    ("がまだ有効ではありません", "は有効期間前"),
    ("は失効しています", "は失効"),
    ("後からの確認は受け付けられません", "後からの確認は不可"),
    ("時間がたちすぎて確認できません", "時間切れです"),
    ("の署名を確認できません", "の署名は無効"),
    ("誤りがあります", "誤り"),
    ("大きすぎます", "大きすぎ"),
];

/// Sentences without what can go without saying.
fn short_sentences(staff: &str) -> Vec<String> {
    let shorter = SHORTER.iter().fold(staff.to_owned(), |text, (long, short)| text.replace(long, short));
    sentences(&shorter).split('\n').map(|sentence| sentence.trim_end_matches('。').to_owned()).collect()
}

/// The technician's text by its clauses, without the code.
fn clauses(failure: &Failure) -> Vec<String> {
    let text = technical(failure);
    let text = text.strip_prefix(&*failure.code).unwrap_or(&text).trim_start_matches([':', ' ']);
    let text = text.replace(" (", "; ").replace(')', "").replace(", ", "; ").replace(": ", "; ");
    text.split("; ").map(str::to_owned).collect()
}
