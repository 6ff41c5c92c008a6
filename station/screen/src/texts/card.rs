//! Before there is a check: the ready screen, the reader, the card, the face, the PIN.

use super::{Words, brief, words};
use desk::PadPause;
use wire::{CertificateState, Method, Purpose};

pub(crate) const PLACE_CARD: Words = brief(
    "カードを\n置いてください",
    "Place the card\non the reader",
    "カードを\n置いてください",
    "Place card",
);
pub(crate) const TAKE_LAST_CARD: Words = brief(
    "前のカードを\n取ってください",
    "Take the last card\naway",
    "前のカードを\n取ってください",
    "Take last\ncard away",
);
pub(crate) const METHOD: Words = brief("本人認証", "Method", "認証", "Method");
pub(crate) const PURPOSE: Words = words("目的", "Purpose");
pub(crate) const READER: Words = brief("リーダー異常", "Card reader problem", "リーダー異常", "Reader");
pub(crate) const READER_ABSENT: Words = brief(
    "カードリーダーが\nつながっていません。\nUSBを差し直してください。",
    "No card reader.\nCheck the USB plug.",
    "つながっていません\nUSBを差し直す",
    "Not connected:\ncheck the USB plug",
);
pub(crate) const READER_FAULT: Words = brief(
    "カードリーダーが\n応答しません。\nUSBを差し直してください。",
    "The card reader does not answer.\nUnplug it and plug it in again.",
    "応答しません\nUSBを差し直す",
    "No answer: unplug,\nplug in again",
);
pub(crate) const READING: Words = brief("読み取り中", "Reading the card", "読み取り中", "Reading");
pub(crate) const HOLD_STILL: Words = brief(
    "カードを\n動かさないでください",
    "Do not move the card",
    "カードを\n動かさない",
    "Do not move\nthe card",
);
pub(crate) const COMPARE: Words = brief("顔の確認", "Compare the face", "顔の確認", "Face");
pub(crate) const COMPARE_ASK: Words = brief(
    "カードの写真と\n本人は同じ人ですか",
    "Is this the person\non the card?",
    "写真と本人は\n同じ人ですか",
    "Same person\nas the photo?",
);
pub(crate) const COMPARE_CARD: Words =
    words("カードは取って見てかまいません", "You may take the card to look at it");
pub(crate) const PIN: Words = brief("暗証番号", "PIN", "暗証番号", "PIN");
pub(crate) const PIN_ASK: Words =
    brief("4けたを入力してください", "Enter your 4 digits", "4けたを入力", "Enter 4 digits");
pub(crate) const PIN_WHEEL: Words =
    brief("▲▼で数字、OKで決定", "▲▼ turn the digit, OK takes it", "▲▼で数字", "Turn with ▲▼");
pub(crate) const PIN_SEND: Words = brief("OKを押してください", "Press OK", "OKを押す", "Press OK");
pub(crate) const PIN_WRONG: Words = brief("暗証番号が違います", "Wrong PIN", "番号が違います", "Wrong PIN");
pub(crate) const LAST_TRY: Words = brief("最後の1回", "Last try", "最後の1回", "Last try");
pub(crate) const LAST_TRY_ASK: Words = brief(
    "違うとロックされます。\n解除は市区町村の窓口だけです。\n本当に照合しますか",
    "A wrong PIN locks the card.\nOnly the municipality can unlock it.\nReally try?",
    "違うとロックします\n本当に照合しますか",
    "Wrong PIN locks it.\nReally try?",
);
pub(crate) const PAD_ASK: Words = brief(
    "カードリーダーのキーで\n4けたを入力し\n確定を押してください",
    "Enter your 4 digits on the\ncard reader's keys,\nthen its confirm key",
    "リーダーで4けた入力",
    "Type on the reader",
);
pub(crate) const PAD_LEAVE: Words = brief(
    "カードリーダーの\n取消キーを押してください\nそのあと、ここで入力します",
    "Press the cancel key\non the card reader.\nThen enter the PIN here.",
    "リーダーで取消を押す",
    "Cancel on the reader",
);
pub(crate) const LAST_TRY_PAD: Words = brief(
    "違うとロックされます。\n解除は市区町村の窓口だけです。\n本当に入力しますか",
    "A wrong PIN locks the card.\nOnly the municipality can unlock it.\nReally try?",
    "違うとロックします\n本当に入力しますか",
    "Wrong PIN locks it.\nReally try?",
);
pub(crate) const SIGNING: Words = brief("照合中", "The card checks the PIN", "照合中", "Checking");
pub(crate) const PIN_LOCKED: Words = brief("暗証番号ロック", "PIN locked", "番号ロック", "PIN locked");
pub(crate) const PIN_LOCKED_SAY: Words = brief(
    "暗証番号は使えません。\n解除は市区町村の窓口です。\n目視で続けられます。",
    "Only the municipality can unlock it.\nVisual check is possible.",
    "解除は市区町村窓口\n目視で続けられます",
    "Visual check is\npossible",
);
pub(crate) const NO_CHALLENGE: Words =
    brief("暗証番号 不可", "PIN not possible now", "番号 不可", "No PIN now");
