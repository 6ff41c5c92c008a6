//! Sources and catalogue agree: every code is given by some crate, and none is written as a text.

#![expect(clippy::unwrap_used, reason = "a test of files of this repository")]

use codes::Code;
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

/// Production sources of the crates on the bus but this one, without their tests.
fn sources() -> Vec<(PathBuf, String)> {
    let station = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut folders = vec![station.clone(), station.join("../firmware")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() {
                let other = ["codes", "tests", "gallery", "examples", "target"].contains(&name.as_str());
                folders.extend((!other).then_some(path));
            } else if name.ends_with(".rs")
                && !name.contains("test")
                && !name.contains("golden")
                && !name.starts_with("release_")
            {
                let source = std::fs::read_to_string(&path).unwrap();
                let living = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                found.push((path, living.to_owned()));
            }
        }
    }
    assert!(found.len() > 200, "the sources were not found");
    found
}

/// Whole words that look like a code.
fn codes_in(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| match word.as_bytes() {
        [letter, number @ ..] => {
            b"CDJKPRSU".contains(letter) && number.len() == 3 && number.iter().all(u8::is_ascii_digit)
        }
        [] => false,
    })
}

/// Lines without comments.
fn lines(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter(|line| !line.trim_start().starts_with("//"))
}

#[test]
fn every_code_is_given_by_some_crate() {
    let mut given = BTreeSet::new();
    for (_, source) in sources() {
        // A name outside of texts: an even part between quotation marks.
        let parts = lines(&source).flat_map(|line| line.split('"').step_by(2));
        given.extend(parts.flat_map(codes_in).map(str::to_owned));
    }
    let unused: Vec<_> = Code::all().filter(|code| !given.contains(code.name())).collect();
    assert!(unused.is_empty(), "in the catalogue, and given by no crate: {unused:?}");
}

#[test]
fn no_code_is_written_as_a_text() {
    let mut written = Vec::new();
    for (path, source) in sources() {
        // A command's help may have an example.
        let texts = lines(&source).filter(|line| !line.contains("after_help"));
        let texts = texts.flat_map(|line| line.split('"').skip(1).step_by(2));
        written.extend(texts.flat_map(codes_in).map(|code| format!("{}: {code}", path.display())));
    }
    assert!(written.is_empty(), "take the constant of the catalogue instead: {written:#?}");
}
