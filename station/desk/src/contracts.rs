//! 委託元保険者一覧表 as the desk needs it: is this insurer under contract for this purpose?
//!
//! A pure lookup. Where the list comes from (a CSV file) is the station's business.

use std::collections::BTreeMap;
use wire::Purpose;

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// 保険者番号, 8 digits (国保 zero-padded).
    pub insurer_number: String,
    /// 委託元保険者名
    pub name: String,
    /// 委託範囲: 特定健康診査
    pub checkup: bool,
    /// 委託範囲: 特定保健指導
    pub guidance: bool,
}

/// Why a line is not taken. Insurers are not personal data, so the number is named.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContractError {
    /// Not 8 digits.
    #[error("insurer number (保険者番号) {0:?} is not 8 digits")]
    Number(String),
    /// The same insurer on two lines.
    #[error("insurer number (保険者番号) {0} is listed twice")]
    Twice(String),
}

/// Insurers under contract, by number. Empty means that there is no list ([`Coverage::NoList`]): whoever reads a
/// list must refuse one without a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contracts(BTreeMap<String, Contract>);

/// Answer of the list for an insurer and a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coverage {
    /// Under contract for this purpose.
    Covered,
    /// Under contract, but not for this purpose.
    OtherPurpose,
    /// Not in the list.
    NotListed,
    /// This station has no list, so nothing is known.
    NoList,
}

impl Contracts {
    /// Adds a line.
    ///
    /// # Errors
    /// When the number is not 8 digits or was added before; the list stays as it was.
    pub fn add(&mut self, contract: Contract) -> Result<(), ContractError> {
        let number = &contract.insurer_number;
        if number.len() != 8 || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ContractError::Number(number.clone()));
        }
        if self.0.contains_key(number) {
            return Err(ContractError::Twice(number.clone()));
        }
        self.0.insert(number.clone(), contract);
        Ok(())
    }

    /// How many insurers are listed.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// There is no list.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The line of an insurer.
    pub fn find(&self, insurer_number: &str) -> Option<&Contract> {
        self.0.get(insurer_number)
    }

    /// Answer of the contract list.
    pub fn coverage(&self, insurer_number: &str, purpose: Purpose) -> Coverage {
        let Some(contract) = self.find(insurer_number) else {
            return if self.is_empty() { Coverage::NoList } else { Coverage::NotListed };
        };
        let covered = match purpose {
            Purpose::HealthCheckup => contract.checkup,
            Purpose::HealthGuidance => contract.guidance,
        };
        if covered { Coverage::Covered } else { Coverage::OtherPurpose }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract(number: &str) -> Contract {
        Contract { insurer_number: number.into(), name: "例".into(), checkup: true, guidance: false }
    }

    #[test]
    fn the_scope_counts_not_only_the_name_on_the_list() {
        let mut list = Contracts::default();
        assert_eq!(list.coverage("33120015", Purpose::HealthCheckup), Coverage::NoList);
        list.add(contract("33120015")).unwrap();
        assert_eq!(list.coverage("33120015", Purpose::HealthCheckup), Coverage::Covered);
        assert_eq!(list.coverage("33120015", Purpose::HealthGuidance), Coverage::OtherPurpose);
        assert_eq!(list.coverage("06132013", Purpose::HealthCheckup), Coverage::NotListed);
    }

    #[test]
    fn a_bad_or_repeated_number_is_refused_and_changes_nothing() {
        let mut list = Contracts::default();
        list.add(contract("33120015")).unwrap();
        for bad in ["", "3312001", "331200155", "3312001x", "３３１２００１５"] {
            assert_eq!(list.add(contract(bad)), Err(ContractError::Number(bad.into())));
        }
        let twice = Contract { guidance: true, ..contract("33120015") };
        assert!(matches!(list.add(twice), Err(ContractError::Twice(_))));
        assert_eq!(list.coverage("33120015", Purpose::HealthGuidance), Coverage::OtherPurpose);
    }
}
