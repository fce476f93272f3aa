//! The tests of the workspace, as they stand in its sources.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Every test as `file::function`, the file with its path from the root.
///
/// # Panics
///
/// If a source cannot be read.
#[must_use]
pub fn tests() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut tests = BTreeSet::new();
    for folder in FOLDERS {
        for file in files(&root.join(folder)) {
            let text = std::fs::read_to_string(&file).expect("a source");
            let path = file.strip_prefix(&root).expect("a path below the root");
            let path = path.to_str().expect("a path in UTF-8").replace('\\', "/");
            tests.extend(functions(&text).map(|name| format!("{path}::{name}")));
        }
    }
    tests
}

/// The names of a file's test functions.
fn functions(text: &str) -> impl Iterator<Item = &str> {
    let mut is_test = false;
    text.lines().filter_map(move |line| {
        let line = line.trim();
        if line.starts_with("#[") {
            is_test |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
            return None;
        }
        let line = line.strip_prefix("async ").unwrap_or(line);
        let name = line.strip_prefix("fn ").filter(|_| is_test);
        // Comments may stand between an attribute and its function.
        is_test &= line.starts_with("//");
        name?.split(['(', '<']).next()
    })
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry of the folder").path();
        if path.is_dir() {
            files.extend(self::files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

const FOLDERS: &[&str] = &[
    "passport-api/src",
    "passport-macros/src",
    "passport-sandbox/src",
    "passport-sandbox/tests",
    "passport-spec/src",
    "tests",
];

#[test]
fn a_test_is_told_from_other_functions() {
    let text = "#[test]\nfn a() {}\nfn b() {}\n#[tokio::test(flavor = \"x\")]\n// Why.\nasync fn c() {}\n\
                #[cfg(x)]\nfn d() {}\n// #[test]\nfn e() {}\n#[test]\n#[cfg(x)]\nfn f<T>() {}";
    assert_eq!(functions(text).collect::<Vec<_>>(), ["a", "c", "f"]);
}
