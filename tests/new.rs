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

/// Text of a document that is code, or a call that leads elsewhere, does nothing on this machine.
#[test]
fn text_of_a_document_is_never_run() {
    let document = Project::folder("hostile").with_extension("yaml");
    fs::create_dir_all(document.parent().unwrap()).unwrap();
    fs::write(&document, hostile_document()).unwrap();
    let document = document.display().to_string();
    let project = Project::new("harmless", &["--document", &document]);
    let spec = fs::read_to_string(project.0.join("scopes.toml")).unwrap();
    assert!(spec.matches("std::fs::write").count() > 20, "{spec}");
    assert!(!spec.contains("admin"), "{spec}");
    check_harmless(&project);
}

/// The same of a spec that is written by hand, whose texts are kept as they are.
#[test]
fn text_of_a_spec_is_never_run() {
    let spec = Project::folder("hostile").with_extension("toml");
    fs::create_dir_all(spec.parent().unwrap()).unwrap();
    fs::write(&spec, hostile_spec()).unwrap();
    let spec = spec.display().to_string();
    check_harmless(&Project::new("harmless-spec", &["--spec", &spec]));
}

/// Runs the project's tests; those of its documentation are the two examples of its own.
#[track_caller]
fn check_harmless(project: &Project) {
    let tests = project.test();
    let of_docs = tests.lines().filter(|line| line.starts_with("test src/"));
    assert_eq!(of_docs.count(), 2, "{tests}");
    let files = fs::read_dir(&project.0).unwrap();
    let mut names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    assert!(
        names.all(|name| !name.starts_with("written-by-")),
        "{tests}"
    );
}

/// Texts that write a file where they are run.
fn hostile_texts() -> Vec<String> {
    let code = |name: &str| format!("std::fs::write(\"written-by-{name}\", \"\").unwrap();");
    vec![
        format!("A.\n\n```\n{}\n```", code("fence")),
        format!("A.\n\n~~~rust\n{}\n~~~\n", code("tildes")),
        format!("A.\n\n````no_run,should_panic\n{}\n", code("open")),
        format!("A.\n\n    {}\n\nB", code("indent")),
        format!("A.\n\n\t{}\n\nB", code("tab")),
        format!("* ```\n  {}\n  ```", code("item")),
        format!("-     {}", code("item-indent")),
        format!("> ```\n> {}\n> ```", code("quote")),
        format!("> ```\n> a\n\n```\n{}\n```", code("behind-quote")),
        format!("<!--\n```text\n-->\n```\n{}\n```", code("comment")),
        format!("`\u{200b}``\n{}\n`\u{200b}``", code("zero-width")),
        format!("A.\r\r```\r{}\r```", code("return")),
        format!("*/ \"] #![doc = \"\n```\n{}\n```\n", code("end")),
    ]
}

/// A document with these texts in each of its places for text.
fn hostile_document() -> String {
    let texts = hostile_texts();
    let json = |text: &str| serde_json::to_string(text).unwrap();
    let mut paths = String::from("  /../../admin: {get: {operationId: admin, responses: {}}}\n");
    let mut schemas = String::new();
    for (at, text) in texts.iter().enumerate() {
        let text = json(text);
        paths += &format!(
            "  /p{at}: {{get: {{operationId: op{at}, tags: [t], summary: {text}, \
             externalDocs: {{url: {text}}}, security: [{{o: ['s:{at}']}}], \
             parameters: [{{name: q, in: query, description: {text}, schema: {{type: string}}}}], \
             responses: {{200: {{description: {text}, content: {{application/json: \
             {{schema: {{$ref: '#/components/schemas/M{at}'}}}}}}}}}}}}}}\n"
        );
        schemas += &format!(
            "    M{at}: {{type: object, title: {text}, description: {text}, \
             properties: {{a: {{type: string, description: {text}}}}}}}\n"
        );
    }
    let text = json(&texts.concat());
    let scopes: Vec<String> = texts
        .iter()
        .enumerate()
        .map(|(at, text)| format!("'s:{at}': {}", json(text)))
        .collect();
    format!(
        "openapi: 3.0.3\ninfo: {{title: {text}, version: '1', description: {text}}}\n\
         servers: [{{url: 'https://api.shop.example'}}]\npaths:\n{paths}components:\n  \
         schemas:\n{schemas}  securitySchemes:\n    o: {{type: oauth2, flows: {{clientCredentials: \
         {{tokenUrl: 'https://api.shop.example/token', scopes: {{{}}}}}}}}}\n",
        scopes.join(", ")
    )
}

/// A spec with these texts in each of its places for text.
fn hostile_spec() -> String {
    let texts = hostile_texts();
    // JSON's strings are TOML's, too.
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let all = quoted(&texts.concat());
    let (mut scopes, mut endpoints) = (String::new(), String::new());
    for (at, text) in texts.iter().enumerate() {
        let text = quoted(text);
        scopes += &format!(
            "\"s:{at}\" = {{ description = {text}, docs = {text} }}\n\
             \"d:{at}\" = {{ description = {text}, deprecated = {text} }}\n"
        );
        endpoints += &format!(
            "[api.shop.endpoints.t.op{at}]\ncall = \"GET /p{at}\"\nscope = \"s:{at}\"\n\
             description = {text}\ndocs = {text}\nresponse = \"json\"\n\
             query = {{ q = {{ type = \"string\", description = {text} }} }}\n"
        );
    }
    format!(
        "[api.shop]\ntitle = {all}\ndescription = {all}\ndocs = {all}\n\
         servers.production = \"https://api.shop.example\"\ntoken.path = \"/oauth/token\"\n\
         token.docs = {all}\n[api.shop.scopes]\n{scopes}\
         [api.shop.sets.{all}]\ndescription = {all}\nscopes = [\"s:0\"]\n{endpoints}"
    )
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
