//! What must not compile, and what the user reads instead.

use std::fs;
use std::path::{Path, PathBuf};

/// Compares what the compiler says of each case with the case's `.stderr` file.
///
/// `TRYBUILD=overwrite` rewrites the files; read the difference. `PASSPORT_UI_CASES` chooses cases, by
/// paths with commas between them.
#[test]
fn cases_fail_with_their_messages() {
    let cases = trybuild::TestCases::new();
    match std::env::var("PASSPORT_UI_CASES") {
        Ok(chosen) => chosen.split(',').for_each(|case| cases.compile_fail(case)),
        Err(_) => cases.compile_fail("ui/*/*.rs"),
    }
}

/// Holds the messages of a missing scope against what the case's first line says: which set lacks
/// which scopes for which call.
#[test]
fn missing_scopes_are_one_error_that_says_all() {
    let mut count = 0;
    for topic in CALL_TOPICS {
        for case in cases(topic) {
            check(&case);
            count += 1;
        }
    }
    assert!(count >= 25, "only {count} cases of missing scopes");
}

/// No message names what is hidden from the docs, but in cases that use it, or that mention no path
/// of `passport_api` by which the compiler could call a type.
#[test]
fn messages_name_public_paths_only() {
    for topic in fs::read_dir("ui").unwrap() {
        let topic = topic.unwrap().file_name().into_string().unwrap();
        for case in cases(&topic) {
            let source = fs::read_to_string(&case).unwrap();
            if topic == "forge" || !source.contains("use passport_api::") {
                continue;
            }
            let text = message(&case);
            for hidden in [
                "__private",
                "__leaves",
                "__model",
                "passport_macros",
                "sealed::",
            ] {
                assert!(
                    !text.contains(hidden),
                    "{} shows `{hidden}`:\n{text}",
                    case.display()
                );
            }
        }
    }
}

/// Every case says in a comment what is wrong with it, and every message has its case.
#[test]
fn cases_and_messages_belong_together() {
    for topic in fs::read_dir("ui").unwrap() {
        let topic = topic.unwrap().path();
        for file in fs::read_dir(&topic).unwrap() {
            let file = file.unwrap().path();
            match file.extension().and_then(|extension| extension.to_str()) {
                Some("rs") => {
                    let source = fs::read_to_string(&file).unwrap();
                    assert!(source.starts_with("// "), "{} says nothing", file.display());
                }
                Some("stderr" | "toml") => {}
                _ => panic!("{} is no part of a case", file.display()),
            }
            let case = file.with_extension("rs");
            let shared = file.ends_with("arguments/shop.toml");
            assert!(case.exists() || shared, "{} has no case", file.display());
        }
    }
}

fn check(case: &Path) {
    let name = case.display();
    let source = fs::read_to_string(case).unwrap();
    let expected: Vec<&str> = source.lines().next().unwrap().split('`').collect();
    let words: Vec<&str> = expected.iter().skip(1).step_by(2).copied().collect();
    let [set, scopes @ .., call] = &words[..] else {
        panic!("{name} does not begin with: `SET` lacks `SCOPE` for `CALL`");
    };
    let text = message(case);
    let errors = text
        .lines()
        .filter(|line| line.starts_with("error"))
        .count();
    assert_eq!(errors, 1, "{name} has {errors} errors:\n{text}");

    let mut lines = text.lines();
    let first = lines.next().unwrap();
    let label = lines.find(|line| line.contains("^ ")).unwrap();
    let note = text
        .lines()
        .find(|line| line.contains("= note: add "))
        .unwrap();
    assert!(
        first.contains(&format!("{set}` ")),
        "{name} does not name `{set}`:\n{text}"
    );
    assert!(
        note.contains("scope_set!` that declares"),
        "{name} does not say where:\n{text}"
    );
    for scope in scopes {
        for line in [first, label] {
            assert!(
                line.contains(&format!("`{scope}`")),
                "{name} lacks `{scope}`:\n{text}"
            );
        }
        assert!(
            note.contains(&format!("\"{scope}\"")),
            "{name} does not say what:\n{text}"
        );
    }
    // The label of a call that the user wrote a bound for cannot know its name.
    let shown = if call.contains('.') { label } else { &text };
    assert!(
        shown.contains(call),
        "{name} does not name `{call}`:\n{text}"
    );
}

fn cases(topic: &str) -> Vec<PathBuf> {
    let files = fs::read_dir(Path::new("ui").join(topic)).unwrap();
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

fn message(case: &Path) -> String {
    fs::read_to_string(case.with_extension("stderr")).unwrap()
}

/// The topics whose mistake is a missing scope.
const CALL_TOPICS: &[&str] = &[
    "missing_scope",
    "several_scopes",
    "alternatives",
    "narrow",
    "request",
    "generic",
];
