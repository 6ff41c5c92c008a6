//! Codes of the station: `S10x` start and commands, `S11x` journal as found, `S12x` to `S15x` conditions, `S18x` and `S19x`
//! parts that ended, `S2xx` signing, `S3xx` fonts, `S4xx` orders, `S5xx` speech.

super::catalogue! {
    S100 "the station cannot start" { OUT_OF_ORDER }
    S101 "the configuration cannot be used" { OUT_OF_ORDER }
    S102 "the list of insurers under contract cannot be used" { OUT_OF_ORDER }
    S103 "[journal] key: no master key" { OUT_OF_ORDER }
    S104 "[station] data: the folder cannot be used" { OUT_OF_ORDER }
    S105 "[board] socket: cannot be made" { OUT_OF_ORDER }
    S106 "a passcode is not 4 to 12 digits, or was not typed the same way twice" { log_only }
    S107 "there is no journal yet" { log_only }
    S110 "the journal was damaged and set aside" {
        ja: "記録が壊れていたため新しくしました。技術担当に連絡してください。", ["記録を新しくしました", "技術担当に連絡"];
        en: "The records were damaged and have been started anew. Contact technical support.", ["Records started anew", "Call tech support"];
    }
    S111 "checks whose seal does not open; they are kept" {
        ja: "読めない受付が…件あります。技術担当に連絡してください。", ["読めない受付…件", "技術担当に連絡"];
        en: "Some checks cannot be read (…). Contact technical support.", ["Unreadable checks: …", "Call tech support"];
    }
    S120 "the centre's clock and ours differ by more than two minutes" {
        ja: "端末の時計がずれています。技術担当に連絡してください。", ["時計がずれています", "技術担当に連絡"];
        en: "The clock of this device is wrong. Contact technical support.", ["The clock is wrong", "Call tech support"];
    }
    S130 "no card reader" {
        ja: "カードリーダーがつながっていません。USBを差し直してください。", ["カードリーダーなし", "USBを差し直す"];
        en: "No card reader is connected. Unplug its USB plug and plug it in again.", ["No card reader", "Plug USB in again"];
    }
    S131 "the card reader or its service does not answer" {
        ja: "カードリーダーが応答しません。USBを差し直してください。", ["リーダーが応答しません", "USBを差し直す"];
        en: "The card reader does not respond. Unplug its USB plug and plug it in again.", ["Reader does not respond", "Plug USB in again"];
    }
    S140 "less than 200 MB are free on the disk with the journal" {
        ja: "記録装置の空きが少なくなりました。技術担当に連絡してください。", ["空きが少なくなりました", "技術担当に連絡"];
        en: "There is little space left in the storage. Contact technical support.", ["Little space left", "Call tech support"];
    }
    S141 "the file system with the journal is mounted read-only" {
        ja: "記録装置に書き込めません。別の方法で確認し、技術担当に連絡してください。", ["記録装置に書けません", "別の方法、技術担当"];
        en: "Nothing can be written to the storage. Use another proof of insurance and contact technical support.", ["Storage not writable", "Other proof, tech"];
    }
    S142 "undervoltage, as firmware or voltage monitor tell" {
        ja: "電源の電圧が足りません。電源とケーブルを確かめてください。", ["電源の電圧不足です", "電源とケーブル確認"];
        en: "The power is too weak. Check the power supply and its cable.", ["Power is too weak", "Check power, cable"];
    }
    S143 "the processor has 80 degrees Celsius or more" {
        ja: "端末が熱くなっています。日陰の風通しのよい所に移してください。", ["端末が熱くなっています", "日陰に移す"];
        en: "The device is too hot. Move it to a shady place with fresh air.", ["Device is too hot", "Move it to shade"];
    }
    S144 "the clock was not synchronised for 15 minutes" {
        ja: "時計が合わせられていません。通信を確かめ、技術担当に連絡してください。", ["時計が合っていません", "通信確認、技術担当"];
        en: "The clock has not been set. Check the line and contact technical support.", ["The clock is not set", "Check line, call"];
    }
    S150 "the certificate for the centre ends within 30 days" {
        ja: "センター用の証明書の期限が近づいています。技術担当に連絡してください。", ["センター用証明書期限近い", "技術担当に連絡"];
        en: "The certificate for the centre expires soon. Contact technical support.", ["Centre cert. ends soon", "Call tech support"];
    }
    S151 "the certificate for the centre has ended" {
        ja: "センター用の証明書の期限が切れました。技術担当に連絡してください。", ["センター用証明書期限切れ", "技術担当に連絡"];
        en: "The certificate for the centre has expired. Contact technical support.", ["Centre cert. has ended", "Call tech support"];
    }
    S152 "the certificate for the fleet's broker ends within 30 days" {
        ja: "運行管理用の証明書の期限が近づいています。技術担当に連絡してください。", ["運行管理証明書期限近い", "技術担当に連絡"];
        en: "The certificate for fleet management expires soon. Contact technical support.", ["Fleet cert. ends soon", "Call tech support"];
    }
    S153 "the certificate for the fleet's broker has ended" {
        ja: "運行管理用の証明書の期限が切れました。技術担当に連絡してください。", ["運行管理証明書期限切れ", "技術担当に連絡"];
        en: "The certificate for fleet management has expired. Contact technical support.", ["Fleet cert. has ended", "Call tech support"];
    }
    S188 "the journal's thread for passcodes ended" { log_only }
    S189 "lines of the log were dropped: its reader is too slow" { log_only }
    S190 "a part of the station panicked; it ends and is started afresh" { log_only }
    S191 "the desk's loop ended" { log_only }
    S192 "the panel's thread ended" { log_only }
    S193 "the journal's writer ended" { log_only }
    S194 "the uplink ended" { log_only }
    S195 "the reporter ended" { log_only }
    S196 "a part of the station did not end in time at the stop" { log_only }
    S197 "a part of the station does not answer" { log_only }
    S198 "the card reader's thread ended" { log_only }
    S199 "the journal's reader ended" { log_only }
    S201 "[centre] key: not a PKCS#8 P-256 key" { OUT_OF_ORDER }
    S210 "the evidence could not be made: no signature for this check" {
        ja: "端末が署名できません。技術担当に連絡してください。", ["端末が署名できません", "技術担当に連絡"];
        en: "This device cannot sign. Contact technical support.", ["Device cannot sign", "Call tech support"];
    }
    S301 "a font cannot be read" { OUT_OF_ORDER }
    S302 "a file is no font" { OUT_OF_ORDER }
    S303 "no font is configured" { OUT_OF_ORDER }
    S304 "a fall-back font is left out" { log_only }
    S401 "the panel did not take an order" { log_only }
    S411 "[power] off: the command failed; the station starts again" { log_only }
    S501 "speech: program, voice or dictionary is missing" {
        ja: "読み上げの準備ができていません。技術担当に連絡してください。", ["読み上げの準備ができず", "技術担当に連絡"];
        en: "Reading aloud is not set up. Contact technical support.", ["Reading aloud not set up", "Call tech support"];
    }
    S502 "speech: the program cannot be run or ended with an error" {
        ja: "読み上げができませんでした。画面を見て伝えてください。", ["読み上げできませんでした", "画面を見て伝える"];
        en: "The text could not be read aloud. Show or explain what is on the screen.", ["Could not read aloud", "Show the screen"];
    }
    S503 "speech: no sound within the time limit" {
        ja: "読み上げができませんでした。画面を見て伝えてください。", ["読み上げできませんでした", "画面を見て伝える"];
        en: "The text could not be read aloud. Show or explain what is on the screen.", ["Could not read aloud", "Show the screen"];
    }
    S504 "speech: the program gave no usable sound" {
        ja: "読み上げができませんでした。画面を見て伝えてください。", ["読み上げできませんでした", "画面を見て伝える"];
        en: "The text could not be read aloud. Show or explain what is on the screen.", ["Could not read aloud", "Show the screen"];
    }
    S505 "speech: nothing to say" {
        ja: "この画面は読み上げできません。画面を見て伝えてください。", ["読み上げできない画面です", "画面を見て伝える"];
        en: "This screen cannot be read aloud. Show or explain what is on the screen.", ["Cannot read this aloud", "Show the screen"];
    }
    S506 "speech: the text is too long" {
        ja: "この画面は読み上げできません。画面を見て伝えてください。", ["読み上げできない画面です", "画面を見て伝える"];
        en: "This screen cannot be read aloud. Show or explain what is on the screen.", ["Cannot read this aloud", "Show the screen"];
    }
    S507 "speech: replaced or stopped" { log_only }
}
