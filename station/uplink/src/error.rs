//! Errors of the uplink: a code, a Japanese sentence for staff, an English text for the
//! technician. `U1..` identity and TLS, `U2..` the centre, `U3..` this station, `U4..` limits.

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $staff:literal;)*) => {
        /// Kind of a trouble.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum TroubleCode {
            $($(#[$doc])* $name,)*
        }

        impl TroubleCode {
            /// Every code of this version.
            pub const ALL: &'static [TroubleCode] = &[$(TroubleCode::$name),*];

            /// The code, e.g. `U111`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// One short Japanese sentence and what to do.
            pub fn staff(self) -> &'static str {
                match self { $(Self::$name => $staff,)* }
            }
        }
    };
}

codes! {
    /// The centre's address is not an `https` URL.
    BadUrl = "U101", "センターの設定に誤りがあります。技術担当に連絡してください。";
    /// The file with the centre's CA cannot be read or holds no certificate.
    CaFile = "U102", "センターの証明書を読めません。技術担当に連絡してください。";
    /// The file with the station's certificate cannot be read or holds no certificate.
    CertificateFile = "U103", "端末の証明書を読めません。技術担当に連絡してください。";
    /// The file with the station's key cannot be read or holds no key.
    KeyFile = "U104", "端末の鍵を読めません。技術担当に連絡してください。";
    /// Key and certificate do not belong together.
    KeyMismatch = "U105", "端末の証明書と鍵が合いません。技術担当に連絡してください。";
    /// A number in the configuration is out of its range.
    BadSetting = "U106", "センターの設定に誤りがあります。技術担当に連絡してください。";
    /// The centre's certificate has expired (or our clock is far ahead).
    CentreExpired = "U111", "センターの証明書の期限が切れています。技術担当に連絡してください。";
    /// The centre's certificate is not valid yet (or our clock is far behind).
    CentreNotYet = "U112", "端末の時計が遅れているおそれがあります。技術担当に連絡してください。";
    /// The centre's certificate was not issued by the configured CA.
    CentreUnknown = "U113", "センターを確認できません。技術担当に連絡してください。";
    /// The centre's certificate is for another name.
    CentreName = "U114", "センターを確認できません。技術担当に連絡してください。";
    /// TLS failed otherwise.
    Tls = "U115", "センターと安全に接続できません。技術担当に連絡してください。";
    /// The centre says that our certificate has expired.
    OwnExpired = "U121", "端末の証明書の期限が切れています。技術担当に連絡してください。";
    /// The centre does not know the issuer of our certificate, or wants one.
    OwnUnknown = "U122", "端末の証明書が受け付けられません。技術担当に連絡してください。";
    /// The centre says that our certificate is revoked.
    OwnRevoked = "U123", "端末の証明書は失効しています。技術担当に連絡してください。";
    /// The centre answered what the API does not describe.
    Nonsense = "U201", "センターの応答が正しくありません。別の方法で確認してください。";
    /// The centre is broken or overloaded.
    Busy = "U202", "センターが混み合っています。そのままお待ちください。";
    /// The centre does not let this station in.
    NotAllowed = "U203", "この端末は登録されていません。技術担当に連絡してください。";
    /// The centre will not take one or more checks; they are kept and tried again slowly.
    Parked = "U204", "センターが受け付けない確認があります。技術担当に連絡してください。";
    /// The centre's address answers, but not with this API.
    WrongApi = "U205", "センターの設定に誤りがあります。技術担当に連絡してください。";
    /// The journal did not do what was asked.
    Journal = "U301", "端末の記録装置に障害があります。技術担当に連絡してください。";
    /// The byte limit with its margin is used up: live checks stop too.
    HardLimit = "U402", "今日の通信量の上限に達しました。技術担当に連絡してください。";
}

/// A condition that began, with the technician's text. The text carries no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Its kind.
    pub code: TroubleCode,
    /// The technician's text, in English.
    pub technician: String,
}

/// Reason why the uplink could not start.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UplinkError {
    /// A condition with a code.
    #[error("{}: {}", .0.code.code(), .0.technician)]
    Trouble(Trouble),
}

impl UplinkError {
    /// A trouble with its text.
    pub(crate) fn trouble(code: TroubleCode, technician: impl Into<String>) -> Self {
        Self::Trouble(Trouble { code, technician: technician.into() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_is_used_once_and_has_a_sentence_for_staff() {
        let codes: BTreeSet<_> = TroubleCode::ALL.iter().map(|c| c.code()).collect();
        assert_eq!(codes.len(), TroubleCode::ALL.len());
        assert!(TroubleCode::ALL.iter().all(|c| c.staff().ends_with('。')));
    }
}
