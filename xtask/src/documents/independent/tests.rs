//! Small documents, one for each way in which a need is written.

use std::collections::BTreeSet;
use std::path::PathBuf;

use super::{Files, Need, Reading, read};

/// A folder below the build folder, with files in it.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../target/tmp/independent")
        .join(name);
    std::fs::create_dir_all(&folder).unwrap();
    for (file, text) in files {
        std::fs::create_dir_all(folder.join(file).parent().unwrap()).unwrap();
        std::fs::write(folder.join(file), text).unwrap();
    }
    folder
}

/// What `GET /a` needs in a document with this text.
fn get(name: &str, text: &str) -> Reading {
    let file = folder(name, &[("api.yaml", text)]).join("api.yaml");
    let readings = read(&mut Files::default(), &file).unwrap();
    readings.operations[&("GET".to_owned(), "/a".to_owned())].clone()
}

/// The same, in a document with the usual schemes and this `security` at the operation.
fn security(name: &str, security: &str) -> Reading {
    get(
        name,
        &format!("openapi: 3.0.3\npaths: {{/a: {{get: {{security: {security}}}}}}}\n{SCHEMES}"),
    )
}

fn token(alternatives: &[&[&str]]) -> Need {
    let set = |list: &&[&str]| {
        list.iter()
            .map(ToString::to_string)
            .collect::<BTreeSet<_>>()
    };
    Need::Token(alternatives.iter().map(set).collect())
}

fn only(need: Need) -> Reading {
    Reading {
        need,
        anonymous: false,
    }
}

#[test]
fn a_list_is_all_of_them() {
    let all = only(token(&[&["a", "b"]]));
    assert_eq!(security("list", "[{user: [a, b]}]"), all);
    assert_eq!(security("double", "[{user: [a, b, a]}]"), all);
    assert_eq!(security("and", "[{user: [a], machine: [b]}]"), all);
}

#[test]
fn alternatives_are_kept_apart_and_equal_ones_are_one() {
    assert_eq!(
        security("or", "[{user: [a]}, {user: [b, c]}]"),
        only(token(&[&["a"], &["b", "c"]]))
    );
    let one = only(token(&[&["a"]]));
    assert_eq!(security("same", "[{user: [a]}, {machine: [a]}]"), one);
    assert_eq!(security("both", "[{user: [a], machine: [a]}]"), one);
    // The wider one is not swallowed.
    assert_eq!(
        security("absorbed", "[{user: [a]}, {user: [a, b]}]"),
        only(token(&[&["a"], &["a", "b"]]))
    );
}

#[test]
fn five_states_are_five() {
    assert_eq!(security("empty", "[]"), only(Need::Public));
    assert_eq!(security("nothing", "[{}]"), only(Need::Public));
    assert_eq!(security("any", "[{user: []}]"), only(Need::any_token()));
    assert_eq!(security("null", "[{user: null}]"), only(Need::any_token()));
    assert_eq!(security("bearer", "[{jwt: []}]"), only(Need::any_token()));
    assert_eq!(security("key", "[{key: []}]"), only(Need::NoToken));
    assert_eq!(security("absent", "null"), only(Need::Unknown));
}

#[test]
fn nothing_beside_something_is_a_flag() {
    let optional = Reading {
        need: token(&[&["a"]]),
        anonymous: true,
    };
    assert_eq!(security("optional", "[{}, {user: [a]}]"), optional);
    assert_eq!(
        security("key-or-nothing", "[{}, {key: []}]"),
        only(Need::Public)
    );
}

#[test]
fn a_key_is_no_part_of_the_need_and_a_bearer_says_less() {
    let one = only(token(&[&["a"]]));
    assert_eq!(security("with-key", "[{user: [a], key: []}]"), one);
    assert_eq!(security("or-key", "[{user: [a]}, {key: []}]"), one);
    assert_eq!(security("or-bearer", "[{jwt: []}, {user: [a]}]"), one);
    assert_eq!(security("roles", "[{jwt: [a]}]"), one);
    assert_eq!(security("undeclared", "[{other: [a]}]"), one);
}

#[test]
fn names_are_cleaned_and_otherwise_opaque() {
    assert_eq!(
        security(
            "names",
            "[{user: [' a', 'b:{c}', 'https://x.example/D', 'e f']}]"
        ),
        only(token(&[&["a", "b:{c}", "https://x.example/D", "e", "f"]]))
    );
}

