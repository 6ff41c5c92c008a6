//! Settings, the diagnosis, the self-test.

use super::{Words, brief, words};
use desk::{DiagnosisItem, LampColour, Pref};
use model::Language;
use wire::ReaderState;

/// A setting's name.
pub(crate) fn pref(pref: Pref) -> Words {
    match pref {
        Pref::Volume(_) => words("音量", "Volume"),
        Pref::Brightness(_) => brief("明るさ", "Brightness", "明るさ", "Light"),
        Pref::Language(_) => words("ことば", "Language"),
    }
}

/// Its value: steps of five are drawn and told.
pub(crate) fn pref_value(pref: Pref) -> Words {
    match pref {
        Pref::Volume(0) => words("なし", "Off"),
        Pref::Volume(level) | Pref::Brightness(level) => Words::same(format!("{level}/5")),
        Pref::Language(Language::Japanese) => Words::same("日本語"),
        Pref::Language(Language::English) => Words::same("English"),
    }
}

pub(crate) const DIAGNOSIS: Words = brief("機器の点検", "Diagnosis", "機器の点検", "Diagnosis");
pub(crate) const COLLECTING: Words = brief("調べています", "Being collected", "調べています", "Collecting");
pub(crate) const SELF_TEST: Words = brief("動作を試す", "Self-test", "試す", "Test");

pub(crate) fn item(item: DiagnosisItem) -> Words {
    match item {
        DiagnosisItem::Reader => brief("リーダー", "Reader", "リーダー", "Reader"),
        DiagnosisItem::ExtendedApdu => brief("拡張APDU", "Ext. APDU", "拡張APDU", "Ext.APDU"),
        DiagnosisItem::PinPad => brief("リーダーのキー", "Reader keys", "ﾘｰﾀﾞｰｷｰ", "Rdr keys"),
        DiagnosisItem::Software => brief("版", "Version", "版", "Version"),
        DiagnosisItem::Address => brief("アドレス", "Address", "アドレス", "Address"),
        DiagnosisItem::Line => words("回線", "Line"),
        DiagnosisItem::Disk => brief("ディスク", "Disk", "ディスク", "Disk"),
        DiagnosisItem::Temperature => brief("温度", "Temp.", "温度", "Temp."),
        DiagnosisItem::Power => words("電源", "Power"),
        DiagnosisItem::Clock => words("時計", "Clock"),
        DiagnosisItem::CentreCertificate => brief("センター証明書", "Centre cert.", "証明書", "Cert."),
        DiagnosisItem::FleetCertificate => brief("本部証明書", "Fleet cert.", "本部証", "FleetCrt"),
        DiagnosisItem::Broker => brief("本部との接続", "Broker", "本部", "Broker"),
        DiagnosisItem::Book => brief("確認番号", "Challenges", "確認番号", "Book"),
        DiagnosisItem::Journal => brief("記録", "Journal", "記録", "Journal"),
        DiagnosisItem::Keypad => brief("テンキー", "Keypad", "テンキー", "Keypad"),
        DiagnosisItem::Scanner => brief("スキャナー", "Scanner", "スキャナ", "Scanner"),
        DiagnosisItem::Display => words("画面", "Display"),
        DiagnosisItem::Buttons => words("ボタン", "Buttons"),
        DiagnosisItem::Speech => brief("読み上げ", "Speech", "読上げ", "Speech"),
    }
}

pub(crate) const PATTERN: Words = brief(
    "画面：色と枠が全部見えますか",
    "All colours and the border?",
    "枠が全部見えますか",
    "Whole border?",
);
pub(crate) const KEYS: Words = brief("キーの確認", "Keys", "キー", "Keys");
pub(crate) const KEYS_SAY: Words =
    brief("キーを押すと表示します", "Press keys: each is shown", "キーを押してください", "Press keys");
pub(crate) const KEYS_LEAVE: Words = brief(
    "OK 2回で次へ・戻る 2回で終わり",
    "OK twice: next, Back twice: end",
    "OK2回で次へ",
    "OK twice: next",
);
pub(crate) const LAMP: Words = brief("ランプの確認", "Lamp", "ランプ", "Lamp");
pub(crate) const BUZZER: Words = brief("ブザーの確認", "Buzzer", "ブザー", "Buzzer");
pub(crate) const BUZZER_SAY: Words =
    brief("音が聞こえますか", "Do you hear it?", "聞こえますか", "Do you hear it?");
pub(crate) const AGAIN: Words = brief("もう一度", "Again", "再度", "Again");
pub(crate) const READER: Words = brief("リーダーの確認", "Card reader", "リーダー", "Reader");
pub(crate) const END: Words = words("終わる", "End");

pub(crate) fn lamp(colour: LampColour) -> Words {
    match colour {
        LampColour::Red => brief("ランプは赤ですか", "Is the lamp red?", "赤ですか", "Red?"),
        LampColour::Amber => brief("ランプは黄ですか", "Is the lamp amber?", "黄ですか", "Amber?"),
        LampColour::Green => brief("ランプは緑ですか", "Is the lamp green?", "緑ですか", "Green?"),
    }
}

pub(crate) fn reader(state: ReaderState, card: bool) -> Words {
    match (state, card) {
        (ReaderState::Absent, _) => {
            brief("リーダーがつながっていません", "No reader", "つながっていません", "No reader")
        }
        (ReaderState::Fault, _) => {
            brief("リーダーが応答しません", "The reader does not answer", "応答しません", "No answer")
        }
        (ReaderState::Ready, true) => brief(
            "カードがあります\n取ってください",
            "A card is there.\nTake it away.",
            "カードあり",
            "Card is there",
        ),
        (ReaderState::Ready, false) => brief(
            "カードを\n置いてみてください",
            "Put any card\non the reader",
            "カードを置く",
            "Put a card on",
        ),
    }
}

/// Codes that came from the scanner.
pub(crate) fn scans(count: u32) -> Words {
    Words::new(format!("スキャン {count}回"), format!("{count} scanned"))
        .or_brief(format!("券{count}"), format!("Sc{count}"))
}
