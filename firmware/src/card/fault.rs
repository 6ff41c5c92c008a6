//! What can go wrong between card and desk, each with one code and three texts: the sentence and the action for
//! staff (Japanese), and what happened for the technician (English).
//!
//! Promise: an error carries a kind, the step of the exchange and at most a status word. It never carries bytes
//! of the card, a PIN or a command, so it may be shown, logged and sent as it is.

use std::fmt;

/// The texts of one [`Fault`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FaultText {
    /// As people say it, e.g. `K102`.
    pub code: &'static str,
    /// One short Japanese sentence: what is the matter.
    pub staff: &'static str,
    /// One short Japanese sentence: what to do.
    pub action: &'static str,
    /// What happened, in English.
    pub technician: &'static str,
}

macro_rules! faults {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $staff:literal, $action:literal, $technician:literal;)*) => {
        /// Why there is no evidence from the card. Codes: K10x reader and contact, K12x kind of card or badge, K13x content,
        /// K14x PIN, K15x refused by the card, K16x PIN-less use.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Fault { $($(#[$doc])* $name,)* }

        impl Fault {
            /// Every fault there is.
            pub const ALL: &'static [Fault] = &[$(Fault::$name),*];

            /// Its texts.
            pub fn text(self) -> FaultText {
                match self {
                    $(Fault::$name => FaultText {
                        code: $code, staff: $staff, action: $action, technician: $technician,
                    },)*
                }
            }
        }
    };
}

faults! {
    /// The card left the reader in mid-exchange.
    Pulled = "K101", "カードが途中で離れました。", "もう一度カードを置き、終わるまで動かさないでください。",
        "the card left the reader during a command";
    /// No answer within the command deadline.
    Mute = "K102", "カードが応答しません。", "カードを一度離し、置き直してください。",
        "no answer from the card within the command deadline";
    /// Reader or driver reports an error of its own.
    ReaderFailed = "K103", "カードリーダーで読み取れませんでした。",
        "カードを置き直してください。続くときはリーダーを差し直してください。",
        "the reader or its driver failed";
    /// pcscd went away.
    ServiceDown = "K104", "カードリーダーの準備中です。", "少し待って、カードを置き直してください。",
        "the smart card service (pcscd) is not running or was restarted";
    /// Another program holds the card.
    Held = "K105", "カードがほかの処理で使われています。", "カードを置き直してください。続くときは技術担当に連絡してください。",
        "another program holds the card, exclusive access was refused";
    /// The card gives no answer to power-up.
    NoPowerUp = "K106", "カードを認識できません。", "カードの表裏と向きを確かめて、置き直してください。",
        "the card did not answer to reset: wrong way round, not a chip card, or broken";
    /// A request came and there is no card.
    NoCard = "K107", "カードがありません。", "カードを置いてください。", "request without a card on the reader";
    /// A signature was asked of a card that was not read, or whose session has ended.
    NotRead = "K108", "カードをまだ読み取っていません。", "カードを置き直してください。",
        "signature requested without an open session on the card";
    /// No My Number card application.
    NotJpki = "K120", "マイナンバーカードではありません。", "マイナンバーカードを置いてください。",
        "the card has no JPKI application";
    /// A 住基 card.
    OldJuki = "K121", "住民基本台帳カードは使えません。", "マイナンバーカードか、ほかの資格確認書類で確認してください。",
        "token information names the old resident-register card";
    /// A phone.
    Phone = "K122", "スマートフォンはこの端末では使えません。", "マイナンバーカードか、ほかの資格確認書類で確認してください。",
        "token information names a phone";
    /// Token information that this version does not know.
    UnknownToken = "K123", "この端末では使えない種類のカードです。", "ほかの資格確認書類で確認してください。",
        "token information names no known kind of token";
    /// No user-authentication certificate on the card.
    NoCertificate = "K124", "カードに利用者証明用電子証明書がありません。",
        "ほかの資格確認書類で確認してください。", "the certificate file is absent or empty";
    /// A My Number card where a staff badge is wanted.
    BadgeIsMyNumber = "K125", "マイナンバーカードは職員証に使えません。", "職員証のカードを置いてください。",
        "a My Number card was tapped as a staff badge";
    /// A card whose number is another one each time.
    BadgeChanges = "K126", "番号が毎回変わるカードは使えません。", "職員証には別のカードを使ってください。",
        "the card's number is random: another one each time it is powered";
    /// A card that tells no number.
    NoBadgeNumber = "K127", "このカードの番号を読み取れません。",
        "置き直してください。続くときは、職員証には別のカードを使ってください。",
        "the card or the reader gives no number by GET DATA (FF CA), or none of a known length";
    /// Fewer bytes than the header announces.
    Truncated = "K130", "カードの読み取りが途中で終わりました。",
        "カードを置き直してください。続くときはほかの資格確認書類で確認してください。",
        "the card gave fewer bytes than the certificate's header announces";
    /// Not a certificate.
    BadCertificate = "K131", "カードの電子証明書を読み取れません。",
        "カードを置き直してください。続くときはほかの資格確認書類で確認してください。",
        "the certificate is malformed";
    /// Announces more than a certificate can have.
    TooLarge = "K132", "カードの電子証明書を読み取れません。", "ほかの資格確認書類で確認してください。",
        "the certificate's header announces more bytes than are allowed";
    /// An answer of the wrong shape.
    BadAnswer = "K133", "カードの応答が正しくありません。",
        "カードを置き直してください。続くときはほかの資格確認書類で確認してください。",
        "the card's answer has the wrong shape";
    /// A signature of the wrong length.
    BadSignature = "K134", "カードの署名が正しくありません。",
        "カードを置き直してください。続くときはほかの資格確認書類で確認してください。",
        "the card's signature has the wrong length";
    /// Wrong PIN, tries remain.
    PinWrong = "K140", "暗証番号が違います。", "残りの回数を確かめて、入力し直してください。", "wrong PIN, tries remain";
    /// No tries left, or a card whose PIN was never usable.
    PinLocked = "K141", "暗証番号がロックされています。",
        "目視確認に切り替えてください。顔認証カードも暗証番号は使えません。解除は市区町村の窓口です。",
        "PIN is blocked or unusable (a face-authentication card answers the same)";
    /// VERIFY was sent and its answer never came.
    PinUncertain = "K142", "暗証番号の確認結果が分かりません。",
        "カードを置き直し、残りの回数を確かめてください。", "the answer to VERIFY was lost; one try may have been spent";
    /// The card refuses in this state.
    NotAllowed = "K150", "カードが処理を受け付けません。", "カードを置き直してください。",
        "the card refused the command in its present state";
    /// A file or key is missing.
    FileMissing = "K151", "カードに必要な情報がありません。", "ほかの資格確認書類で確認してください。",
        "a file or key is missing on the card";
    /// The card does not take the command or its parameters.
    Unsupported = "K152", "この端末では使えないカードです。", "ほかの資格確認書類で確認してください。",
        "the card does not support the command or its parameters";
    /// 6F00 and the like.
    CardInternal = "K153", "カードの内部で問題が起きました。",
        "カードを置き直してください。続くときはほかの資格確認書類で確認してください。",
        "the card reports an internal error";
    /// A status word that no document names.
    Unexpected = "K159", "カードの応答が正しくありません。",
        "カードを置き直してください。続くときはほかの資格確認書類で確認してください。",
        "the card answered with an unexpected status word";
    /// PIN-less authentication by the terminal.
    NoTerminalAuthentication = "K160", "この端末では暗証番号なしのカード認証はできません。",
        "目視確認では、この端末の署名を証拠に使います。",
        "PIN-less card authentication needs a terminal certificate and an unpublished protocol; the device-bound statement is used instead";
}

