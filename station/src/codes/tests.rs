//! The list is complete, and every entry is of use to who reads it.

use super::all;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

#[test]
fn no_code_in_the_sources_is_missing_and_none_is_there_that_nobody_gives() {
    let listed: BTreeSet<_> = all().into_iter().map(|entry| entry.code).collect();
    let mut given = BTreeSet::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for folder in
        ["firmware/src", "station/src", "station/desk/src", "station/screen/src", "station/journal/src"]
    {
        codes_below(&root.join(folder), &mut given);
    }
    for folder in ["station/uplink/src", "station/report/src", "station/wire/src"] {
        codes_below(&root.join(folder), &mut given);
    }
    let missing: Vec<_> = given.difference(&listed).collect();
    assert!(missing.is_empty(), "not in the list: {missing:?}");
    let invented: Vec<_> = listed.difference(&given).collect();
    assert!(invented.is_empty(), "nobody gives: {invented:?}");
}

/// Literals that begin with a code, in sources that are neither this list nor tests.
fn codes_below(folder: &Path, found: &mut BTreeSet<String>) {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for path in entries.collect::<Vec<PathBuf>>() {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !["codes", "tests", "gallery"].contains(&name.as_str()) {
                codes_below(&path, found);
            }
        } else if name.ends_with(".rs")
            && !name.contains("test")
            && !name.contains("golden")
            && name != "gallery.rs"
        {
            let source = std::fs::read_to_string(&path).unwrap();
            let living = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
            found.extend(living.split('"').skip(1).filter_map(code));
        }
    }
}

fn code(literal: &str) -> Option<String> {
    let code = literal.get(..4)?;
    let ends = literal.get(4..)?.chars().next().is_none_or(|next| next == ' ' || next == ':');
    let is_code = match code.as_bytes() {
        [letter, number @ ..] => b"KPDJURSC".contains(letter) && number.iter().all(u8::is_ascii_digit),
        [] => false,
    };
    (is_code && ends).then(|| code.to_owned())
}

#[test]
fn every_entry_has_one_text_for_each_of_its_readers_in_their_language() {
    for entry in all() {
        assert!(!entry.technician.trim().is_empty(), "{entry:?}");
        assert!(entry.staff.is_empty() || entry.staff.ends_with('。'), "{entry:?}");
        assert!(!entry.technician.contains('。'), "{entry:?}");
    }
}
