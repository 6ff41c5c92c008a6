//! Reads 委託元保険者一覧表, the list of insurers under contract, as the portal gives it (CSV, UTF-8, header line).
//!
//! A wrong line is an error with file and line: a list that is half read would call somebody's insurer 契約なし. A list without a line is
//! refused too: to the desk it would be the same as no list at all, and every valid answer would pass as good.

use codes::Failure;
use desk::{Contract, Contracts};
use std::path::Path;

/// Why the list cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}", Failure::from(self))]
pub struct ContractsError {
    place: String,
    what: String,
}

impl From<&ContractsError> for Failure {
    fn from(error: &ContractsError) -> Self {
        Self::new(codes::S102).with(format!("{}: {}", error.place, error.what))
    }
}

impl From<ContractsError> for Failure {
    fn from(error: ContractsError) -> Self {
        Self::from(&error)
    }
}

const NUMBER: &str = "保険者番号";
const NAME: &str = "委託元保険者名";
const CHECKUP: &str = "特定健康診査";
const GUIDANCE: &str = "特定保健指導";

/// Reads the list at `path`.
pub fn load(path: &Path) -> Result<Contracts, ContractsError> {
    let place = path.display().to_string();
    let text = std::fs::read(path)
        .map_err(|e| ContractsError { place: place.clone(), what: format!("cannot be read: {e}") })?;
    parse(&place, &text)
}

fn parse(place: &str, text: &[u8]) -> Result<Contracts, ContractsError> {
    let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text);
    let at = |line: Option<u64>| line.map_or(place.to_owned(), |l| format!("{place}:{l}"));
    let bad = |e: csv::Error| ContractsError {
        place: at(e.position().map(csv::Position::line)),
        what: "not a CSV line of the same length as the header, in UTF-8".into(),
    };
    let header = reader.headers().map_err(bad)?.clone();
    let columns = Columns::find(&header).map_err(|what| ContractsError { place: at(Some(1)), what })?;
    let mut list = Contracts::default();
    for record in reader.records() {
        let record = record.map_err(bad)?;
        let line = record.position().map(csv::Position::line);
        columns.add(&record, &mut list).map_err(|what| ContractsError { place: at(line), what })?;
    }
    if list.is_empty() {
        let what = "lists no insurer; without a list, leave [desk] contracts out".into();
        return Err(ContractsError { place: at(None), what });
    }
    Ok(list)
}

struct Columns {
    number: usize,
    name: usize,
    checkup: usize,
    guidance: usize,
}

impl Columns {
    fn find(header: &csv::StringRecord) -> Result<Self, String> {
        let of = |name: &str| {
            let position = header.iter().position(|h| h == name);
            position.ok_or_else(|| format!("column {name} is missing"))
        };
        Ok(Self { number: of(NUMBER)?, name: of(NAME)?, checkup: of(CHECKUP)?, guidance: of(GUIDANCE)? })
    }

    fn add(&self, record: &csv::StringRecord, list: &mut Contracts) -> Result<(), String> {
        let field = |column: usize| record.get(column).unwrap_or_default();
        let contract = Contract {
            insurer_number: padded(field(self.number))?,
            name: field(self.name).to_owned(),
            checkup: mark(CHECKUP, field(self.checkup))?,
            guidance: mark(GUIDANCE, field(self.guidance))?,
        };
        list.add(contract).map_err(|e| e.to_string())
    }
}

/// 国保 numbers have 6 digits and are zero-padded to 8 in data. The check digit must hold.
fn padded(number: &str) -> Result<String, String> {
    let digits = number.bytes().all(|b| b.is_ascii_digit());
    if !digits || !matches!(number.len(), 6 | 8) {
        return Err(format!("{NUMBER} must be 6 or 8 digits"));
    }
    if check_digit_holds(number) {
        Ok(format!("{number:0>8}"))
    } else {
        Err(format!("{NUMBER} {number}: the check digit does not hold"))
    }
}

/// From the right of the body multiply by 2,1,2,1…; add the digits of two-digit products; check = (10 − sum mod
/// 10) mod 10.
fn check_digit_holds(number: &str) -> bool {
    let mut digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let Some(check) = digits.pop() else { return false };
    let weighted = digits.iter().rev().enumerate().map(|(i, d)| if i % 2 == 0 { d * 2 } else { *d });
    let sum: u32 = weighted.map(|p| p / 10 + p % 10).sum();
    check == (10 - sum % 10) % 10
}

fn mark(column: &str, text: &str) -> Result<bool, String> {
    match text {
        "○" | "〇" => Ok(true),
        "" => Ok(false),
        _ => Err(format!("{column} must be ○ or empty")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "保険者番号,委託元保険者名,郵便番号,所在地,電話番号,特定健康診査,特定保健指導,健診当日初回面接実施,備考\n";

    fn read(lines: &str) -> Result<Contracts, String> {
        parse("list.csv", format!("{HEAD}{lines}").as_bytes()).map_err(|e| e.to_string())
    }

    #[test]
    fn the_check_digits_of_the_sources_hold() {
        for number in ["33120015", "06132013", "138057"] {
            assert!(check_digit_holds(number), "{number}");
        }
        assert!(!check_digit_holds("33120016"));
    }

    #[test]
    fn a_good_list_is_read_with_its_scopes() {
        let list = read("138057,架空市国保,,,,○,,,\n33120015,架空共済,,,,○,〇,,○\n").unwrap();
        assert_eq!(list.len(), 2);
        assert!(list.find("00138057").is_some_and(|c| c.checkup && !c.guidance));
        assert!(list.find("33120015").is_some_and(|c| c.guidance));
    }

    #[test]
    fn a_list_without_a_line_is_refused_and_never_taken_for_no_list() {
        for text in [HEAD, HEAD.trim_end(), &format!("{HEAD}\n\n"), ""] {
            let error = parse("list.csv", text.as_bytes()).map_err(|e| e.to_string()).unwrap_err();
            assert!(
                error.starts_with("S102 ") && error.contains(": list.csv") && !error.contains("CSV line"),
                "{error}"
            );
        }
        assert!(read("").unwrap_err().contains("no insurer"));
    }

    #[test]
    fn wrong_lines_are_named_by_file_and_line() {
        for (lines, place, word) in [
            ("138057,a,,,,○,,,\n138057,b,,,,○,,,\n", "list.csv:3", "twice"),
            ("13805,a,,,,○,,,\n", "list.csv:2", "6 or 8 digits"),
            ("138058,a,,,,○,,,\n", "list.csv:2", "check digit"),
            ("138057,a,,,,x,,,\n", "list.csv:2", "○ or empty"),
            ("138057,a\n", "list.csv:2", "CSV"),
        ] {
            let error = read(lines).unwrap_err();
            assert!(error.contains(place) && error.contains(word), "{error}");
        }
        assert!(parse("list.csv", b"a,b\n").unwrap_err().to_string().contains("保険者番号"));
    }
}
