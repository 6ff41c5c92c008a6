//! JSON as the centre, or whoever sits in its place, may send it: reading and judging never panic, what was read can
//! be kept and read again, and nothing but one complete qualification is ever valid.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::{from_slice, to_vec};
use std::fmt::Debug;
use wire::{BatchAnswer, BatchItem, ChallengePage, Problem, Settlement, Verdict};

/// Parses, writes, parses again: the journal keeps what the centre said.
fn read<T>(bytes: &[u8]) -> Option<T>
where
    T: serde::de::DeserializeOwned + serde::Serialize + PartialEq + Debug,
{
    let value: T = from_slice(bytes).ok()?;
    let again: T =
        from_slice(&to_vec(&value).expect("what was read can be written")).expect("and read again");
    assert_eq!(value, again);
    Some(value)
}

fn judge(settlement: &Settlement) {
    assert!(!settlement.outcome().word().is_empty());
    let valid = matches!(settlement.verdict(), Some(Ok(Verdict::Valid { .. })));
    assert_eq!(settlement.is_bad(), !valid);
    if let Some(Ok(Verdict::Valid { person })) = settlement.verdict() {
        assert!(person.insurer_number.len() == 8 && !person.name.is_empty());
        // Invented or not, a name is not for logs.
        let shown = format!("{settlement:?}");
        assert!(person.name.len() < 16 || !shown.contains(&person.name), "a name in Debug text");
    }
}

fuzz_target!(|bytes: &[u8]| {
    if let Some(settlement) = read::<Settlement>(bytes) {
        judge(&settlement);
    }
    if let Some(answer) = read::<BatchAnswer>(bytes) {
        for item in &answer.items {
            match item {
                BatchItem::Settled(settlement) => judge(settlement),
                BatchItem::Problem(problem) => drop(problem.code.code()),
            }
        }
    }
    if let Some(problem) = read::<Problem>(bytes) {
        assert!(problem.code.code().name().starts_with('C'));
    }
    if let Some(page) = read::<ChallengePage>(bytes) {
        drop(format!("{page:?}"));
    }
});
