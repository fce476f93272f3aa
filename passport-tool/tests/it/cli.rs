//! The command line: what it takes, writes, compares and refuses.

use std::path::PathBuf;

/// A folder that is gone when the test is.
pub(crate) struct Folder {
    pub(crate) path: PathBuf,
}

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("passport-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self { path }
    }

    pub(crate) fn text(&self) -> String {
        self.path.display().to_string()
    }

    pub(crate) fn write(&self, file: &str, text: &str) -> String {
        let path = self.path.join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub(crate) fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path.join(file)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// Runs the command; answers its exit status and what it wrote to stdout.
pub(crate) fn run(arguments: &[&str]) -> (u8, String) {
    let (status, out, _) = run_both(arguments);
    (status, out)
}

/// The same, and what it wrote to stderr.
pub(crate) fn run_both(arguments: &[&str]) -> (u8, String, String) {
    let mut ui = passport_tool::cli::Ui::captured();
    let arguments = arguments.iter().map(Into::into).collect();
    let status = passport_tool::cli::run(arguments, &mut ui);
    let (out, err) = ui.captured_text();
    (status, out, err)
}

pub(crate) const DOCUMENT: &str = "
openapi: 3.0.0
info: {title: T}
servers: [{url: 'https://t.example'}]
paths:
  /a: {get: {operationId: one, security: [{o: [a, a.read]}], responses: {200: {description: ok}}}}
components: {securitySchemes: {o: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://t.example/t', scopes: {a: A, a.read: R}}}}}}
";

#[test]
fn decisions_survive_the_next_import() {
    let folder = Folder::new("survive");
    let document = folder.write("openapi.yaml", DOCUMENT);
    let out = folder.path.join("out").display().to_string();
    let import = [
        "passport", "import", &document, "--out", &out, "--api", "shop",
    ];
    assert_eq!(run(&import).0, 0);
    assert!(
        folder
            .read("out/scopes.toml")
            .contains("all_of = [\"a\", \"a.read\"]")
    );
    assert!(
        folder
            .read("out/IMPORT.md")
            .contains("a scope and a form of its own")
    );
    folder.write(
        "out/overrides.toml",
        "[operations.\"GET /a\"]\nlists = \"any-of\"\nname = \"things.list\"\n",
    );
    folder.write("out/src/lib.rs", "// mine\n");
    let (status, output, said) = run_both(&[&import[..], &["--check"]].concat());
    assert_eq!(status, 1);
    assert!(output.contains("+any_of = [\"a\", \"a.read\"]"), "{output}");
    assert!(said.contains("without `--check` writes it anew"), "{said}");
    assert_eq!(run(&import).0, 0);
    assert!(
        folder
            .read("out/scopes.toml")
            .contains("[api.shop.endpoints.things.list]")
    );
    assert!(
        !folder
            .read("out/IMPORT.md")
            .contains("a scope and a form of its own")
    );
    assert_eq!(folder.read("out/src/lib.rs"), "// mine\n");
    assert_eq!(run(&[&import[..], &["--check"]].concat()).0, 0);
}

#[test]
fn a_decision_that_breaks_the_file_is_refused() {
    let folder = Folder::new("broken");
    let document = folder.write("openapi.yaml", DOCUMENT);
    folder.write("overrides.toml", "[operations.one]\nscope = \"nowhere\"\n");
    assert_eq!(run(&["import", &document, "--out", &folder.text()]).0, 2);
    assert!(!folder.path.join("scopes.toml").exists());
    folder.write("overrides.toml", "listz = 1\n");
    assert_eq!(run(&["import", &document, "--out", &folder.text()]).0, 2);
}

#[test]
fn a_persons_file_is_not_overwritten() {
    let folder = Folder::new("foreign");
    let document = folder.write("openapi.yaml", DOCUMENT);
    folder.write("scopes.toml", "# mine\n");
    assert_eq!(run(&["import", &document, "--out", &folder.text()]).0, 2);
    assert_eq!(folder.read("scopes.toml"), "# mine\n");
    assert!(!folder.path.join("Cargo.toml").exists());
}

#[test]
fn arguments_are_checked() {
    assert!(run(&["passport", "--help"]).1.contains("  import"));
    let help = run(&["help", "import"]).1;
    assert!(help.contains("  --lists any-of|all-of "), "{help}");
    assert_eq!(run(&["import", "--help", "--nonsense"]).1, help);
    assert_eq!(run(&["--version"]).0, 0);
    for wrong in [
        &["nothing"][..],
        &["import"],
        &["import", "x.yaml"],
        &["import", "x.yaml", "--out", "y", "--lists", "maybe"],
        &["import", "/nowhere/x.yaml", "--out", "/nowhere/y"],
        &["import", "x.yaml", "z.yaml", "--out", "y"],
    ] {
        assert_eq!(run(wrong).0, 2, "{wrong:?}");
    }
}

#[test]
fn a_misspelt_word_is_answered_with_the_nearest() {
    let check = |arguments: &[&str], expected: &str| {
        let (status, _, err) = run_both(arguments);
        assert_eq!(status, 2);
        assert!(err.contains(expected), "{err}");
    };
    check(&["imprt"], "did you mean `import`?");
    check(
        &["import", "--chekc"],
        "unexpected `--chekc`; did you mean `--check`?",
    );
    check(&["import", "--out"], "`--out` needs a value");
    check(&["import", "--lists", "maybe"], "not `maybe`");
    check(&["import", "--color", "red"], "`--color` takes `auto`");
    check(&["sandbox", "--spce", "x"], "did you mean `--spec`?");
    check(
        &["sandbox", "--color", "never", "--port", "x"],
        "`x` is no port",
    );
    check(&["sandbox", "--port", "x"], "`x` is no port");
    check(&["sandbox", "--fault", "rset"], "did you mean `reset`?");
    check(
        &["sandbox", "--clock", "now"],
        "write one as RFC 3339 has it",
    );
}

#[test]
fn a_mistake_is_shown_where_it_is() {
    let folder = Folder::new("shown");
    let document = folder.write("openapi.yaml", DOCUMENT);
    folder.write("overrides.toml", "lists = \"any-of\"\nlistz = 1\n");
    let (status, _, err) = run_both(&["import", &document, "--out", &folder.text()]);
    assert_eq!(status, 2);
    assert!(err.contains("overrides.toml:2:1"), "{err}");
    assert!(err.contains("2 | listz = 1\n  | ^^^^^^^^^"), "{err}");
    folder.write("overrides.toml", "");
    let spec = folder.write("scopes.toml", "[api.a]\ntokn.path = \"/t\"\n");
    let (status, _, err) = run_both(&["sandbox", "--spec", &spec]);
    assert_eq!(status, 2);
    assert!(
        err.contains("scopes.toml:2:1") && err.contains("2 | tokn"),
        "{err}"
    );
    let broken = folder.write("broken.yaml", "openapi: 3.0.0\n  paths: [\n");
    let (status, _, err) = run_both(&["import", &broken, "--out", &folder.text()]);
    assert_eq!(status, 2);
    assert!(err.contains("broken.yaml:2:"), "{err}");
}

#[test]
fn the_sandbox_reads_documents_too() {
    let folder = Folder::new("sandbox-document");
    let document = folder.write("openapi.yaml", DOCUMENT);
    // It gets as far as the certificate, whose file is no file.
    let certificate = folder.text();
    let (status, _, err) = run_both(&[
        "sandbox",
        "--spec",
        &document,
        "--certificate",
        &certificate,
    ]);
    assert_eq!(status, 2);
    assert!(err.contains("cannot write the certificate"), "{err}");
    let broken = folder.write("broken.yaml", "openapi: 3.0.0\n  paths: [\n");
    let (status, _, err) = run_both(&["sandbox", "--spec", &broken]);
    assert_eq!(status, 2);
    assert!(err.contains("broken.yaml:2:"), "{err}");
    assert_eq!(err.matches("error:").count(), 1, "{err}");
}

#[test]
fn a_program_gets_json() {
    let folder = Folder::new("json");
    let document = folder.write("openapi.yaml", DOCUMENT);
    let import = ["import", &document, "--out", &folder.text(), "--json"];
    let (status, out, err) = run_both(&import);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, err.as_str()), (0, ""));
    assert_eq!(json["counts"]["operations"], 1);
    assert_eq!(json["notes"][0]["kind"], "reading");
    let (status, out, err) = run_both(&["import", "--json", "x"]);
    let json: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((status, err.as_str()), (2, ""));
    assert_eq!(json["errors"][0]["message"], "`--out DIR` is missing");
}
