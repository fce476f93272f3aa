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

    fn write(&self, file: &str, text: &str) -> String {
        let path = self.path.join(file);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.path.join(file)).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.path);
    }
}

/// Runs the command; answers its exit status and output.
pub(crate) fn run(arguments: &[&str]) -> (u8, String) {
    let mut out = Vec::new();
    let arguments = arguments.iter().map(Into::into).collect();
    let status = passport_tool::cli::run(arguments, &mut out);
    (status, String::from_utf8(out).unwrap())
}

const DOCUMENT: &str = "
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
    let (status, output) = run(&[&import[..], &["--check"]].concat());
    assert_eq!(status, 1);
    assert!(output.contains("+any_of = [\"a\", \"a.read\"]"), "{output}");
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
    assert!(run(&["passport", "--help"]).1.contains("--lists"));
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
