//! `cargo passport new`: what it makes builds and passes its own tests, as it stands, with the versions that are here.

use std::collections::hash_map::DefaultHasher;
use std::env;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};

use passport_tool::cli;

/// A folder outside of this workspace, with the same name in each run, so that what is built for it
/// takes the place of what was built before.
struct Project(PathBuf);

impl Project {
    fn new(name: &str, options: &[&str]) -> Self {
        let project = Self(Self::folder(name));
        let _ = fs::remove_dir_all(&project.0);
        let folder = project.0.display().to_string();
        let packages = root().display().to_string();
        let new = ["new", &folder, "--packages", &packages];
        let (status, said) = run(&[&new[..], options].concat());
        assert_eq!(status, 0, "{said}");
        project
    }

    fn folder(name: &str) -> PathBuf {
        let mut hasher = DefaultHasher::new();
        env!("CARGO_TARGET_TMPDIR").hash(&mut hasher);
        let parent = env::temp_dir().join(format!("passport-new-{:x}", hasher.finish()));
        parent.join(name)
    }

    /// Runs `cargo test` in it; answers what that printed.
    fn test(&self) -> String {
        nested_cargo::lock(&self.0).unwrap();
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap();
        let output = nested_cargo::command(&self.0, ["test"])
            .env("CARGO_TARGET_DIR", target)
            .env_remove("RUSTFLAGS")
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{text}\n{errors}");
        assert!(!errors.contains("warning: unused"), "{errors}");
        text
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn run(arguments: &[&str]) -> (u8, String) {
    let mut ui = cli::Ui::captured();
    let status = cli::run(arguments.iter().map(Into::into).collect(), &mut ui);
    let (out, err) = ui.captured_text();
    (status, out + &err)
}

/// Both tests, the example that compiles, and the one that must not.
#[track_caller]
fn check(project: &Project) {
    let text = project.test();
    for line in [
        "test the_call_is_let_through ... ok",
        "test a_smaller_grant_is_refused ... ok",
        " - compile ... ok",
        " - compile fail ... ok",
    ] {
        assert!(text.contains(line), "{line} is missing:\n{text}");
    }
}

#[test]
fn the_example_passes_its_tests() {
    let project = Project::new("example", &[]);
    check(&project);
    let manifest = project.0.join("Cargo.toml").display().to_string();
    let regen = ["regen", "--check", "--manifest-path", &manifest];
    assert_eq!(run(&regen), (0, String::new()));
}

#[test]
fn a_built_in_system_passes_its_tests() {
    check(&Project::new("built-in", &["--system", "parking"]));
}

#[test]
fn an_imported_document_passes_its_tests() {
    let document = Project::folder("document").with_extension("yaml");
    fs::create_dir_all(document.parent().unwrap()).unwrap();
    fs::write(&document, DOCUMENT).unwrap();
    let document = document.display().to_string();
    let project = Project::new("imported", &["--document", &document]);
    check(&project);
    let manifest = project.0.join("Cargo.toml").display().to_string();
    let regen = ["regen", "--check", "--manifest-path", &manifest];
    assert_eq!(run(&regen), (0, String::new()));
}

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: Library}
servers: [{url: 'https://api.library.example'}]
security: [{oauth: ['books:read']}]
paths:
  /books/{isbn}:
    get:
      operationId: getBook
      tags: [books]
      parameters: [{name: isbn, in: path, required: true, schema: {type: string}}]
      responses: {200: {description: ok, content: {application/json: {schema: {
        type: object, properties: {title: {type: string}}, required: [title]}}}}}
components:
  securitySchemes:
    oauth: {type: oauth2, flows: {clientCredentials: {
      tokenUrl: 'https://api.library.example/token', scopes: {'books:read': Read books}}}}
";
