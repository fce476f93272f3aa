//! `cargo passport audit`, on programs that are compiled for it.
//!
//! All share a target directory, and so wait for each other.

mod generated;
mod workspace;

use std::fs;

use serde_json::Value;

use workspace::{Workspace, root, set, words};

#[test]
fn the_report_is_the_committed_one() {
    let workspace = Workspace::of_case("clerks", "report");
    // What is compiled for one package's audit is no good for that of another.
    let (_, json) = workspace.audit_json(&["-p", "app"]);
    let [role] = &json["audit"]["sets"].as_array().unwrap()[..] else {
        panic!("the sets of other packages are theirs: {json:#}");
    };
    assert_eq!(role["name"], "shop::sets::Clerk");
    let (status, out, err) = workspace.audit(&["--workspace", "--all-targets"]);
    let golden = root().join("tests/audit/clerks.txt");
    if std::env::var_os("PASSPORT_REGEN").is_some_and(|value| value == "1") {
        fs::write(&golden, &out).unwrap();
    }
    assert_eq!(out, fs::read_to_string(&golden).unwrap(), "{err}");
    assert_eq!(status, 1);

    // The same without the tests: a set needs less.
    let (_, json) = workspace.audit_json(&["-p", "desk"]);
    let reader = set(&json, "lib.rs", "Reader");
    assert_eq!(words(&reader["least"]), ["orders:read"]);
    assert_eq!(set(&json, "lib.rs", "Watcher")["verdict"], "unused");
}

#[test]
fn what_is_to_be_pasted_compiles_and_is_the_least() {
    let workspace = Workspace::of_case("clerks", "paste");
    let (_, json) = workspace.audit_json(&["--workspace", "--all-targets"]);
    let sets = json["audit"]["sets"].as_array().unwrap();
    let lines: Vec<&Value> = sets.iter().filter(|set| set["line"].is_string()).collect();
    assert_eq!(lines.len(), 4, "{json:#}");
    for set in lines.into_iter().rev() {
        paste(&workspace, set);
    }
    // What the report says of the sets for which there is nothing to paste.
    workspace.replace(
        "desk/src/lib.rs",
        "token::<Anyone>",
        "token::<shop::sets::Unscoped>",
    );
    workspace.replace("app/src/main.rs", "sets::Clerk>", "Named>");
    workspace.replace("app/src/main.rs", "shop::{Client, sets}", "shop::Client");
    let named = "shop::scope_set! { struct Named = \"people:read\"; }\n\nfn main()";
    workspace.replace("app/src/main.rs", "fn main()", named);

    let (status, out, err) = workspace.audit(&["--workspace", "--all-targets"]);
    assert_eq!(status, 0, "{out}{err}");
}

/// Writes a declaration where the one that it replaces is.
fn paste(workspace: &Workspace, set: &Value) {
    let file = set["place"]["file"].as_str().unwrap();
    let line = usize::try_from(set["place"]["line"].as_u64().unwrap()).unwrap();
    let text = fs::read_to_string(workspace.folder.join(file)).unwrap();
    let start: usize = text
        .split_inclusive('\n')
        .take(line - 1)
        .map(str::len)
        .sum();
    let end = start + text[start..].find(';').unwrap() + 1;
    let new = set["line"].as_str().unwrap();
    workspace.write(file, &format!("{}{new}{}", &text[..start], &text[end..]));
}

const MANIFEST: &str = r#"
[package]
name = "program"
edition = "2024"

[workspace]

[dependencies]
passport-api = { path = "PASSPORT_API", default-features = false }
"#;

/// A program of one crate, with the API of the other case in it.
fn program(name: &str, code: &str) -> Workspace {
    let workspace = Workspace::new(name);
    let spec = root().join("tests/audit/clerks/shop/scopes.toml");
    workspace.write("scopes.toml", &fs::read_to_string(spec).unwrap());
    workspace.write("Cargo.toml", MANIFEST);
    workspace.write(
        "src/lib.rs",
        &format!("passport_api::api! {{ spec = \"scopes.toml\" }}\n{code}"),
    );
    workspace
}

