//! The command's code on documents of our own.

use super::find::documents;
use super::independent::{Files, Need};
use super::page::{line, page};
use super::trial::{Bench, Trial};
use super::{Command, importer, written};
use crate::Outcome;
use crate::workspace;

/// A bench for the documents below a folder of this repository; each test has its own.
fn bench(folder: &str, test: &str) -> Outcome<Bench> {
    let scratch = workspace::scratch()?.join("documents-test");
    Ok(Bench {
        importer: importer("dev")?,
        root: workspace::root().join(folder),
        folder: scratch.join(test),
        target: scratch.join("target"),
        compile: false,
        calls: false,
    })
}

fn try_out(bench: &Bench) -> Outcome<Vec<Trial>> {
    let mut files = Files::default();
    let documents = documents(&bench.root, &[], &mut files)?;
    let trials = documents.iter().map(|one| bench.try_out(one, &mut files));
    Ok(trials.collect())
}

/// The differences that the comparison finds in a document, in lines.
fn differences(trial: &Trial) -> Vec<String> {
    let imported = trial.outcome.as_ref().unwrap();
    assert!(imported.strays.is_empty(), "{:?}", imported.strays);
    let lines = imported.comparison.differences.iter().map(|one| {
        let (method, path) = &one.operation;
        format!(
            "{method} {path}: {}; written: {}",
            one.document, one.written
        )
    });
    lines.collect()
}

#[test]
fn documents_are_known_by_what_is_in_them() {
    let root = workspace::root().join(OURS);
    let names = |wanted: &[String]| {
        let found = documents(&root, wanted, &mut Files::default())?;
        Ok::<_, Box<dyn std::error::Error>>(
            found.into_iter().map(|one| one.name).collect::<Vec<_>>(),
        )
    };
    assert_eq!(
        names(&[]).unwrap(),
        ["names.yaml", "needs.yaml", "parts/main.yaml", "shape.yaml"]
    );
    assert_eq!(names(&["parts".to_owned()]).unwrap(), ["parts/main.yaml"]);
    assert!(names(&["no such".to_owned()]).is_err());
}

#[test]
fn a_broken_file_is_a_document_if_it_claims_to_be_one() {
    let folder = workspace::root().join("target/tmp/broken");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, text) in [
        ("broken.yaml", "openapi: 3.0.3\npaths: {\n"),
        ("broken.json", "{ \"swagger\": \"2.0\", "),
        ("other.yaml", "a: {\n# openapi: 3\n"),
        ("settings.json", "{}"),
    ] {
        std::fs::write(folder.join(name), text).unwrap();
    }
    let found = documents(&folder, &[], &mut Files::default()).unwrap();
    let names: Vec<&str> = found.iter().map(|one| &*one.name).collect();
    assert_eq!(names, ["broken.json", "broken.yaml"]);
}

#[test]
fn two_readers_agree_but_where_there_is_no_word_for_it() {
    let trials = try_out(&bench(OURS, "two-readers").unwrap()).unwrap();
    let lines: Vec<String> = trials.iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "names.yaml: 8 of 8 operations, 8 exact",
            "needs.yaml: 23 of 23 operations, 20 exact",
            "parts/main.yaml: 4 of 4 operations, 4 exact",
            "shape.yaml: 2 of 2 operations, 2 exact",
        ]
    );
    assert_eq!(
        differences(&trials[1]),
        [
            "GET /any/or-scope: any token or `pets:read`; written: any token",
            "GET /key: a credential that is no token; written: unknown",
            "GET /key/signature: a credential that is no token; written: unknown",
        ]
    );
}

#[test]
fn the_importers_own_documents_are_compared_as_well() {
    let bench = bench("passport-tool/tests/golden", "golden").unwrap();
    let mut dropped = 0;
    for trial in try_out(&bench).unwrap() {
        let differences = differences(&trial).len();
        let imported = trial.outcome.unwrap();
        let compared = imported.comparison.exact + differences + imported.comparison.missing.len();
        assert_eq!(compared, imported.operations, "{}", trial.name);
        assert!(
            imported.comparison.exact >= imported.operations / 2,
            "{}",
            trial.name
        );
        dropped += imported.report.dropped.len();
    }
    assert_ne!(dropped, 0);
}

