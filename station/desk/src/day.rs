//! The purposes that the list of a day offers.

use wire::Purpose;

/// A line of the purpose list. 本人確認のみ is on it so that who looks for it learns why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PurposeChoice {
    /// 特定健診
    Checkup,
    /// 特定保健指導
    Guidance,
    /// 本人確認のみ: never a purpose.
    IdentityOnly,
}

impl PurposeChoice {
    /// The list, in its order.
    pub const ALL: [Self; 3] = [Self::Checkup, Self::Guidance, Self::IdentityOnly];

    /// The purpose; `None` for the one that is refused.
    pub fn purpose(self) -> Option<Purpose> {
        match self {
            Self::Checkup => Some(Purpose::HealthCheckup),
            Self::Guidance => Some(Purpose::HealthGuidance),
            Self::IdentityOnly => None,
        }
    }
}
