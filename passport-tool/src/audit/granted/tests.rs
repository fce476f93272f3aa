use passport_spec::{Api, Spec};

use super::{granted, is_filled, read_grant};
use crate::audit::{Audit, SetReport, Verdict};

fn api(granted: &str) -> Api {
    let text = format!(
        r#"
        [api.shop]
        token = {{ path = "/t", granted = {granted}, granted_absent = "refuse" }}
        [api.shop.scopes]
        "orders:read" = {{ description = "R", aliases = ["read:orders"] }}
        "orders:write" = {{ description = "W", implies = ["orders:read"] }}
        "orders:delete" = "D"
        "project:{{key}}" = {{ description = "P", template = true }}
        "old" = {{ description = "O", deprecated = "use orders:read" }}
        "#
    );
    let spec = Spec::parse("scopes.toml", &text).unwrap();
    spec.api("shop").unwrap().clone()
}

fn space() -> Api {
    api(r#"{ field = "scope", format = "space" }"#)
}

/// A program with one set of this declaration and these needs.
fn audit(declared: &[&str], least: &[&str]) -> Audit {
    let list = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let set = SetReport {
        name: "Clerk".to_owned(),
        place: None,
        spec: String::new(),
        api: "shop".to_owned(),
        verdict: Verdict::Exact,
        declared: list(declared),
        least: list(least),
        exact: true,
        excess: Vec::new(),
        smaller: None,
        calls: Vec::new(),
        line: None,
    };
    Audit {
        sets: vec![set],
        compilations: 1,
    }
}

#[test]
fn every_dialect_is_read() {
    let comma = api(r#"{ field = "scopes", format = "comma" }"#);
    let array = api(r#"{ field = "granted", format = "array" }"#);
    for (api, response) in [
        (&space(), r#"{"scope": "a  b"}"#),
        (&space(), r#"{"scope": ["a", "b"]}"#),
        (&space(), "\u{feff}{\"scope\": \"a b\"}"),
        (&comma, r#"{"scopes": "a, b"}"#),
        (&array, r#"{"granted": ["a", "b"]}"#),
    ] {
        assert_eq!(read_grant(response, api).unwrap(), ["a", "b"], "{response}");
    }
}

#[test]
fn a_wrong_response_is_refused_and_not_repeated() {
    for wrong in [
        "",
        "[]",
        "{\"access_token\":\"secret\"}",
        "{\"scope\":1}",
        "secret",
    ] {
        let message = read_grant(wrong, &space()).unwrap_err();
        assert!(!message.contains("secret"), "{message}");
    }
    let repeats = r#"{"access_token": "secret", "scope": "a secret xsecretx"}"#;
    assert_eq!(read_grant(repeats, &space()).unwrap(), ["a"]);
}

#[test]
fn a_grant_is_held_against_code_and_spec() {
    let names = [
        "read:orders",
        "orders:write",
        "orders:delet",
        "project:X",
        "old",
    ];
    let names = names.map(str::to_owned);
    let audit = audit(&["orders:read", "orders:delete"], &["orders:read"]);
    let found = granted(&names, &space(), &audit);
    assert!(!found.is_exact());
    let [read, write, unknown, project, old] = &found.scopes[..] else {
        panic!("{found:#?}");
    };
    assert!(read.used && read.instead.is_empty());
    assert_eq!(read.scope.as_deref(), Some("orders:read"));
    assert!(write.used);
    assert_eq!(write.instead, ["orders:read"]);
    assert_eq!(
        (&unknown.scope, unknown.nearest.as_deref()),
        (&None, Some("orders:delete"))
    );
    assert_eq!(project.scope.as_deref(), Some("project:{key}"));
    assert!(!project.used);
    assert_eq!(old.deprecated.as_deref(), Some("use orders:read"));
    assert_eq!(found.lacking[0].scopes, ["orders:delete"]);
    assert!(found.lacking[0].used.is_empty());
}

#[test]
fn a_grant_of_what_is_used_is_exact() {
    let audit = audit(&["orders:write"], &["orders:write"]);
    assert!(granted(&["orders:write".to_owned()], &space(), &audit).is_exact());
    assert!(!granted(&["orders:read".to_owned()], &space(), &audit).is_exact());
}

#[test]
fn a_template_means_its_filled_names() {
    let text = "[catalogue.c.scopes]\n\"a:{x}/{y}:z\" = { template = true }\n";
    let spec = Spec::parse("scopes.toml", text).unwrap();
    let scope = &spec.catalogues()[0].scopes()[0];
    for name in ["a:1/2:z", "a:/x/2:z", "a:1/:z:z", "a:é/ü:z"] {
        assert!(is_filled(name, scope), "{name}");
    }
    for name in [
        "a:1/2:zz", "a:/2:z", "a:1/:z", "a:12:z", "b:1/2:z", "a:", "",
    ] {
        assert!(!is_filled(name, scope), "{name}");
    }
}
