//! What the README shows is what is compiled and run.

use std::fs;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

fn read(file: &str) -> String {
    fs::read_to_string(format!("{ROOT}/{file}")).unwrap()
}

#[test]
fn the_own_api_in_the_readme_is_the_example() {
    let readme = read("README.md");
    let spec = read("passport-api/examples/own_api/scopes.toml");
    assert!(
        readme.contains(&spec),
        "the README's `src/scopes.toml` is not the example's"
    );
    let program = read("passport-api/examples/own_api/main.rs");
    // The first line says where the program belongs.
    let (_, program) = program.split_once("\n\n").unwrap();
    assert!(
        readme.contains(program),
        "the README's `src/main.rs` is not the example's"
    );
    assert!(program.lines().count() <= 20, "it is said to be 20 lines");
}

#[test]
fn the_compile_error_in_the_readme_is_the_compilers() {
    let stderr = read("tests/ui/missing_scope/list.stderr");
    let readme = read("README.md");
    // Places differ, texts do not.
    let texts = [
        "does not carry the scope `",
        "` needs `",
        "to the `breb::scope_set!` that declares",
    ];
    for text in texts {
        assert!(stderr.contains(text) && readme.contains(text), "{text}");
    }
}
