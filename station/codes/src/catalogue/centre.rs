//! Codes of the centre's judgement: `C1xx` requests, `C2xx` checks; the project's own range, as the national list is not
//! public.

super::catalogue! {
    C101 "request does not match the API description" {
        ja: "送信内容に誤りがあります。技術担当に連絡してください。", ["送信内容に誤り", "技術担当に連絡"];
        en: "What was sent is not correct. Contact technical support.", ["What was sent is wrong", "Call tech support"];
    }
    C102 "client certificate does not match a registered station, or the check names another station" {
        ja: "この端末は登録されていません。技術担当に連絡してください。", ["端末が未登録です", "技術担当に連絡"];
        en: "This device is not registered. Contact technical support.", ["Device not registered", "Call tech support"];
    }
    C103 "no check with this id for this station" {
        ja: "この受付は見つかりません。番号を確かめてください。", ["受付が見つかりません", "番号を確かめる"];
        en: "This check was not found. Look at the number again.", ["Check was not found", "Look at the number"];
    }
    C104 "check id was used before with other content" {
        ja: "同じ受付が別の内容で届いています。技術担当に連絡してください。", ["同じ受付が別の内容です", "技術担当に連絡"];
        en: "The same check has arrived with other content. Contact technical support.", ["Same check, other data", "Call tech support"];
    }
    C105 "result was deleted at the end of its retention" {
        ja: "保存期間を過ぎました。結果は表示できません。", ["保存期間を過ぎました", "表示できません"];
        en: "The time for keeping this is over. The result cannot be shown.", ["Kept time is over", "Cannot be shown"];
    }
    C106 "request body or batch is larger than the limit" {
        ja: "送信内容が大きすぎます。技術担当に連絡してください。", ["送信内容が大きすぎます", "技術担当に連絡"];
        en: "What was sent is too large. Contact technical support.", ["What was sent is too big", "Call tech support"];
    }
    C107 "rate limit; honour Retry-After" {
        ja: "混み合っています。そのままお待ちください。", ["混み合っています", "そのまま待つ"];
        en: "The centre is busy. Please wait.", ["The centre is busy", "Please wait"];
    }
    C108 "content type or content encoding is not supported" {
        ja: "送信形式に誤りがあります。技術担当に連絡してください。", ["送信形式に誤り", "技術担当に連絡"];
        en: "What was sent has a wrong format. Contact technical support.", ["Sent in a wrong format", "Call tech support"];
    }
    C150 "internal error of the centre" {
        ja: "センターに障害があります。別の方法で確認してください。", ["センターに障害あり", "別の方法で確認"];
        en: "The centre has a problem. Use another proof of insurance.", ["Centre has a problem", "Use another proof"];
    }
    C151 "the centre is temporarily unavailable; honour Retry-After" {
        ja: "センターが応答しません。そのままお待ちください。", ["センターが応答しません", "そのまま待つ"];
        en: "The centre does not respond. Please wait.", ["Centre does not respond", "Please wait"];
    }
    C201 "no known issuer's key verifies the certificate" {
        ja: "カードを確認できません。別の方法で確認してください。", ["カードを確認できません", "別の方法で確認"];
        en: "The card could not be confirmed. Use another proof of insurance.", ["Card not confirmed", "Use another proof"];
    }
    C202 "certificate expired more than three months before capture" {
        ja: "カードの電子証明書の期限が切れています。別の方法で確認してください。", ["電子証明書の期限切れ", "別の方法で確認"];
        en: "The electronic certificate of the card has expired. Use another proof of insurance.", ["Certificate has expired", "Use another proof"];
    }
    C203 "certificate is not yet valid at capture" {
        ja: "カードの電子証明書がまだ有効ではありません。別の方法で確認してください。", ["電子証明書は有効期間前", "別の方法で確認"];
        en: "The electronic certificate of the card is not valid yet. Use another proof of insurance.", ["Certificate not valid yet", "Use another proof"];
    }
    C204 "certificate is revoked" {
        ja: "カードの電子証明書は失効しています。別の方法で確認してください。", ["電子証明書は失効", "別の方法で確認"];
        en: "The electronic certificate of the card has been revoked. Use another proof of insurance.", ["Certificate is revoked", "Use another proof"];
    }
    C205 "not a user-authentication certificate, or not readable as a certificate" {
        ja: "カードを確認できません。別の方法で確認してください。", ["カードを確認できません", "別の方法で確認"];
        en: "The card could not be confirmed. Use another proof of insurance.", ["Card not confirmed", "Use another proof"];
    }
    C206 "signature over the challenge does not verify" {
        ja: "カードの署名を確認できません。別の方法で確認してください。", ["カードの署名は無効", "別の方法で確認"];
        en: "The signature of the card could not be confirmed. Use another proof of insurance.", ["Card signature not valid", "Use another proof"];
    }
    C207 "challenge was not given to this station" {
        ja: "確認番号が使えません。もう一度カードを置いてください。", ["確認番号が使えません", "もう一度置く"];
        en: "The number for this check cannot be used. Put the card on the reader again.", ["Check number not usable", "Put the card back"];
    }
    C208 "challenge was used by another check" {
        ja: "確認番号が使えません。もう一度カードを置いてください。", ["確認番号が使えません", "もう一度置く"];
        en: "The number for this check cannot be used. Put the card on the reader again.", ["Check number not usable", "Put the card back"];
    }
    C209 "challenge had expired at capture" {
        ja: "確認番号の期限が切れています。もう一度カードを置いてください。", ["確認番号の期限切れ", "もう一度置く"];
        en: "The number for this check has expired. Put the card on the reader again.", ["Check number has expired", "Put the card back"];
    }
    C210 "the terminal's statement does not verify with the station's key" {
        ja: "この端末の署名を確認できません。技術担当に連絡してください。", ["端末の署名は無効", "技術担当に連絡"];
        en: "The signature of this device could not be confirmed. Contact technical support.", ["Device signature invalid", "Call tech support"];
    }
    C220 "the centre does not accept deferred checks" {
        ja: "後からの確認は受け付けられません。別の方法で確認してください。", ["後からの確認は不可", "別の方法で確認"];
        en: "A check cannot be sent later. Use another proof of insurance.", ["Later checks not taken", "Use another proof"];
    }
    C221 "captured longer ago than the centre accepts" {
        ja: "時間がたちすぎて確認できません。別の方法で確認してください。", ["時間切れです", "別の方法で確認"];
        en: "Too much time has passed to confirm this. Use another proof of insurance.", ["Too much time has passed", "Use another proof"];
    }
    C999 "the centre used a code this version does not know" {
        ja: "センターで確認できません。別の方法で確認してください。", ["確認できません", "別の方法で確認"];
        en: "The centre cannot confirm this. Use another proof of insurance.", ["Centre cannot confirm", "Use another proof"];
    }
}
