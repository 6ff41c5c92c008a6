//! Codes of the way to the centre: `U1xx` identity and TLS, `U2xx` the centre, `U3xx` this station, `U40x` limits,
//! `U41x` looking up an earlier check.

super::catalogue! {
    U101 "[centre] url is not an https address" { OUT_OF_ORDER }
    U102 "[centre] ca cannot be read or holds no certificate" { OUT_OF_ORDER }
    U103 "[centre] certificate cannot be read or holds none" { OUT_OF_ORDER }
    U104 "[centre] key cannot be read or holds none" { OUT_OF_ORDER }
    U105 "[centre] key and certificate do not belong together" { OUT_OF_ORDER }
    U106 "[centre] a number is out of its range" { OUT_OF_ORDER }
    U111 "the centre's certificate has expired, or our clock is far ahead" {
        ja: "センターの証明書の期限が切れています。技術担当に連絡してください。", ["センター証明書の期限切れ", "技術担当に連絡"];
        en: "The centre's certificate has expired. Contact technical support.", ["Centre's cert. expired", "Call tech support"];
    }
    U112 "the centre's certificate is not valid yet, or our clock is far behind" {
        ja: "端末の時計が遅れているおそれがあります。技術担当に連絡してください。", ["時計の遅れかもしれません", "技術担当に連絡"];
        en: "The clock of this device may be slow. Contact technical support.", ["Clock may be slow", "Call tech support"];
    }
    U113 "the centre's certificate was not issued by [centre] ca" {
        ja: "センターを確認できません。技術担当に連絡してください。", ["センターを確認できません", "技術担当に連絡"];
        en: "It is not certain that this is the centre. Contact technical support.", ["Centre is not certain", "Call tech support"];
    }
    U114 "the centre's certificate is for another name" {
        ja: "センターを確認できません。技術担当に連絡してください。", ["センターを確認できません", "技術担当に連絡"];
        en: "It is not certain that this is the centre. Contact technical support.", ["Centre is not certain", "Call tech support"];
    }
    U115 "TLS with the centre failed" {
        ja: "センターと安全に接続できません。技術担当に連絡してください。", ["安全に接続できません", "技術担当に連絡"];
        en: "There is no safe connection to the centre. Contact technical support.", ["No safe connection", "Call tech support"];
    }
    U121 "the centre says that our certificate has expired" {
        ja: "端末の証明書の期限が切れています。技術担当に連絡してください。", ["端末の証明書の期限切れ", "技術担当に連絡"];
        en: "The certificate of this device has expired. Contact technical support.", ["Device cert. has expired", "Call tech support"];
    }
    U122 "the centre does not know the issuer of our certificate" {
        ja: "端末の証明書が受け付けられません。技術担当に連絡してください。", ["端末の証明書が使えません", "技術担当に連絡"];
        en: "The centre does not accept the certificate of this device. Contact technical support.", ["Device cert. not accepted", "Call tech support"];
    }
    U123 "the centre says that our certificate is revoked" {
        ja: "端末の証明書は失効しています。技術担当に連絡してください。", ["端末の証明書は失効です", "技術担当に連絡"];
        en: "The certificate of this device has been revoked. Contact technical support.", ["Device cert. is revoked", "Call tech support"];
    }
    U201 "the centre's answer is not what the API describes" {
        ja: "センターの応答が正しくありません。別の方法で確認してください。", ["センターの応答が不正です", "別の方法で確認"];
        en: "The centre gave a wrong answer. Use another proof of insurance.", ["Centre answered wrongly", "Use another proof"];
    }
    U202 "the centre is broken or overloaded" {
        ja: "センターが混み合っています。そのままお待ちください。", ["センターの混雑です", "そのまま待つ"];
        en: "The centre is busy. Please wait.", ["The centre is busy", "Please wait"];
    }
    U203 "the centre does not let this station in" {
        ja: "この端末は登録されていません。技術担当に連絡してください。", ["端末が未登録です", "技術担当に連絡"];
        en: "This device is not registered. Contact technical support.", ["Device not registered", "Call tech support"];
    }
    U204 "the centre will not take a check; it is kept and tried slowly" {
        ja: "センターが受け付けない確認があります。技術担当に連絡してください。", ["受け付けない確認あり", "技術担当に連絡"];
        en: "The centre does not accept some checks. Contact technical support.", ["Some checks refused", "Call tech support"];
    }
    U205 "the address answers, but not with this API" {
        ja: "センターの設定に誤りがあります。技術担当に連絡してください。", ["センターの設定の誤り", "技術担当に連絡"];
        en: "The settings for the centre are wrong. Contact technical support.", ["Centre settings wrong", "Call tech support"];
    }
    U301 "the journal did not do what was asked" {
        ja: "端末の記録装置に障害があります。技術担当に連絡してください。", ["記録装置に障害あり", "技術担当に連絡"];
        en: "The storage of this device has a problem. Contact technical support.", ["Storage has a problem", "Call tech support"];
    }
    U402 "the byte limit with its reserve is used up" {
        ja: "今日の通信量の上限に達しました。技術担当に連絡してください。", ["今日の通信量の上限です", "技術担当に連絡"];
        en: "Today's limit for data has been reached. Contact technical support.", ["Data limit for today", "Call tech support"];
    }
    U411 "no answer from the centre" {
        ja: "センターにつながりません。通信が戻ってからもう一度さがしてください。", ["センターにつながりません", "通信後もう一度"];
        en: "The centre cannot be reached. Look it up again when the line is back.", ["Centre not reached", "Retry when online"];
    }
    U412 "the centre does not show it: retention over, or not of this station" {
        ja: "センターに結果が残っていません。もう一度カードで確認してください。", ["結果が残っていません", "カードで確認し直す"];
        en: "The centre no longer has the result. Check again with the card.", ["Result is gone", "Check by card again"];
    }
    U413 "the check is in the backlog and was not settled yet" {
        ja: "まだ送信されていません。結果が届くまでお待ちください。", ["まだ送信されていません", "結果を待つ"];
        en: "This has not been sent yet. Please wait until the result comes.", ["Not sent yet", "Wait for the result"];
    }
}
