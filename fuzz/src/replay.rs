//! The targets without a fuzzer: every committed seed, and a few thousand mutants of them.
//!
//! The mutants are the same on each run.

mod mutate;

use std::fs;
use std::path::{Path, PathBuf};

use mutate::Mutator;

/// What a target is called, and its function.
type Target = (&'static str, fn(&[u8]));

const TARGETS: &[Target] = &[
    ("challenge", crate::challenge::run),
    ("doc_text", crate::doc_text::run),
    ("money", crate::money::run),
    ("multipart", crate::multipart::run),
    ("object", crate::object::run),
    ("page", crate::page::run),
    ("problem", crate::problem::run),
    ("retry_after", crate::retry_after::run),
    ("spec", crate::spec::run),
    ("token_response", crate::token_response::run),
    ("webhook", crate::webhook::run),
];

#[test]
fn every_seed_holds() {
    for (name, run) in TARGETS {
        for (file, seed) in seeds(name) {
            let _named = NamedIfItPanics(file);
            run(&seed);
        }
    }
}

#[test]
fn mutated_seeds_hold() {
    for (name, run) in TARGETS {
        let seeds: Vec<Vec<u8>> = seeds(name).into_iter().map(|(_, seed)| seed).collect();
        let words = dictionary(name);
        let mut mutator = Mutator::new(&seeds, &words);
        for round in 0..MUTANTS {
            let mutant = mutator.mutant();
            let shown = mutant.escape_ascii();
            let _named = NamedIfItPanics(format!("{name}, mutant {round}: {shown}"));
            run(&mutant);
        }
    }
}

#[test]
fn every_folder_and_program_is_of_a_target() {
    let targets: Vec<&str> = TARGETS.iter().map(|(name, _)| *name).collect();
    for folder in ["corpus", "dictionaries", "targets"] {
        let files = files(&root().join(folder));
        let mut names: Vec<_> = files.iter().filter_map(|file| file.file_stem()).collect();
        names.sort();
        assert_eq!(names, targets, "{folder}");
    }
}

/// The committed seeds, with their files' names.
fn seeds(target: &str) -> Vec<(String, Vec<u8>)> {
    let files = files(&root().join("corpus").join(target));
    assert!(files.len() >= 10, "{target} has {} seeds", files.len());
    let read = |file: PathBuf| (file.display().to_string(), fs::read(file).unwrap());
    files.into_iter().map(read).collect()
}

/// The words of a dictionary in libFuzzer's form: `"word"` a line, with `\"`, `\\` and `\x0A`.
fn dictionary(target: &str) -> Vec<Vec<u8>> {
    let file = root().join("dictionaries").join(format!("{target}.dict"));
    let text = fs::read_to_string(file).unwrap();
    let lines = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(word).collect()
}

fn word(line: &str) -> Vec<u8> {
    let quoted = line
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let mut word = Vec::new();
    let mut rest = quoted.unwrap_or_else(|| panic!("{line} is no word in quotes"));
    while let Some(c) = rest.chars().next() {
        let (byte, length) = match rest.strip_prefix('\\') {
            Some(escaped) if escaped.starts_with('x') => {
                (u8::from_str_radix(&escaped[1..3], 16).unwrap(), 4)
            }
            Some(escaped) => (escaped.as_bytes()[0], 2),
            None => {
                assert!(c.is_ascii(), "{line}");
                (rest.as_bytes()[0], 1)
            }
        };
        word.push(byte);
        rest = &rest[length..];
    }
    word
}

/// What a folder holds, in the order of the names.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Prints what was under way when a target panicked.
struct NamedIfItPanics(String);

impl Drop for NamedIfItPanics {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("found by {}", self.0);
        }
    }
}

/// So many per target: a few seconds for all of them.
const MUTANTS: usize = 20_000;
