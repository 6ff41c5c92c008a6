//! Other proofs.

/// Another proof that was shown when the check did not help (S1).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "snake_case")]
pub enum FallbackKind {
    /// マイナポータル画面
    MynaPortal,
    /// 資格情報のお知らせ
    Notice,
    /// 資格確認書
    Certificate,
    /// 後日確認: none was shown; to be confirmed later.
    Later,
}

impl FallbackKind {
    /// All, in the order of their digits 1 to 4.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The kind of a digit 1 to 4.
    pub fn of_digit(digit: u8) -> Option<Self> {
        Self::ALL.get(usize::from(digit.checked_sub(1)?)).copied()
    }

    /// The word on disk and in the access log.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_other_proofs_are_those_on_disk_in_the_order_of_their_digits() {
        for (digit, word) in (1..).zip(["myna_portal", "notice", "certificate", "later"]) {
            let kind = FallbackKind::of_digit(digit).unwrap();
            assert_eq!((kind.word(), word.parse()), (word, Ok(kind)));
        }
        assert_eq!((FallbackKind::of_digit(0), FallbackKind::of_digit(5)), (None, None));
    }
}
