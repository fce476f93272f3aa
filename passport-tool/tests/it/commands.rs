//! `diff`, `explain` and `new` on the command line: what they take, print and refuse.

use std::process::Command;

use serde_json::Value;

use crate::cli::{DOCUMENT, Folder, run, run_both};

const SPEC: &str = r#"
[api.shop]
token.path = "/token"

[api.shop.scopes]
"orders:read" = "Read orders"
"orders:write" = { description = "Change orders", implies = ["orders:read"] }

[api.shop.endpoints.orders.get]
call = "GET /orders/{id}"
scope = "orders:read"
"#;

fn stricter() -> String {
    SPEC.replace("scope = \"orders:read\"", "scope = \"orders:write\"")
}

#[test]
fn a_breaking_change_stops_a_gate() {
    let folder = Folder::new("diff");
    let old = folder.write("old.toml", SPEC);
    let new = folder.write("new.toml", &stricter());
    let (status, out, err) = run_both(&["diff", &old, &new]);
    assert_eq!(status, 1);
    let expected = "\
breaking: requirement gained: shop orders.get
    `orders:read` -> `orders:write`
    a token with the old scopes is refused, and a set with only these does not compile
";
    assert_eq!(out, expected);
    assert!(err.contains("1 breaking, 0 to look at, 0 compatible; suggested version: major"));
    assert_eq!(run(&["diff", &old, &new, "--allow-breaking"]).0, 0);
    let (status, out, _) = run_both(&["diff", &new, &old]);
    assert_eq!(status, 0);
    assert!(
        out.contains("security: somebody may do more than before"),
        "{out}"
    );
    let (status, page) = run(&["diff", &old, &new, "--markdown"]);
    assert_eq!(status, 1);
    assert!(page.contains("## Breaking\n\n| what |"), "{page}");
    let (status, json) = run(&["diff", &old, &new, "--json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((status, &json["bump"]), (1, &"major".into()));
    assert_eq!(json["changes"][0]["kind"], "requirement-gained");
    assert_eq!(run(&["diff", &old, &old]), (0, String::new()));
}

#[test]
fn documents_are_compared_as_they_are() {
    let folder = Folder::new("diff-documents");
    let old = folder.write("old.yaml", DOCUMENT);
    let new = folder.write("new.yaml", &DOCUMENT.replace("[a, a.read]", "[a]"));
    let (status, out) = run(&["diff", &old, &new]);
    assert_eq!(status, 0, "{out}");
    assert!(out.contains("compatible: requirement lost"), "{out}");
    assert_eq!(run(&["diff", &new, &old]).0, 1);
}

#[test]
fn a_file_is_compared_with_a_revision() {
    let folder = Folder::new("diff-git");
    let file = folder.write("spec/scopes.toml", SPEC);
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(&folder.path).args(arguments);
        let identity = [
            "AUTHOR_NAME",
            "AUTHOR_EMAIL",
            "COMMITTER_NAME",
            "COMMITTER_EMAIL",
        ];
        for name in identity {
            command.env(format!("GIT_{name}"), "test@shop.example");
        }
        let output = command.output().unwrap();
        assert!(output.status.success(), "{output:?}");
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "first"]);
    assert_eq!(run(&["diff", "--git", "HEAD", &file]).0, 0);
    folder.write("spec/scopes.toml", &stricter());
    let (status, out) = run(&["diff", "--git", "HEAD", &file]);
    assert_eq!(status, 1);
    assert!(out.starts_with("breaking: requirement gained"), "{out}");
    for (revision, expected) in [
        ("nowhere", "git has no `nowhere:./scopes.toml`"),
        ("--output=x", "`--output=x` is no revision"),
    ] {
        let (status, _, err) = run_both(&["diff", "--git", revision, &file]);
        assert_eq!(status, 2);
        assert!(err.contains(expected), "{err}");
    }
}

#[test]
fn a_broken_spec_is_shown_where_it_is() {
    let folder = Folder::new("diff-broken");
    let old = folder.write("old.toml", SPEC);
    let new = folder.write("new.toml", &SPEC.replace("scope =", "scop ="));
    for arguments in [&["diff", &old, &new][..], &["explain", "x", "--spec", &new]] {
        let (status, _, err) = run_both(arguments);
        assert_eq!(status, 2);
        assert!(err.contains("new.toml:11:1"), "{err}");
        assert!(err.contains("did you mean `scope`?"), "{err}");
    }
    assert_eq!(run(&["diff", &old]).0, 2);
    assert_eq!(run(&["diff", &old, "nowhere.toml"]).0, 2);
    assert_eq!(run(&["diff", &old, &new, &new]).0, 2);
}

