//! Codes of the reception: `D1xx` card and PIN, `D2xx` no answer in time, `D30x` wrong answers, `D31x` devices.

super::catalogue! {
    D101 "no answer from the card reader's thread in time" {
        ja: "カードリーダーが応答しません。カードを置き直してください。", ["リーダーが応答しません", "カードを置き直す"];
        en: "The card reader does not respond. Put the card back.", ["Reader does not respond", "Put the card back"];
    }
    D102 "card removed before the evidence was complete" {
        ja: "読み取り中にカードが離れました。もう一度置いてください。", ["カードが離れました", "もう一度置く"];
        en: "The card was lifted while it was being read. Put it back.", ["Card was lifted too early", "Put it back again"];
    }
    D103 "no key within the entry time" {
        ja: "操作がないため中止しました。もう一度カードを置いてください。", ["操作なしで中止しました", "もう一度置く"];
        en: "This was stopped because no key was pressed. Put the card on the reader again.", ["Stopped: no key pressed", "Put the card back"];
    }
    D104 "the card did not tell the PIN tries left" {
        ja: "暗証番号の残り回数を読めません。目視で確認してください。", ["PINの残り回数が不明です", "目視で確認"];
        en: "The number of PIN tries left cannot be read. Check by sight.", ["PIN tries not known", "Check by sight"];
    }
    D105 "wrong PIN, and the card was removed meanwhile" {
        ja: "暗証番号が違います（残り…回）。もう一度カードを置いてください。", ["PIN違い（残り…回）", "もう一度置く"];
        en: "The PIN is wrong (tries left: …). Put the card on the reader again.", ["PIN wrong (tries left …)", "Put the card back"];
    }
    D106 "stopped while the reader asks for a PIN; it ends by its own keys or time" {
        ja: "中止しました。カードリーダーの取消キーを押してください。", ["中止しました", "取消キーを押す"];
        en: "This was stopped. Press the cancel key on the card reader.", ["Stopped", "Cancel on reader"];
    }
    D201 "no answer from the journal in time" {
        ja: "受付を保存できたか不明です。もう一度カードを置いてください。", ["保存できたか不明です", "もう一度置く"];
        en: "It is not clear whether the check was saved. Put the card on the reader again.", ["Not sure it was saved", "Put the card back"];
    }
    D202 "no answer from the journal to a passcode in time" {
        ja: "パスコードを確認できません。もう一度入力してください。", ["パスコード確認できません", "もう一度入力"];
        en: "The passcode could not be checked. Enter it again.", ["Passcode not checked", "Enter it again"];
    }
    D203 "no answer from the journal to another proof in time" {
        ja: "記録できたか不明です。もう一度記録してください。", ["記録できたか不明です", "もう一度記録"];
        en: "It is not clear whether this was recorded. Record it again.", ["Not sure it was recorded", "Record it again"];
    }
    D204 "no list, numbers or diagnosis in time" {
        ja: "読み出せませんでした。しばらくしてからもう一度開いてください。", ["読み出せませんでした", "後でもう一度開く"];
        en: "This could not be loaded. Open it again in a little while.", ["Could not be loaded", "Try again later"];
    }
    D205 "neither journal nor centre answered a look-up in time" {
        ja: "控えの回答がありません。しばらくしてからもう一度開いてください。", ["控えの回答がありません", "後でもう一度開く"];
        en: "There is no answer about this earlier check. Open it again in a little while.", ["No answer about it", "Try again later"];
    }
    D206 "no answer from the journal to adding staff in time" {
        ja: "職員を追加できたか不明です。技術担当に連絡してください。", ["職員の追加が不明です", "技術担当に連絡"];
        en: "It is not clear whether the staff member was added. Contact technical support.", ["Not sure staff was added", "Call tech support"];
    }
    D301 "the answer contradicts itself; it is never shown as valid" {
        ja: "センターの回答が食い違っています。別の方法で確認してください。", ["回答が食い違っています", "別の方法で確認"];
        en: "The centre's answer contradicts itself. Use another proof of insurance.", ["Answer is contradictory", "Use another proof"];
    }
    D302 "the look-up was answered with another check" {
        ja: "控えの回答が正しくありません。技術担当に連絡してください。", ["控えの回答が不正です", "技術担当に連絡"];
        en: "The answer about this earlier check is not correct. Contact technical support.", ["Wrong answer about it", "Call tech support"];
    }
    D311 "the USB numeric keypad is away or does not answer" {
        ja: "テンキーが外れています。差し直してください。", ["テンキーが外れています", "差し直す"];
        en: "The number pad is unplugged. Plug it in again.", ["Number pad is unplugged", "Plug it in again"];
    }
    D312 "the USB barcode scanner is away or does not answer" {
        ja: "バーコードリーダーが外れています。差し直してください。", ["スキャナーが外れています", "差し直す"];
        en: "The barcode reader is unplugged. Plug it in again.", ["Scanner is unplugged", "Plug it in again"];
    }
    D313 "the GPIO buttons do not answer" {
        ja: "ボタンが応答しません。技術担当に連絡してください。", ["ボタンが応答しません", "技術担当に連絡"];
        en: "The buttons do not respond. Contact technical support.", ["Buttons do not respond", "Call tech support"];
    }
    D314 "the GPIO matrix keypad does not answer" {
        ja: "キーパッドが応答しません。技術担当に連絡してください。", ["キーパッドが応答しません", "技術担当に連絡"];
        en: "The keypad does not respond. Contact technical support.", ["Keypad does not respond", "Call tech support"];
    }
}
