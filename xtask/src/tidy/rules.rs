//! The rules, each a function of texts.

use std::collections::BTreeSet;

/// Checks one file.
pub(super) fn check_text(path: &str, text: &str, findings: &mut Vec<String>) {
    check_words(path, text, findings);
    let source = path.ends_with(".rs") && path.split('/').any(|folder| folder == "src");
    if source && !is_test(path) && !text.starts_with(IMPORTED) {
        check_source(path, text, findings);
    }
}

/// Checks that the page about the tests lists every folder of UI cases.
pub(super) fn check_topics(files: &[String], readme: &str, findings: &mut Vec<String>) {
    let topics: BTreeSet<&str> = files
        .iter()
        .filter_map(|path| path.strip_prefix("tests/ui/")?.split_once('/'))
        .map(|(topic, _)| topic)
        .collect();
    for topic in topics {
        if !readme.contains(&format!("`{topic}`")) && !readme.contains(&format!("ui/{topic}")) {
            findings.push(format!(
                "tests/README.md: the UI topic `{topic}` is not listed; say what its cases are about"
            ));
        }
    }
}

fn check_source(path: &str, text: &str, findings: &mut Vec<String>) {
    if !text.starts_with("//!") {
        findings.push(format!(
            "{path}:1: the file does not begin with `//!`; say in a sentence what it is for"
        ));
    }
    let count = text.lines().count();
    if count > MOST_LINES {
        findings.push(format!(
            "{path}:{count}: the file has more than {MOST_LINES} lines; split it by concept"
        ));
    }
}

fn check_words(path: &str, text: &str, findings: &mut Vec<String>) {
    let rust = path.ends_with(".rs");
    let is_ui = path.starts_with("tests/ui/");
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        // An example that is not to compile, in a doc comment or a UI case, may hold anything.
        let code = rust && !is_ui && !line.trim_start().starts_with("//");
        for (first, second) in LEFT_OVER.iter().filter(|_| code) {
            let word = format!("{first}{second}");
            if line.contains(&word) {
                findings.push(format!("{path}:{number}: `{word}` is left over; finish it"));
            }
        }
        for (first, second) in MACHINE {
            let word = format!("{first}{second}");
            if line.contains(&word) && !WITH_HOSTS.contains(&path) {
                findings.push(format!(
                    "{path}:{number}: `{word}` is true on one machine only; leave it out"
                ));
            }
        }
    }
}

/// Whether a file holds tests only, or what they compare with.
fn is_test(path: &str) -> bool {
    let mut parts = path.split('/');
    path.ends_with("/tests.rs") || parts.any(|part| matches!(part, "tests" | "golden" | "ui"))
}

const MOST_LINES: usize = 500;

/// How a source begins that an import writes.
const IMPORTED: &str = "// Written by `cargo passport import`";

// The words are in two parts, so that this file does not hold them.

const LEFT_OVER: &[(&str, &str)] = &[("db", "g!("), ("to", "do!("), ("unimple", "mented!(")];

/// Folders of one machine, and hosts of package registries.
const MACHINE: &[(&str, &str)] = &[
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("/ho", "me/"),
    ("crates", ".io/"),
    ("index.cra", "tes.io"),
    ("static.cra", "tes.io"),
    ("registry.np", "mjs.org"),
];

/// Cargo writes the registry's name into this file.
const WITH_HOSTS: &[&str] = &["Cargo.lock"];

#[cfg(test)]
mod tests {
    use super::{check_text, check_topics};

    fn found(path: &str, text: &str) -> Vec<String> {
        let mut findings = Vec::new();
        check_text(path, text, &mut findings);
        findings
    }

    #[test]
    fn a_finding_names_its_place() {
        let path = format!("see {}{}x", "/ho", "me/");
        assert_eq!(found("docs/a.md", "fine"), [""; 0]);
        let findings = found("docs/a.md", &format!("fine\n{path}"));
        assert!(findings[0].starts_with("docs/a.md:2: "), "{findings:?}");
    }

    #[test]
    fn sources_have_docs_and_an_end() {
        assert_eq!(found("a/src/b.rs", "//! Docs."), [""; 0]);
        assert_eq!(found("a/src/b.rs", "fn b() {}").len(), 1);
        assert_eq!(found("a/src/b/tests.rs", "fn b() {}").len(), 0);
        let long = format!("//! Docs.\n{}", "\n".repeat(500));
        assert_eq!(found("a/src/b.rs", &long).len(), 1);
        assert_eq!(found("tests/golden/b.rs", &long).len(), 0);
        let imported = format!("// Written by `cargo passport import` again.\n{long}");
        assert_eq!(found("a/src/b.rs", &imported), [""; 0]);
    }

    #[test]
    fn nothing_is_left_over() {
        let line = format!("//! Docs.\n{}{}x);", "db", "g!(");
        assert_eq!(found("a/src/b.rs", &line).len(), 1);
        assert_eq!(found("tests/e2e/b.rs", &line).len(), 1);
        assert_eq!(found("docs/b.md", &line).len(), 0);
    }

    #[test]
    fn every_topic_of_ui_cases_is_listed() {
        let files = [
            "tests/ui/missing/one.rs",
            "tests/ui/other/two.rs",
            "tests/ui/main.rs",
        ];
        let files = files.map(str::to_owned);
        let mut findings = Vec::new();
        check_topics(
            &files,
            "* `missing`: scopes that are not there",
            &mut findings,
        );
        assert_eq!(findings.len(), 1);
        assert!(findings[0].contains("`other`"), "{findings:?}");
    }
}
