//! One invented person.

use crate::Offset;
use jiff::civil::Date;
use serde::Deserialize;

/// One invented person with card and eligibility. `Debug` has the key only, as for real people.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Persona {
    /// ASCII name for programs and tests: `valid-hanako`. Not personal.
    pub key: String,
    /// Purpose of the persona, in English.
    pub about: String,
    /// 氏名, family and given name with one half-width space between.
    pub name: String,
    /// 氏名カナ, half-width.
    pub kana: String,
    /// 性別
    pub sex: Sex,
    /// 生年月日
    pub birthdate: Date,
    /// 住所, full-width.
    pub address: String,
    /// Twelve digits in the place of the individual number; the check digit is wrong on purpose.
    pub number: String,
    /// The card.
    pub card: CardSpec,
    /// The certificates on it; `None` when the card has no JPKI application.
    #[serde(default)]
    pub certificate: Option<CertificateSpec>,
    /// The person's records at the centre.
    pub eligibility: Eligibility,
}

/// 性別; as code 1, 2, 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// 1 男
    Male,
    /// 2 女
    Female,
    /// 3 未設定
    Unspecified,
}

impl Sex {
    /// As in `Sex1` of a result.
    pub fn code(self) -> &'static str {
        match self {
            Self::Male => "1",
            Self::Female => "2",
            Self::Unspecified => "3",
        }
    }
}

/// The thing on the reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardKind {
    /// マイナンバーカード, token `JPKIAPICCTOKEN2`.
    MyNumber,
    /// 顔認証マイナンバーカード: as above, with no usable PIN.
    NoPin,
    /// 住民基本台帳カード, token `JPKIAPICCTOKEN`, signing pair only.
    OldJuki,
    /// Android phone, token `JPKIAPGPSETOKEN`.
    PhoneAndroid,
    /// iPhone, token `JPKIAPIOSTOKEN`.
    PhoneIos,
    /// A card without the JPKI application.
    Other,
}

/// The card as it is delivered.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CardSpec {
    /// Its kind.
    pub kind: CardKind,
    /// Four digits; of the user-authentication key and of 券面入力補助 alike.
    pub pin: String,
    /// PIN tries left at delivery, 0 to 3.
    pub tries_left: u8,
}

/// The certificates, relative to the day the PKI is made.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CertificateSpec {
    /// Generation of the CA that signed it, 1 to 3.
    pub generation: u8,
    /// First day (JST).
    pub begins: Offset,
    /// Last day (JST).
    pub ends: Offset,
    /// Its fault.
    #[serde(default)]
    pub fault: Option<CertificateFault>,
}

/// Faults of a certificate besides its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CertificateFault {
    /// On the revocation list.
    Revoked,
    /// Signed by a key that is no generation's, in their name.
    UnknownIssuer,
}

/// The answer of the centre about the person.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Eligibility {
    /// QualificationValidity: 1 有効, 2 無効, 3 無効（新しい資格あり）, 4 該当資格なし, 5 複数該当.
    pub validity: u8,
    /// The qualifications found: one for 1, up to one for 2 and 3, none for 4, two or more for 5.
    #[serde(default, rename = "qualification")]
    pub qualifications: Vec<Qualification>,
}

/// 本人 or 家族.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// 1 本人
    Insured,
    /// 2 家族
    Family,
}

impl Family {
    /// As in `PersonalFamilyClassification`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Insured => "1",
            Self::Family => "2",
        }
    }
}

/// One qualification (資格).
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Qualification {
    /// 保険者番号, 8 digits with a right check digit.
    pub insurer: String,
    /// 保険者名
    pub insurer_name: String,
    /// 記号
    #[serde(default)]
    pub symbol: Option<String>,
    /// 番号
    pub number: String,
    /// 枝番, two digits, never "00".
    #[serde(default)]
    pub branch: Option<String>,
    /// InsuredCardClassification, "01" to "07".
    pub class: String,
    /// 本人 or 家族.
    pub family: Family,
    /// 被保険者氏名, when the person is family.
    #[serde(default)]
    pub insured_name: Option<String>,
    /// First day.
    pub begins: Date,
    /// Last day, when it has one.
    #[serde(default)]
    pub ends: Option<Date>,
    /// "030" = 30 %.
    #[serde(default)]
    pub ratio: Option<String>,
    /// ReasonOfLoss: 01, 02, 03 or 99.
    #[serde(default)]
    pub reason_of_loss: Option<String>,
}

impl Persona {
    /// True if the card carries a user-authentication certificate.
    pub fn has_authentication(&self) -> bool {
        self.certificate.is_some() && self.card.kind != CardKind::OldJuki
    }
}

impl std::fmt::Debug for Persona {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Persona({})", self.key)
    }
}

macro_rules! redacted {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(redacted)"))
            }
        }
    )*};
}
redacted!(CardSpec, Eligibility, Qualification);

/// True if an 8-digit insurer number ends in the right check digit: from the right of the body multiply by
/// 2,1,2,1…, add the digits of two-digit products, check = (10 − sum mod 10) mod 10.
pub fn insurer_number_is_sound(number: &str) -> bool {
    let digits: Option<Vec<u32>> = number.chars().map(|c| c.to_digit(10)).collect();
    let Some((check, body)) = digits.as_deref().and_then(|d| d.split_last()) else { return false };
    let sum: u32 = (body.iter().rev().enumerate())
        .map(|(place, digit)| if place % 2 == 0 { digit * 2 } else { *digit })
        .map(|product| product / 10 + product % 10)
        .sum();
    body.len() == 7 && *check == (10 - sum % 10) % 10
}