/// A requirement that is changed by hand is found, and nothing else is.
#[test]
fn a_wrong_requirement_is_found() {
    let bench = bench(OURS, "wrong").unwrap();
    let trials = try_out(&bench).unwrap();
    let text = bench.folder.join("names-yaml/crate/scopes.toml");
    let text = std::fs::read_to_string(text).unwrap();
    let document = super::independent::read(&mut Files::default(), &bench.root.join("names.yaml"));
    let document = document.unwrap().operations;
    let mutations = [
        ("access = \"unknown\"", "access = \"public\""),
        (
            "all_of = [\"type\", \"self\"]",
            "any_of = [\"type\", \"self\"]",
        ),
        (
            "all_of = [\"THINGS_READ\", \"Things:Read\"]",
            "scope = \"THINGS_READ\"",
        ),
        ("scope = \"things/.*\"", "access = \"any_token\""),
        (
            "scope = \"view:{project}:{store}\"",
            "scope = \"things_read\"",
        ),
    ];
    for (right, wrong) in mutations {
        assert_eq!(text.matches(right).count(), 1, "{right}");
        let written = written::parse(&text.replace(right, wrong)).unwrap();
        let found = super::compare::compare(&document, &written.operations);
        assert_eq!(
            (found.exact, found.differences.len()),
            (document.len() - 1, 1),
            "{wrong}"
        );
    }
    let written =
        written::parse(&text.replace("call = \"GET /silent\"", "call = \"PUT /silent\"")).unwrap();
    assert_eq!(
        written.strays,
        ["`PUT /silent`: its comment is that of `GET /silent`"]
    );
    let found = super::compare::compare(&document, &written.operations);
    assert_eq!(found.missing, [("GET".to_owned(), "/silent".to_owned())]);
    assert_eq!(document[&found.missing[0]].need, Need::Unknown);
    assert!(trials.iter().all(|trial| trial.outcome.is_ok()));
}

#[test]
fn a_crate_compiles_and_a_warning_is_an_error() {
    let mut bench = bench(OURS, "compile").unwrap();
    bench.compile = true;
    for trial in try_out(&bench).unwrap() {
        let usage = trial.outcome.unwrap().check.unwrap().unwrap().alone;
        assert!(usage.memory > 0, "{}", trial.name);
    }
    let place = bench.folder.join("names-yaml");
    let lib = place.join("crate/src/lib.rs");
    let text = std::fs::read_to_string(&lib).unwrap();
    std::fs::write(&lib, format!("{text}\nfn nobody_calls_this() {{}}\n")).unwrap();
    let error = bench.check(&place).unwrap_err().to_string();
    assert!(
        error.contains("`nobody_calls_this` is never used"),
        "{error}"
    );
}

#[test]
fn calls_of_one_shape_are_each_answered_as_documented() {
    let mut bench = bench(OURS, "calls").unwrap();
    // The proof's own test has built most of it there.
    bench.target = workspace::scratch().unwrap().join("documents/target");
    bench.calls = true;
    let mut files = Files::default();
    let documents = documents(&bench.root, &["shape".to_owned()], &mut files).unwrap();
    let mut trial = bench.try_out(&documents[0], &mut files);
    bench.call(&documents[0], &mut trial);
    let proof = trial.outcome.unwrap().calls.unwrap().unwrap();
    assert!(proof.problems.is_empty(), "{:#?}", proof.problems);
    assert_eq!((proof.accepted, proof.refused_by_server), (2, 2));
}

#[test]
fn the_page_says_what_is_missing() {
    let trials = try_out(&bench(OURS, "page").unwrap()).unwrap();
    let page = page(&trials, "a machine");
    let row = page.lines().find(|line| line.starts_with("| needs.yaml |"));
    assert!(
        row.unwrap().contains("| 23 | 23 | 23 | 20 | 3 | 5 |"),
        "{page}"
    );
    let difference = "* 2 operations: the document says a credential that is no token; written is unknown: `GET /key`, `GET /key/signature`\n";
    assert!(page.contains(difference), "{page}");
    let same = "* 1 operation: the document says any token or `pets:read`; written is any token, which the same tokens meet: `GET /any/or-scope`\n";
    assert!(page.contains(same), "{page}");
    assert!(
        page.contains("\nNot exact, and there: 3 operations. 1 say"),
        "{page}"
    );
    assert!(
        page.contains(" 2 take a credential that is no token"),
        "{page}"
    );
    assert!(page.contains(" 0 others.\n"), "{page}");
    assert!(page.contains("| **4 of 4 imported** |"), "{page}");
    assert!(page.contains("\na machine.\n"), "{page}");
}

#[test]
fn arguments_are_a_folder_names_and_flags() {
    let read = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        Command::read(&words).map_err(|error| error.to_string())
    };
    let command = read(&["specs", "a", "--without", "calls,compile", "b"]).unwrap();
    assert_eq!((command.names.len(), command.check), (2, false));
    assert!(command.leaves_out("calls") && command.leaves_out("compile"));
    assert!(read(&["specs", "--check"]).unwrap().check);
    assert!(read(&[]).unwrap_err().starts_with("expected: DIR"));
    assert!(
        read(&["specs", "--chek"])
            .unwrap_err()
            .starts_with("unexpected `--chek`")
    );
    assert!(
        read(&["specs", "a", "--check"])
            .unwrap_err()
            .contains("leave the names out")
    );
    let error = read(&["specs", "--without", "import"]).unwrap_err();
    assert!(error.starts_with("`--without` takes"), "{error}");
    assert!(read(&["specs", "--without"]).is_err());
}

/// Documents of our own, in this repository.
const OURS: &str = "xtask/documents";