#[test]
fn what_the_document_says_is_inherited_unless_taken_away() {
    let text = |own: &str| {
        format!(
            "openapi: 3.1.0\nsecurity: [{{user: [a]}}]\npaths: {{/a: {{get: {{{own}}}}}}}\n{SCHEMES}"
        )
    };
    assert_eq!(get("inherited", &text("")), only(token(&[&["a"]])));
    assert_eq!(get("taken", &text("security: []")), only(Need::Public));
    assert_eq!(
        get("other", &text("security: [{user: [b]}]")),
        only(token(&[&["b"]]))
    );
}

#[test]
fn swagger_declares_elsewhere() {
    let text = "\u{feff}swagger: '2.0'\r\npaths:\r\n  /a:\r\n    get:\r\n      responses: {200: {}}\r\n      \
                security: [{user: [a]}]\r\nsecurityDefinitions: {user: {type: oauth2}}\r\n";
    assert_eq!(get("swagger", text), only(token(&[&["a"]])));
}

#[test]
fn parts_in_other_files_are_followed() {
    let folder = folder(
        "files",
        &[
            (
                "api/main.yaml",
                "openapi: 3.0.3\nx: &s [{user: [a]}]\npaths:\n  /a: {$ref: 'paths.json#/~1a'}\n  \
                 /b: {get: {$ref: ../b%20b.yaml}, put: {security: *s}}\n\
                 components: {securitySchemes: {user: {$ref: '../common.yaml#/schemes/user'}, jwt: {$ref: '../common.yaml#/schemes/jwt'}}}\n",
            ),
            (
                "api/paths.json",
                r#"{"/a": {"get": {"security": [{"jwt": ["r\ud83d\ude00"]}]}}}"#,
            ),
            ("b b.yaml", "security: [{jwt: []}, {user: [c]}]\n"),
            (
                "common.yaml",
                "schemes: {user: {type: openIdConnect}, jwt: {type: http, scheme: Bearer}}\n",
            ),
        ],
    );
    let readings = read(&mut Files::default(), &folder.join("api/main.yaml")).unwrap();
    let needs: Vec<String> = readings
        .operations
        .iter()
        .map(|((method, path), reading)| format!("{method} {path}: {reading}"))
        .collect();
    assert_eq!(
        needs,
        ["GET /a: `r\u{1f600}`", "GET /b: `c`", "PUT /b: `a`"]
    );
}

#[test]
fn what_leads_nowhere_is_said_and_callbacks_are_no_calls() {
    let text = "openapi: 3.1.0
paths:
  /a: {$ref: '#/b'}
  /b: {post: {callbacks: {c: {/a: {get: {security: []}}}}, security: [{gone: [x]}]}}
webhooks: {w: {post: {security: []}}}
components: {securitySchemes: {gone: {$ref: no.yaml}}}
";
    let file = folder("nowhere", &[("api.yaml", text)]).join("api.yaml");
    let readings = read(&mut Files::default(), &file).unwrap();
    assert_eq!(readings.unread, ["`/a`: `#/b` leads nowhere at `b`"]);
    let only: Vec<_> = readings.operations.iter().collect();
    assert_eq!(format!("{}", only[0].1), "`x`");
    assert_eq!(only.len(), 1);
}

#[test]
fn yaml_of_any_kind_is_read() {
    let text = "openapi: 3.0.3
x-number: 80276883110000092581
x-base: &base {security: [{user: [b]}]}
x-tag: !text tagged
paths:
  /a:
    get: {<<: *base, responses: {200: {}, 4: ~}}
components: {securitySchemes: {user: {type: oauth2}}}
";
    assert_eq!(get("kinds", text), only(token(&[&["b"]])));
}

#[test]
fn a_list_that_holds_another_changes_no_answer() {
    let same = |one: &[&[&str]], other: &[&[&str]]| token(one).takes_the_same_tokens(&token(other));
    assert!(same(&[&[], &["a"]], &[&[]]));
    assert!(same(&[&["a"], &["a", "b"]], &[&["a"]]));
    assert!(!same(&[&["a"], &["b"]], &[&["a"]]));
    assert!(!same(&[&["a", "b"]], &[&["a"]]));
    assert!(!Need::NoToken.takes_the_same_tokens(&Need::Unknown));
}

const SCHEMES: &str = "components:
  securitySchemes:
    user: {type: oauth2, flows: {}}
    machine: {type: oauth2, flows: {}}
    jwt: {type: http, scheme: bearer}
    key: {type: apiKey, in: header, name: X-Key}
";