pub(crate) const NO_CHALLENGE_SAY: Words = brief(
    "確認番号の手持ちがありません。\n回線が戻ると使えます。\n目視で続けられます。",
    "No challenges left until the line is back.\nVisual check is possible.",
    "回線が戻ると使えます\n目視で続けられます",
    "Until the line is\nback: visual check",
);
pub(crate) const CARD_PROBLEM: Words =
    brief("受付できません", "No check was made", "受付できません", "No check made");
pub(crate) const EXPIRED: Words = brief("期限切れ", "Certificate expired", "期限切れ", "Expired");
pub(crate) const EXPIRED_SAY: Words = brief(
    "電子証明書の期限から\n3か月を過ぎています。\n別の方法で確認してください。",
    "More than 3 months ago.\nUse another proof.",
    "3か月を過ぎています\n別の方法で確認",
    "3 months are over:\nuse another proof",
);
pub(crate) const NOT_YET: Words =
    brief("有効期間前", "Certificate not valid yet", "有効期間前", "Not yet valid");
pub(crate) const NOT_YET_SAY: Words = brief(
    "電子証明書がまだ有効では\nありません。\n別の方法で確認してください。",
    "It is not valid yet.\nUse another proof.",
    "まだ使えません\n別の方法で確認",
    "Use another proof",
);
pub(crate) const LAST_DAY: Words = brief("証明書の期限", "Certificate ended", "期限", "Ended");
pub(crate) const FIRST_DAY: Words = brief("証明書の開始", "Certificate begins", "開始", "Begins");

/// What is chosen for the day, as the chips name it.
pub(crate) fn method(method: Method) -> Words {
    match method {
        Method::Visual => brief("目視", "Visual", "目視", "Visual"),
        Method::Pin => brief("暗証番号", "PIN", "暗証", "PIN"),
    }
}

pub(crate) fn purpose(purpose: Purpose) -> Words {
    match purpose {
        Purpose::HealthCheckup => brief("特定健診", "Checkup", "健診", "Checkup"),
        Purpose::HealthGuidance => brief("特定保健指導", "Guidance", "保健指導", "Guidance"),
    }
}

/// The ticket that waits for the next card, by its last characters.
pub(crate) fn ticket_kept(tail: &str) -> Words {
    Words::new(
        format!("受診券 …{tail} を次の受付に付けます"),
        format!("Ticket …{tail} goes with the next card"),
    )
    .or_brief(format!("券{tail}"), format!("T{tail}"))
}

/// The ticket of the check at the desk.
pub(crate) fn ticket(tail: &str) -> Words {
    Words::new(format!("受診券 …{tail}"), format!("Ticket …{tail}"))
        .or_brief(format!("券{tail}"), format!("T{tail}"))
}

/// The warning that goes with a certificate; `None` when there is nothing to say.
pub(crate) fn certificate(state: CertificateState) -> Option<Words> {
    match state {
        CertificateState::EndsSoon => {
            Some(brief("証明書の更新が必要", "Certificate ends", "証明書更新要", "Renew cert."))
        }
        CertificateState::Grace => {
            Some(brief("証明書期限切れ：猶予中", "Certificate ended", "証明書切れ猶予", "Cert. in grace"))
        }
        CertificateState::Current | CertificateState::Expired | CertificateState::NotYet => None,
    }
}

/// Why the reader does not ask by itself, and what to do.
pub(crate) fn pad_rests(why: PadPause) -> Words {
    match why {
        PadPause::Wrong | PadPause::LastTry => brief(
            "暗証番号が違います。\nOKでもう一度\nリーダーに入力できます。",
            "Wrong PIN.\nOK lets the reader ask again.",
            "番号が違います",
            "Wrong PIN",
        ),
        PadPause::TimedOut => brief(
            "時間切れです。\n回数は減っていません。\nOKでもう一度入力できます。",
            "Time is up: no try was used.\nOK lets the reader ask again.",
            "時間切れ：回数そのまま",
            "Time is up",
        ),
        PadPause::Cancelled => brief(
            "取り消されました。\n回数は減っていません。\nOKでもう一度入力できます。",
            "Cancelled: no try was used.\nOK lets the reader ask again.",
            "取消：回数そのまま",
            "Cancelled",
        ),
        PadPause::WrongLength => brief(
            "4けたではありません。\n回数は減っていません。\nOKでもう一度入力できます。",
            "Not 4 digits: no try was used.\nOK lets the reader ask again.",
            "4けたではありません",
            "Not 4 digits",
        ),
    }
}

/// The same in one line, where something else must be said first; nothing when it goes without saying.
pub(crate) fn pad_rested(why: PadPause) -> Option<Words> {
    match why {
        PadPause::LastTry => None,
        PadPause::Wrong => Some(PIN_WRONG),
        PadPause::TimedOut => Some(brief("時間切れ", "Time is up", "時間切れ", "Time is up")),
        PadPause::Cancelled => Some(brief("取り消されました", "Cancelled", "取消", "Cancelled")),
        PadPause::WrongLength => {
            Some(brief("4けたではありません", "Not 4 digits", "4けたではない", "Not 4 digits"))
        }
    }
}

pub(crate) fn tries_left(left: u8) -> Words {
    Words::new(format!("残り{left}回"), format!("{left} left"))
}