/// Where in the exchange something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Step {
    /// Connecting and powering up.
    Connect,
    /// SELECT of the application.
    Select,
    /// Token information.
    Token,
    /// The certificate.
    Certificate,
    /// Asking for the tries left.
    Tries,
    /// Asking the reader what it can do.
    Features,
    /// VERIFY.
    Verify,
    /// The person types on the reader's keys, and VERIFY.
    Pad,
    /// The signature.
    Sign,
    /// The number of a staff badge.
    Badge,
    /// Waiting for the reader, between exchanges.
    Reader,
}

impl Step {
    /// A word for logs.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

/// A fault, where it happened, and the status word when the card gave one. Small and free of personal data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CardError {
    /// What happened.
    pub fault: Fault,
    /// Where.
    pub step: Step,
    /// The card's status word.
    pub status: Option<u16>,
    /// What the card service called it, when it came from there.
    pub cause: Option<&'static str>,
}

impl CardError {
    /// A fault without a status word.
    pub fn new(fault: Fault, step: Step) -> Self {
        Self { fault, step, status: None, cause: None }
    }

    /// A fault that the card stated by a status word.
    pub fn with_status(fault: Fault, step: Step, status: u16) -> Self {
        Self { fault, step, status: Some(status), cause: None }
    }

    /// `K…`, the same for staff and technician.
    pub fn code(&self) -> &'static str {
        self.fault.text().code
    }

    /// One short Japanese sentence for staff.
    pub fn staff(&self) -> &'static str {
        self.fault.text().staff
    }

    /// What staff do, in Japanese.
    pub fn action(&self) -> &'static str {
        self.fault.text().action
    }

    /// What happened and where, in English.
    pub fn technician(&self) -> String {
        let mut text = format!("{} (step {}", self.fault.text().technician, self.step.word());
        if let Some(status) = self.status {
            text.push_str(&format!(", status {status:04X}"));
        }
        if let Some(cause) = self.cause {
            text.push_str(&format!(", {cause}"));
        }
        text.push(')');
        text
    }
}

impl fmt::Display for CardError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.technician())
    }
}

impl std::error::Error for CardError {}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_fault_has_a_code_of_its_own_and_tells_staff_what_to_do() {
        let codes: BTreeSet<_> = Fault::ALL.iter().map(|f| f.text().code).collect();
        assert_eq!(codes.len(), Fault::ALL.len());
        for fault in Fault::ALL {
            let text = fault.text();
            assert!(text.code.len() == 4 && text.code.starts_with('K'), "{text:?}");
            for japanese in [text.staff, text.action] {
                assert!(japanese.ends_with('。') && !japanese.is_ascii(), "{text:?}");
            }
            assert!(text.staff.chars().count() <= 30, "too long for the panel: {}", text.staff);
            assert!(text.technician.is_ascii());
        }
    }

    #[test]
    fn the_technician_reads_step_status_and_cause() {
        let mut error = CardError::with_status(Fault::NotJpki, Step::Select, 0x6A82);
        assert_eq!(error.to_string(), "K120: the card has no JPKI application (step select, status 6A82)");
        error.cause = Some("NotTransacted");
        assert!(error.technician().ends_with("status 6A82, NotTransacted)"));
    }
}
