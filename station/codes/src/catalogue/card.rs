//! Codes of card and reader: `K10x` reader and contact, `K12x` kind of card or badge, `K13x` content, `K14x` PIN,
//! `K15x` refused by the card, `K16x` use without PIN.

super::catalogue! {
    K101 "the card left the reader during a command" {
        ja: "カードが途中で離れました。もう一度カードを置き、終わるまで動かさないでください。", ["カードが離れました", "置いて動かさない"];
        en: "The card was lifted too early. Put it back and do not move it until the reading has ended.", ["Card lifted too early", "Put it back, wait"];
    }
    K102 "no answer from the card within the command deadline" {
        ja: "カードが応答しません。カードを一度離し、置き直してください。", ["カードが応答しません", "カードを置き直す"];
        en: "The card does not respond. Lift it and put it back on the reader.", ["Card does not respond", "Put it back again"];
    }
    K103 "the reader or its driver failed" {
        ja: "カードリーダーで読み取れませんでした。カードを置き直してください。続くときはリーダーを差し直してください。", ["読み取れませんでした", "カードを置き直す"];
        en: "The reader could not read the card. Put the card back. If this happens again, unplug the reader and plug it in again.", ["Card was not read", "Put it back again"];
    }
    K104 "the smart card service (pcscd) is not running or was restarted" {
        ja: "カードリーダーの準備中です。少し待って、カードを置き直してください。", ["リーダーの準備中です", "待って置き直す"];
        en: "The card reader is getting ready. Wait a moment, then put the card back.", ["Reader is getting ready", "Wait, put it back"];
    }
    K105 "another program holds the card, exclusive access was refused" {
        ja: "カードがほかの処理で使われています。カードを置き直してください。続くときは技術担当に連絡してください。", ["カードが使用中です", "カードを置き直す"];
        en: "The card is being used by something else. Put the card back. If this happens again, contact technical support.", ["Card is in use elsewhere", "Put it back again"];
    }
    K106 "the card did not answer to reset: wrong way round, not a chip card, or broken" {
        ja: "カードを認識できません。カードの表裏と向きを確かめて、置き直してください。", ["カードを認識できません", "向きを見て置き直す"];
        en: "The card was not recognised. Check that it is the right way up and the right way round, and put it back.", ["Card not recognised", "Turn it, try again"];
    }
    K107 "request without a card on the reader" {
        ja: "カードがありません。カードを置いてください。", ["カードがありません", "カードを置く"];
        en: "There is no card. Put the card on the reader.", ["There is no card", "Put the card on"];
    }
    K108 "signature requested without an open session on the card" {
        ja: "カードをまだ読み取っていません。カードを置き直してください。", ["カードを未読み取りです", "カードを置き直す"];
        en: "The card has not been read yet. Put the card back.", ["Card not read yet", "Put it back again"];
    }
    K120 "the card has no JPKI application" {
        ja: "マイナンバーカードではありません。マイナンバーカードを置いてください。", ["別の種類のカードです", "マイナカードを置く"];
        en: "This is not a My Number card. Put a My Number card on the reader.", ["Not a My Number card", "Use My Number card"];
    }
    K121 "token information names the old resident-register card" {
        ja: "住民基本台帳カードは使えません。マイナンバーカードか、ほかの資格確認書類で確認してください。", ["住基カードは使えません", "別の方法で確認"];
        en: "A resident register card cannot be used here. Use a My Number card or another proof of insurance.", ["Old resident card", "Use another proof"];
    }
    K122 "token information names a phone" {
        ja: "スマートフォンはこの端末では使えません。マイナンバーカードか、ほかの資格確認書類で確認してください。", ["スマホは使えません", "別の方法で確認"];
        en: "A phone cannot be used with this device. Use a My Number card or another proof of insurance.", ["Phones do not work here", "Use another proof"];
    }
    K123 "token information names no known kind of token" {
        ja: "この端末では使えない種類のカードです。ほかの資格確認書類で確認してください。", ["使えない種類のカードです", "別の方法で確認"];
        en: "This kind of card cannot be used here. Use another proof of insurance.", ["Card cannot be used here", "Use another proof"];
    }
    K124 "the certificate file is absent or empty" {
        ja: "カードに利用者証明用電子証明書がありません。ほかの資格確認書類で確認してください。", ["電子証明書がありません", "別の方法で確認"];
        en: "This card has no electronic certificate for its holder. Use another proof of insurance.", ["Card has no certificate", "Use another proof"];
    }
    K125 "a My Number card was tapped as a staff badge" {
        ja: "マイナンバーカードは職員証に使えません。職員証のカードを置いてください。", ["マイナカードは使えません", "職員証を置く"];
        en: "A My Number card cannot be a staff badge. Put a staff badge card on the reader.", ["My Number is no badge", "Put a staff badge"];
    }
    K126 "the card's number is random: another one each time it is powered" {
        ja: "番号が毎回変わるカードは使えません。職員証には別のカードを使ってください。", ["番号が変わるカードです", "別のカードを使う"];
        en: "A card whose number changes each time cannot be used. Use another card as the staff badge.", ["Card number changes", "Use another card"];
    }
    K127 "the card or the reader gives no number by GET DATA (FF CA), or none of a known length" {
        ja: "このカードの番号を読み取れません。置き直してください。続くときは、職員証には別のカードを使ってください。", ["番号を読み取れません", "カードを置き直す"];
        en: "The number of this card cannot be read. Put the card back. If this happens again, use another card as the staff badge.", ["Card number not read", "Put it back again"];
    }
    K130 "the card gave fewer bytes than the certificate's header announces" {
        ja: "カードの読み取りが途中で終わりました。カードを置き直してください。続くときはほかの資格確認書類で確認してください。", ["途中で終わりました", "カードを置き直す"];
        en: "The reading of the card stopped half way. Put the card back. If this happens again, use another proof of insurance.", ["Reading stopped half way", "Put it back again"];
    }
    K131 "the certificate is malformed" {
        ja: "カードの電子証明書を読み取れません。カードを置き直してください。続くときはほかの資格確認書類で確認してください。", ["電子証明書を読めません", "カードを置き直す"];
        en: "The electronic certificate on the card cannot be read. Put the card back. If this happens again, use another proof of insurance.", ["Certificate not readable", "Put it back again"];
    }
    K132 "the certificate's header announces more bytes than are allowed" {
        ja: "カードの電子証明書を読み取れません。ほかの資格確認書類で確認してください。", ["電子証明書を読めません", "別の方法で確認"];
        en: "The electronic certificate on the card cannot be read. Use another proof of insurance.", ["Certificate not readable", "Use another proof"];
    }
    K133 "the card's answer has the wrong shape" {
        ja: "カードの応答が正しくありません。カードを置き直してください。続くときはほかの資格確認書類で確認してください。", ["カードの応答が不正です", "カードを置き直す"];
        en: "The card gave a wrong answer. Put the card back. If this happens again, use another proof of insurance.", ["Card answered wrongly", "Put it back again"];
    }
    K134 "the card's signature has the wrong length" {
        ja: "カードの署名が正しくありません。カードを置き直してください。続くときはほかの資格確認書類で確認してください。", ["カードの署名が不正です", "カードを置き直す"];
        en: "The signature of the card is not correct. Put the card back. If this happens again, use another proof of insurance.", ["Card signature is wrong", "Put it back again"];
    }
    K140 "wrong PIN, tries remain" {
        ja: "暗証番号が違います。残りの回数を確かめて、入力し直してください。", ["暗証番号が違います", "残りを見て再入力"];
        en: "The PIN is wrong. Check how many tries are left and enter it again.", ["PIN is wrong", "Enter it again"];
    }
    K141 "PIN is blocked or unusable (a face-authentication card answers the same)" {
        ja: "暗証番号がロックされています。目視確認に切り替えてください。顔認証カードも暗証番号は使えません。解除は市区町村の窓口です。", ["暗証番号がロック中です", "目視確認に切替"];
        en: "The PIN is locked. Change to checking by sight. A card for face recognition cannot be used with a PIN either. The local city office can unlock it.", ["PIN is locked", "Check by sight"];
    }
    K142 "the answer to VERIFY was lost; one try may have been spent" {
        ja: "暗証番号の確認結果が分かりません。カードを置き直し、残りの回数を確かめてください。", ["暗証番号の結果が不明です", "置いて残りを確認"];
        en: "It is not clear whether the PIN was right. Put the card back and check how many tries are left.", ["PIN result is not known", "Put it back, check"];
    }
    K150 "the card refused the command in its present state" {
        ja: "カードが処理を受け付けません。カードを置き直してください。", ["カードが受け付けません", "カードを置き直す"];
        en: "The card does not accept this now. Put the card back.", ["Card does not accept it", "Put it back again"];
    }
    K151 "a file or key is missing on the card" {
        ja: "カードに必要な情報がありません。ほかの資格確認書類で確認してください。", ["カードに情報がありません", "別の方法で確認"];
        en: "The card does not have the information that is needed. Use another proof of insurance.", ["Card lacks information", "Use another proof"];
    }
    K152 "the card does not support the command or its parameters" {
        ja: "この端末では使えないカードです。ほかの資格確認書類で確認してください。", ["使えないカードです", "別の方法で確認"];
        en: "This card cannot be used with this device. Use another proof of insurance.", ["Card cannot be used here", "Use another proof"];
    }
    K153 "the card reports an internal error" {
        ja: "カードの内部で問題が起きました。カードを置き直してください。続くときはほかの資格確認書類で確認してください。", ["カード内部の問題です", "カードを置き直す"];
        en: "The card has an internal problem. Put the card back. If this happens again, use another proof of insurance.", ["Problem inside the card", "Put it back again"];
    }
    K159 "the card answered with an unexpected status word" {
        ja: "カードの応答が正しくありません。カードを置き直してください。続くときはほかの資格確認書類で確認してください。", ["カードの応答が不正です", "カードを置き直す"];
        en: "The card gave a wrong answer. Put the card back. If this happens again, use another proof of insurance.", ["Card answered wrongly", "Put it back again"];
    }
    K160 "PIN-less card authentication needs a terminal certificate and an unpublished protocol; the device-bound statement is used instead" {
        ja: "この端末では暗証番号なしのカード認証はできません。目視確認では、この端末の署名を証拠に使います。", ["PINなし認証はできません", "目視は端末の署名"];
        en: "This device cannot check a card without its PIN. When checking by sight, it uses its own signature as evidence.", ["No card check without PIN", "Check by sight"];
    }
}