#[test]
fn words_are_explained() {
    let folder = Folder::new("explain");
    let file = folder.write("scopes.toml", SPEC);
    let (status, out, err) = run_both(&["explain", "orders:read", "orders.get", "--spec", &file]);
    assert_eq!((status, err.as_str()), (0, ""));
    let expected = r#"orders:read: scope of shop
  is            Read orders
  identifier    shop::scopes::orders::Read
  needed by     orders.get: GET /orders/{id}: `orders:read`
  granted by    `orders:write`
  declare       shop::scope_set! { pub struct Mine = "orders:read"; }
  generic code  S: passport_api::Carries<shop::scopes::orders::Read>

orders.get: endpoint of shop
  call          GET /orders/{id}
  in Rust       client.orders().get(&token, id)
  needs         `orders:read`
  declare       shop::scope_set! { pub struct Mine = "orders:read"; }
  covered by    `orders:write`
  sent again    safe
  generic code  S: shop::access::orders::Get
"#;
    assert_eq!(out, expected);
    let json = run(&["explain", "orders:write", "--json", "--spec", &file]).1;
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["explained"][0]["is"], "scope");
    assert_eq!(json["explained"][0]["covers"][0], "orders:read");
    for (arguments, expected) in [
        (
            &["explain", "orders:raed"][..],
            "did you mean `orders:read`?",
        ),
        (&["explain", "orders.gett"], "did you mean `orders.get`?"),
        (&["explain", "x", "--api", "shpo"], "did you mean `shop`?"),
        (&["explain"], "say which scope or endpoint"),
    ] {
        let (status, _, err) = run_both(&[arguments, &["--spec", &file]].concat());
        assert_eq!(status, 2);
        assert!(err.contains(expected), "{err}");
    }
}

#[test]
fn a_scope_shows_which_of_its_calls_are_inferred() {
    let folder = Folder::new("explain-inferred");
    let more = r#"
[api.shop.endpoints.orders.put]
call = "PUT /orders/{id}"
all_of = ["orders:read", "orders:write"]
inferred = true
[api.shop.endpoints.orders.list]
call = "GET /orders"
scope = "orders:read"
inferred = ["scope", "path"]
"#;
    let file = folder.write("scopes.toml", &format!("{SPEC}{more}"));
    let (status, out, err) = run_both(&["explain", "orders:read", "--spec", &file]);
    assert_eq!((status, err.as_str()), (0, ""));
    let calls = r"
  needed by     orders.get: GET /orders/{id}: `orders:read`
                orders.put: PUT /orders/{id}: `orders:read` and `orders:write` (this scope alone is not enough; no document shows that it takes these scopes)
                orders.list: GET /orders: `orders:read` (no document shows that it takes these scopes)
";
    assert!(out.contains(calls), "{out}");
}

#[test]
fn a_project_is_made_only_where_nothing_is() {
    let folder = Folder::new("new");
    let path = folder.path.join("my-shop").display().to_string();
    let (status, _, err) = run_both(&["new", &path]);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("&& cargo test"), "{err}");
    assert!(
        folder
            .read("my-shop/Cargo.toml")
            .contains("name = \"my-shop\"")
    );
    let before = folder.read("my-shop/src/main.rs");
    let (status, _, err) = run_both(&["new", &path, "--system", "breb"]);
    assert_eq!(status, 2);
    assert!(err.contains("not an empty folder"), "{err}");
    assert_eq!(folder.read("my-shop/src/main.rs"), before);
    let spec = folder.write("scopes.toml", SPEC);
    let broken = folder.write("broken.toml", "[api.shop]\n");
    let other = folder.path.join("other").display().to_string();
    for (arguments, expected) in [
        (&["--name", "1st"][..], "cannot be called `1st`"),
        (&["--name", "fn"], "cannot be called `fn`"),
        (&["--name", "tokio"], "something that the package uses"),
        (&["--system", "brebb"], "did you mean `breb`?"),
        (&["--spec", &broken], "broken.toml:1:"),
        (&["--spec", &spec, "--api", "shpo"], "did you mean `shop`?"),
        (&["--spec", &spec, "--system", "breb"], "only one of"),
        (&["--api", "shop"], "`--api` needs"),
    ] {
        let (status, _, err) = run_both(&[&["new", &other][..], arguments].concat());
        assert_eq!(status, 2, "{arguments:?}");
        assert!(err.contains(expected), "{err}");
        assert!(!folder.path.join("other").exists(), "{arguments:?}");
    }
    folder.write("Cargo.toml", "[workspace]\n");
    let (status, _, err) = run_both(&["new", &other, "--spec", &spec]);
    assert_eq!(status, 0, "{err}");
    assert!(err.contains("add \"other\" to the members"), "{err}");
}
