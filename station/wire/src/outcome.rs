//! The verdict of a settlement in one word, for lists, counts, events and logs.

use crate::{Judgement, Settlement, Verdict};

/// A verdict in one word; says nothing about the person. The word is on disk and in events.
///
/// Ordered as lists and counts show it.
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
pub enum Outcome {
    /// 有効
    Valid,
    /// 有効, but the insurer is not under contract for the purpose. The station's own judgement: no settlement says it.
    NotCovered,
    /// 無効
    Invalid,
    /// 無効（新しい資格あり）
    InvalidNewer,
    /// 該当資格なし
    #[strum(serialize = "none")]
    NoMatch,
    /// 複数該当
    Multiple,
    /// The evidence was not accepted.
    Refused,
    /// Captured too long ago.
    TooOld,
    /// 取得失敗: the answer contradicts itself.
    Inconsistent,
}

impl Outcome {
    /// All, in the order of lists and counts.
    pub const ALL: &'static [Self] = <Self as strum::VariantArray>::VARIANTS;

    /// The word on disk and in events.
    pub fn word(self) -> &'static str {
        self.into()
    }
}

impl Verdict {
    /// The verdict in one word.
    pub fn outcome(&self) -> Outcome {
        match self {
            Self::Valid { .. } => Outcome::Valid,
            Self::Invalid { .. } => Outcome::Invalid,
            Self::InvalidNewer { .. } => Outcome::InvalidNewer,
            Self::None => Outcome::NoMatch,
            Self::Multiple => Outcome::Multiple,
        }
    }
}

impl Settlement {
    /// The judgement in one word.
    pub fn outcome(&self) -> Outcome {
        match &self.judgement {
            Judgement::Accepted { result, .. } => {
                result.verdict().map_or(Outcome::Inconsistent, |verdict| verdict.outcome())
            }
            Judgement::Refused(_) => Outcome::Refused,
            Judgement::TooOld(_) => Outcome::TooOld,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_outcomes_are_those_on_disk_and_in_events() {
        let words: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.word()).collect();
        let known = "valid not_covered invalid invalid_newer none multiple refused too_old inconsistent";
        assert_eq!(words, known.split(' ').collect::<Vec<_>>());
        for outcome in Outcome::ALL {
            assert_eq!(outcome.word().parse(), Ok(*outcome));
        }
        assert!("gültig".parse::<Outcome>().is_err());
    }
}
