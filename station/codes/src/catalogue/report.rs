//! Codes of the way to the broker: `R00x` configuration, `R1xx` connection. Reception goes on in every case of `R1xx`.

super::catalogue! {
    R001 "[broker] a value is out of its range" { OUT_OF_ORDER }
    R002 "[broker] a file cannot be read" { OUT_OF_ORDER }
    R003 "[broker] a file holds no certificate or key" { OUT_OF_ORDER }
    R004 "[broker] certificate and key cannot be used together" { OUT_OF_ORDER }
    R101 "broker not reachable: check line, name and port" {
        ja: "本部へ通知できません。受付はそのまま続けられます。", ["本部へ通知できません", "受付は続けられます"];
        en: "The head office cannot be informed. You can go on with reception.", ["Office not informed", "Go on as usual"];
    }
    R102 "TLS with the broker failed: check CA, certificates, dates and clock" {
        ja: "本部へ通知できません。受付は続け、技術担当に連絡してください。", ["本部へ通知できません", "受付は続け、連絡"];
        en: "The head office cannot be informed. Go on with reception and contact technical support.", ["Office not informed", "Go on, call support"];
    }
    R103 "broker refused the connection: check station id and access list" {
        ja: "本部へ通知できません。受付は続け、技術担当に連絡してください。", ["本部へ通知できません", "受付は続け、連絡"];
        en: "The head office cannot be informed. Go on with reception and contact technical support.", ["Office not informed", "Go on, call support"];
    }
    R104 "connection to the broker ended" {
        ja: "本部へ通知できません。受付はそのまま続けられます。", ["本部へ通知できません", "受付は続けられます"];
        en: "The head office cannot be informed. You can go on with reception.", ["Office not informed", "Go on as usual"];
    }
    R105 "broker does not answer on an open connection" {
        ja: "本部へ通知できません。受付はそのまま続けられます。", ["本部へ通知できません", "受付は続けられます"];
        en: "The head office cannot be informed. You can go on with reception.", ["Office not informed", "Go on as usual"];
    }
    R106 "another client uses this station's identity: look for a copied SD card" {
        ja: "本部へ通知できません。受付は続け、技術担当に連絡してください。", ["本部へ通知できません", "受付は続け、連絡"];
        en: "The head office cannot be informed. Go on with reception and contact technical support.", ["Office not informed", "Go on, call support"];
    }
    R107 "broker refuses a message: check access list, limits and version" {
        ja: "本部へ通知できません。受付は続け、技術担当に連絡してください。", ["本部へ通知できません", "受付は続け、連絡"];
        en: "The head office cannot be informed. Go on with reception and contact technical support.", ["Office not informed", "Go on, call support"];
    }
    R108 "nobody has subscribed to this station's events; they are kept until then" {
        ja: "本部へ通知できません。受付はそのまま続けられます。", ["本部へ通知できません", "受付は続けられます"];
        en: "The head office cannot be informed. You can go on with reception.", ["Office not informed", "Go on as usual"];
    }
    R109 "journal does not hand out or delete events" {
        ja: "本部へ通知できません。受付は続け、技術担当に連絡してください。", ["本部へ通知できません", "受付は続け、連絡"];
        en: "The head office cannot be informed. Go on with reception and contact technical support.", ["Office not informed", "Go on, call support"];
    }
    R110 "MQTT client failed and was started afresh" {
        ja: "本部へ通知できません。受付はそのまま続けられます。", ["本部へ通知できません", "受付は続けられます"];
        en: "The head office cannot be informed. You can go on with reception.", ["Office not informed", "Go on as usual"];
    }
}
