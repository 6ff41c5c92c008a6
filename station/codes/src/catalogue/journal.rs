//! Codes of the journal: `J1xx` operations, `J2xx` a check that was not saved, `J3xx` damage.

super::catalogue! {
    J101 "the key file cannot be used" { OUT_OF_ORDER }
    J102 "the journal was sealed with another master key; the file was left untouched" { OUT_OF_ORDER }
    J103 "the journal is in use by another process" {
        ja: "端末が二重に起動しています。技術担当に連絡してください。", ["端末が二重に起動中です", "技術担当に連絡"];
        en: "This device was started twice. Contact technical support.", ["Device started twice", "Call tech support"];
    }
    J104 "a file of the journal cannot be used" {
        ja: "保存できません。別の方法で確認し、技術担当に連絡してください。", ["保存できません", "別の方法、技術担当"];
        en: "Nothing can be saved. Use another proof of insurance and contact technical support.", ["Cannot save", "Other proof, tech"];
    }
    J105 "the journal was made by a newer version; the file was left untouched" { OUT_OF_ORDER }
    J106 "SQLite refused" {
        ja: "保存できません。別の方法で確認し、技術担当に連絡してください。", ["保存できません", "別の方法、技術担当"];
        en: "Nothing can be saved. Use another proof of insurance and contact technical support.", ["Cannot save", "Other proof, tech"];
    }
    J107 "the disk is full" {
        ja: "端末の空き容量がありません。別の方法で確認し、技術担当に連絡してください。", ["空き容量がありません", "別の方法、技術担当"];
        en: "There is no space left on this device. Use another proof of insurance and contact technical support.", ["No space on this device", "Other proof, tech"];
    }
    J108 "a sealed field does not open: damaged after it was written" {
        ja: "記録の一部が読めません。技術担当に連絡してください。", ["記録の一部が読めません", "技術担当に連絡"];
        en: "A part of the records cannot be read. Contact technical support.", ["Some records unreadable", "Call tech support"];
    }
    J109 "the journal was closed" {
        ja: "保存できません。別の方法で確認し、技術担当に連絡してください。", ["保存できません", "別の方法、技術担当"];
        en: "Nothing can be saved. Use another proof of insurance and contact technical support.", ["Cannot save", "Other proof, tech"];
    }
    J110 "no such check" {
        ja: "この受付は見つかりません。番号を確かめてください。", ["受付が見つかりません", "番号を確かめる"];
        en: "This check was not found. Look at the number again.", ["Check was not found", "Look at the number"];
    }
    J111 "the check was settled before with another content; the first settlement stands" {
        ja: "記録が食い違っています。技術担当に連絡してください。", ["記録が食い違っています", "技術担当に連絡"];
        en: "The records contradict each other. Contact technical support.", ["Records contradict", "Call tech support"];
    }
    J112 "the check is not in the state that this step begins from" {
        ja: "記録が食い違っています。技術担当に連絡してください。", ["記録が食い違っています", "技術担当に連絡"];
        en: "The records contradict each other. Contact technical support.", ["Records contradict", "Call tech support"];
    }
    J113 "no such staff member" {
        ja: "この職員は登録されていません。一覧から選び直してください。", ["登録のない職員です", "一覧から選び直す"];
        en: "This staff member is not registered. Choose again from the list.", ["Staff not registered", "Choose again"];
    }
    J114 "the badge belongs to another staff member" {
        ja: "このカードは別の職員が使っています。別のカードを置いてください。", ["別の職員のカードです", "別のカードを置く"];
        en: "Another staff member uses this card. Put another card on the reader.", ["Card of another person", "Use another card"];
    }
    J115 "there are as many staff members as can be kept; remove one first" {
        ja: "職員をこれ以上登録できません。使わない職員を消してください。", ["職員をもう登録できません", "使わない職員を消す"];
        en: "No more staff members can be registered. Remove those that are not needed.", ["Staff list is full", "Remove someone"];
    }
    J116 "not a usable label: empty, too long, or with control characters" {
        ja: "名前が長すぎるか、使えない文字があります。入れ直してください。", ["使えない名前です", "入れ直す"];
        en: "The name is too long or has characters that cannot be used. Enter it again.", ["Name cannot be used", "Enter it again"];
    }
    J201 "the journal is full" {
        ja: "送信待ちがいっぱいです。回線がつながるまで別の方法で確認してください。", ["送信待ちがいっぱいです", "別の方法で確認"];
        en: "Too many checks are waiting to be sent. Use another proof of insurance until the line is back.", ["Too many checks waiting", "Use another proof"];
    }
    J202 "the disk is full; the check was not saved" {
        ja: "端末の空き容量がありません。別の方法で確認し、技術担当に連絡してください。", ["空き容量がありません", "別の方法、技術担当"];
        en: "There is no space left on this device. Use another proof of insurance and contact technical support.", ["No space on this device", "Other proof, tech"];
    }
    J203 "the check id was used before for other content" {
        ja: "同じ受付が別の内容で届きました。もう一度カードを置いてください。", ["同じ受付が別の内容です", "もう一度置く"];
        en: "The same check came with other content. Put the card on the reader again.", ["Same check, other data", "Put the card back"];
    }
    J301 "the journal was damaged and set aside" { log_only }
    J302 "a record of a damaged journal could not be carried over" { log_only }
    J303 "a row of a damaged journal was left behind" { log_only }
    J304 "a damaged journal could not be read to its end, or its schema could not be put right" { log_only }
    J305 "the access log does not go as far as it did, or its mark is gone" { log_only }
}
