//! Codes of the panel's parts: `P11x` display, `P12x` lines, `P13x` buttons, `P14x` USB, `P15x` lights, `P16x` sound.

super::catalogue! {
    P110 "the display's bus cannot be opened; is it enabled in config.txt, and may this user use it?" {
        ja: "表示器が使えません。技術担当に連絡してください。", ["表示器が使えません", "技術担当に連絡"];
        en: "The display does not work. Contact technical support.", ["Display does not work", "Call tech support"];
    }
    P111 "a GPIO line of the display cannot be used" {
        ja: "表示器が使えません。技術担当に連絡してください。", ["表示器が使えません", "技術担当に連絡"];
        en: "The display does not work. Contact technical support.", ["Display does not work", "Call tech support"];
    }
    P112 "no answer from the display; check its plug, its supply and its address" {
        ja: "表示器が応答しません。差し込みを確かめ、続くときは技術担当に連絡してください。", ["表示器が応答しません", "差し込みを確かめる"];
        en: "The display does not respond. Check its plug, and contact technical support if this goes on.", ["Display does not respond", "Check its plug"];
    }
    P113 "a frame does not fit the display" {
        ja: "表示器が使えません。技術担当に連絡してください。", ["表示器が使えません", "技術担当に連絡"];
        en: "The display does not work. Contact technical support.", ["Display does not work", "Call tech support"];
    }
    P120 "the machine's GPIO lines cannot be reached: no Raspberry Pi, or not for this user" {
        ja: "操作パネルの配線を使えません。技術担当に連絡してください。", ["操作パネルの配線の障害", "技術担当に連絡"];
        en: "The wiring of the control panel does not work. Contact technical support.", ["Panel wiring fails", "Call tech support"];
    }
    P121 "a GPIO line cannot be had" {
        ja: "操作パネルの配線を使えません。技術担当に連絡してください。", ["操作パネルの配線の障害", "技術担当に連絡"];
        en: "The wiring of the control panel does not work. Contact technical support.", ["Panel wiring fails", "Call tech support"];
    }
    P122 "a hardware PWM channel cannot be had: no dtoverlay=pwm, or not for this user" {
        ja: "操作パネルの配線を使えません。技術担当に連絡してください。", ["操作パネルの配線の障害", "技術担当に連絡"];
        en: "The wiring of the control panel does not work. Contact technical support.", ["Panel wiring fails", "Call tech support"];
    }
    P123 "no thread for a part of the board" {
        ja: "操作パネルの配線を使えません。技術担当に連絡してください。", ["操作パネルの配線の障害", "技術担当に連絡"];
        en: "The wiring of the control panel does not work. Contact technical support.", ["Panel wiring fails", "Call tech support"];
    }
    P130 "the kernel tells of no edges on the buttons' lines; they are asked in turn" {
        ja: "ボタンの反応が少し遅くなることがあります。そのまま使えます。", ["ボタンの反応が遅れます", "そのまま使えます"];
        en: "The buttons may react a little late. You can go on using them.", ["Buttons may be slow", "You can go on"];
    }
    P131 "a button or key is held so long that it must be stuck" {
        ja: "ボタンが押されたままです。はさまった物を取ってください。続くときは技術担当に連絡してください。", ["ボタンが押されたままです", "はさまった物を取る"];
        en: "A button stays pressed. Remove what is stuck in it. If this goes on, contact technical support.", ["A button stays pressed", "Free the button"];
    }
    P140 "a keypad or scanner cannot be opened or taken for the station alone" {
        ja: "テンキーかスキャナーを使えません。USBを差し直してください。", ["テンキーかスキャナー不可", "USBを差し直す"];
        en: "The number pad or the scanner does not work. Unplug its USB plug and plug it in again.", ["Keypad or scanner fails", "Plug USB in again"];
    }
    P141 "scanned codes came too long, broken off or not printable; the count is told, never a code" {
        ja: "バーコードを読み取れませんでした。もう一度かざしてください。", ["バーコードを読めません", "もう一度かざす"];
        en: "The barcode was not read. Hold it in front of the scanner again.", ["Barcode was not read", "Scan it again"];
    }
    P150 "lamp, buzzer or backlight does not take an order" {
        ja: "ランプかブザーが働きません。画面を見て続けてください。", ["ランプかブザーの故障", "画面を見て続ける"];
        en: "The lamp or the buzzer does not work. Watch the screen and go on.", ["Lamp or buzzer fails", "Watch the screen"];
    }
    P160 "the player of speech cannot be started, or ends with an error" {
        ja: "読み上げができません。画面を見て続けてください。", ["読み上げができません", "画面を見て続ける"];
        en: "Reading aloud does not work. Read the screen and go on.", ["Cannot read aloud", "Watch the screen"];
    }
    P161 "a sound that is not 16-bit PCM, or no WAV file" {
        ja: "読み上げができません。画面を見て続けてください。", ["読み上げができません", "画面を見て続ける"];
        en: "Reading aloud does not work. Read the screen and go on.", ["Cannot read aloud", "Watch the screen"];
    }
}
