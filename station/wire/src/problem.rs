//! Problems as RFC 9457 describes them, with a code and two texts. The codes are the project's own range
//! (`C…`); the national list is not public.

use serde::{Deserialize, Serialize};

/// Two texts for one code: what staff do, and what happened for the technician.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProblemText {
    /// The code as people say it, e.g. `C203`.
    pub code: &'static str,
    /// HTTP status it travels with as a problem.
    pub status: u16,
    /// One short Japanese sentence and what to do.
    pub staff: &'static str,
    /// What happened, in English.
    pub technician: &'static str,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $status:literal, $staff:literal, $technician:literal;)*) => {
        /// Reason why the centre did not settle or accept a check.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $code)] $name,)*
            /// A code of a newer version than this one.
            #[serde(other, rename = "C999")] Unknown,
        }

        impl Code {
            /// Every code of this version.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// Its texts.
            pub fn text(self) -> ProblemText {
                match self {
                    $(Code::$name => ProblemText { code: $code, status: $status, staff: $staff, technician: $technician },)*
                    Code::Unknown => ProblemText {
                        code: "C999", status: 500,
                        staff: "センターで確認できません。別の方法で確認してください。",
                        technician: "the centre used a code this version does not know",
                    },
                }
            }
        }
    };
}

codes! {
    /// The request is not what the API describes.
    Malformed = "C101", 400, "送信内容に誤りがあります。技術担当に連絡してください。", "request does not match the API description";
    /// Station of the certificate and of the check differ, or the station is not registered.
    StationNotAllowed = "C102", 403, "この端末は登録されていません。技術担当に連絡してください。", "client certificate does not match a registered station, or the check names another station";
    /// No such check of this station.
    NotFound = "C103", 404, "この受付は見つかりません。番号を確かめてください。", "no check with this id for this station";
    /// Same id, other content.
    Conflict = "C104", 409, "同じ受付が別の内容で届いています。技術担当に連絡してください。", "check id was used before with other content";
    /// The result's time is over.
    Gone = "C105", 410, "保存期間を過ぎました。結果は表示できません。", "result was deleted at the end of its retention";
    /// Body over the limit.
    TooLarge = "C106", 413, "送信内容が大きすぎます。技術担当に連絡してください。", "request body or batch is larger than the limit";
    /// Slow down.
    TooMany = "C107", 429, "混み合っています。そのままお待ちください。", "rate limit; honour Retry-After";
    /// Not JSON or an encoding it does not know.
    Unsupported = "C108", 415, "送信形式に誤りがあります。技術担当に連絡してください。", "content type or content encoding is not supported";
    /// The centre is broken.
    Internal = "C150", 500, "センターに障害があります。別の方法で確認してください。", "internal error of the centre";
    /// The centre is away.
    Unavailable = "C151", 503, "センターが応答しません。そのままお待ちください。", "the centre is temporarily unavailable; honour Retry-After";
    /// The chain does not end at a known issuer, by signature.
    UnknownIssuer = "C201", 422, "カードを確認できません。別の方法で確認してください。", "no known issuer's key verifies the certificate";
    /// Beyond the three months of grace.
    CertificateExpired = "C202", 422, "カードの電子証明書の期限が切れています。別の方法で確認してください。", "certificate expired more than three months before capture";
    /// Begins later.
    CertificateNotYet = "C203", 422, "カードの電子証明書がまだ有効ではありません。別の方法で確認してください。", "certificate is not yet valid at capture";
    /// Revoked.
    CertificateRevoked = "C204", 422, "カードの電子証明書は失効しています。別の方法で確認してください。", "certificate is revoked";
    /// Not a user-authentication certificate, or not a certificate.
    CertificateUnsuitable = "C205", 422, "カードを確認できません。別の方法で確認してください。", "not a user-authentication certificate, or not readable as a certificate";
    /// The card's signature does not verify.
    SignatureInvalid = "C206", 422, "カードの署名を確認できません。別の方法で確認してください。", "signature over the challenge does not verify";
    /// Not given to this station.
    ChallengeUnknown = "C207", 422, "確認番号が使えません。もう一度カードを置いてください。", "challenge was not given to this station";
    /// Used by another check.
    ChallengeUsed = "C208", 422, "確認番号が使えません。もう一度カードを置いてください。", "challenge was used by another check";
    /// Expired before capture.
    ChallengeExpired = "C209", 422, "確認番号の期限が切れています。もう一度カードを置いてください。", "challenge had expired at capture";
    /// The terminal's statement does not verify.
    StatementInvalid = "C210", 422, "この端末の署名を確認できません。技術担当に連絡してください。", "the terminal's statement does not verify with the station's key";
    /// Deferred checks are not taken.
    DeferredRefused = "C220", 422, "後からの確認は受け付けられません。別の方法で確認してください。", "the centre does not accept deferred checks";
    /// Captured too long ago.
    TooOld = "C221", 422, "時間がたちすぎて確認できません。別の方法で確認してください。", "captured longer ago than the centre accepts";
}

impl Code {
    /// True when sending the same check again later can help.
    pub fn retryable(self) -> bool {
        matches!(self, Self::TooMany | Self::Internal | Self::Unavailable)
    }
}

/// An `application/problem+json` body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// `urn:junkai:problem:<code>`
    #[serde(rename = "type")]
    pub kind: String,
    /// Short and the same for each code: the technician's text.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// The code.
    pub code: Code,
    /// Staff's text, Japanese.
    pub staff: String,
    /// Where in the request, when that helps (a JSON pointer, a header name). Never a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        let text = code.text();
        Self {
            kind: format!("urn:junkai:problem:{}", text.code),
            title: text.technician.to_owned(),
            status: text.status,
            code,
            staff: text.staff.to_owned(),
            detail: None,
        }
    }
}