/// Without its scope the method does not exist, so that no error names what is missing.
const METHOD: &str = r#"
use passport_api::{ScopedToken, ScopeSet};
scope_set! {
    pub struct Reader = "orders:write", "people:read";
    pub struct Other = "orders:read";
    pub struct Bounded = "orders:read";
}
pub trait Read { fn read(&self, client: &Client); }
impl<S: access::orders::Get> Read for ScopedToken<S> {
    fn read(&self, client: &Client) { let _ = client.orders().get(self, "1"); }
}
pub fn read(token: &ScopedToken<Reader>, client: &Client) { token.read(client); }
pub fn boxed(token: ScopedToken<Reader>) -> Box<dyn Read> { Box::new(token) }
pub fn any<S: ScopeSet<Api = Client>>() {}
pub fn bounded() { any::<Bounded>(); }
"#;

#[test]
fn what_no_error_names_is_found_by_trying() {
    let (status, json) = program("method", METHOD).audit_json(&[]);
    let reader = set(&json, "lib.rs", "Reader");
    assert_eq!(words(&reader["least"]), ["orders:read"]);
    assert_eq!(reader["verdict"], "over_privileged");
    assert_eq!(set(&json, "lib.rs", "Other")["verdict"], "unused");
    let bounded = set(&json, "lib.rs", "Bounded");
    assert_eq!(
        (&bounded["verdict"], words(&bounded["least"]).len()),
        (&"over_privileged".into(), 0)
    );
    assert_eq!(status, 1);
}

#[test]
fn a_program_that_does_not_compile_is_not_audited() {
    let lacks = "scope_set! { struct A = \"orders:read\"; }\n\
        pub fn f(c: &Client, t: &passport_api::ScopedToken<A>) { let _ = c.orders().create(t); }\n";
    for (code, expected) in [
        (lacks, "`A` does not carry the scope `orders:write`"),
        ("pub fn f() -> u8 { \"a\" }", "mismatched types"),
        (
            "scope_set! { struct A = \"orders:raed\"; }",
            "did you mean \"orders:read\"?",
        ),
    ] {
        let (status, out, err) = program("broken", code).audit(&[]);
        assert_eq!((status, out.as_str()), (2, ""), "{err}");
        assert!(err.contains(expected), "{err}");
        assert!(
            err.contains("does not compile, even with all scopes"),
            "{err}"
        );
    }
    let (status, _, err) = program("broken", "").audit(&["-p", "progam"]);
    assert_eq!(status, 2);
    assert!(err.contains("did you mean `program`?"), "{err}");
}

#[test]
fn a_grant_is_held_against_the_program() {
    let code = "scope_set! { struct A = \"orders:read\"; }\n\
        pub fn f(c: &Client, t: &passport_api::ScopedToken<A>) { let _ = c.orders().get(t, \"\"); }\n";
    let workspace = program("granted", code);
    let response = |scopes: &str| {
        let text = format!("{{\"access_token\": \"s3cret\", \"scope\": \"{scopes}\"}}");
        workspace.write("token.json", &text);
        let file = workspace.folder.join("token.json").display().to_string();
        let (status, out, err) = workspace.audit(&["--granted", &file]);
        assert!(!out.contains("s3cret") && !err.contains("s3cret"));
        (status, out)
    };
    assert_eq!(response("orders:read").0, 0);
    let (status, out) = response("admin people:red s3cret");
    assert_eq!(status, 1);
    assert!(
        out.contains("admin: more than code uses; `orders:read` will do"),
        "{out}"
    );
    assert!(out.contains("the nearest is `people:read`"), "{out}");
    let (status, out) = response("people:read");
    assert_eq!(status, 1);
    assert!(out.contains("people:read: no code uses it"), "{out}");
    assert!(
        out.contains("`A` declares `orders:read`, which the grant lacks"),
        "{out}"
    );
}
