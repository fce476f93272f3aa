//! What the README and the guide show is what is compiled and run.

use std::fs;

use passport_tests::page::blocks;
use passport_tool::cli;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn read(file: &str) -> String {
    fs::read_to_string(format!("{ROOT}/{file}")).unwrap()
}

#[test]
fn the_own_api_in_the_readme_is_the_example() {
    let readme = read("README.md");
    let spec = read("passport-api/examples/own_api/scopes.toml");
    // The example has the schema of this repository, a user's file the one beside it.
    let spec = passport_tool::schema::with_header(&spec);
    assert!(
        readme.contains(&spec),
        "the README's `scopes.toml` is not the example's"
    );
    let program = read("passport-api/examples/own_api/main.rs");
    // The first line says where the program belongs.
    let (_, program) = program.split_once("\n\n").unwrap();
    // Here the package is passport-api; in the README, the reader's.
    let program = &program.replace("examples/own_api/scopes.toml", "scopes.toml");
    assert!(
        readme.contains(program),
        "the README's `src/main.rs` is not the example's"
    );
    assert!(program.lines().count() <= 20, "it is said to be 20 lines");
}

/// Places and the length of underlines differ; texts do not.
#[test]
fn the_compile_errors_are_the_compilers() {
    let cases = format!("{ROOT}/tests/ui/missing_scope");
    let files = fs::read_dir(cases)
        .unwrap()
        .map(|file| file.unwrap().path());
    let known = files.filter(|path| path.extension().is_some_and(|name| name == "stderr"));
    let known: String = known
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    let known: Vec<&str> = known.lines().map(told).collect();
    let mut shown = 0;
    for page in pages() {
        for error in blocks(&read(&page), "text") {
            if !error.starts_with("error[") {
                continue;
            }
            shown += 1;
            for line in error.lines().filter(|line| !is_place(line)) {
                assert!(known.contains(&told(line)), "{page}: no case says: {line}");
            }
        }
    }
    assert!(shown >= 3, "only {shown} errors were found on the pages");
}

/// A line of an error without what stands for its place in the source.
fn told(line: &str) -> &str {
    line.trim_start_matches([' ', '|', '=', '^', '-'])
}

/// The line with the place, or with the source.
fn is_place(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("-->") || line.starts_with(|first: char| first.is_ascii_digit())
}

#[test]
fn the_tests_in_the_guide_are_run() {
    let tests = read("examples/guide/tests.rs");
    let shown = blocks(&read("docs/guide/tests.md"), "rust");
    assert!(shown.len() > 5);
    for block in &shown {
        assert!(
            tests.contains(block.as_str()),
            "it is not in the file:\n{block}"
        );
    }
    // And the other way round, but for the module's docs.
    for part in tests.split("\n\n").skip(1).map(str::trim) {
        let is_shown = shown.iter().any(|block| block.contains(part));
        assert!(is_shown, "it is not on the page:\n{part}");
    }
}

#[test]
fn the_commands_have_the_options_that_are_shown() {
    let mut shown = 0;
    for page in pages() {
        for line in blocks(&read(&page), "sh")
            .iter()
            .flat_map(|block| block.lines())
        {
            let line = line.split('#').next().unwrap_or_default();
            let Some(command) = line.trim().strip_prefix("cargo passport ") else {
                continue;
            };
            let mut words = command.split_whitespace();
            let name = words.next().unwrap();
            let mut ui = cli::Ui::captured();
            let status = cli::run(vec!["help".into(), name.into()], &mut ui);
            let (help, err) = ui.captured_text();
            assert_eq!(status, 0, "{page}: {line}: {err}");
            for option in words.filter(|word| word.starts_with("--")) {
                assert!(
                    help.contains(option),
                    "{page}: {line}: there is no {option}"
                );
            }
            shown += 1;
        }
    }
    assert!(shown >= 10, "only {shown} commands were found on the pages");
}

/// The README and the pages of the guide.
fn pages() -> Vec<String> {
    let guide = fs::read_dir(format!("{ROOT}/docs/guide")).unwrap();
    let names = guide.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut pages: Vec<String> = names.map(|name| format!("docs/guide/{name}")).collect();
    pages.push("README.md".to_owned());
    pages
}
