//! Text of a spec on a terminal: its control characters are shown, not obeyed.

use passport_spec::is_invisible;
use serde_json::Value;

use crate::cli::{Folder, run_both};

const EMPTY: &str = "[api.shop]\ntoken.path = \"/t\"\n";

const SPEC: &str = r#"
[api.shop]
title = "T\u001b]0;title\u0007\u001b[31m"
token.path = "/oauth/token"
[api.shop.scopes]
b = { description = "d\u001b]0;pwn\u0007 \u202e x\u009b31m\nnext", docs = "javascript:\u001b[2J" }
[api.shop.sets."s\u001b[8m\u200b"]
description = "\r\u001b[1A"
scopes = ["b"]
[api.shop.endpoints.orders.get]
call = "GET /orders/{order_id}"
scope = "b"
description = "desc \u001b[2J \u001b]8;;http://evil\u0007link"
docs = "\u001b[31m"
query = { "q\u001b[31m" = { type = "string", required = true, name = "q" } }
"#;

/// Runs a command; answers its output, which holds nothing that a terminal obeys.
#[track_caller]
fn shown(arguments: &[&str]) -> String {
    let (_, out, err) = run_both(arguments);
    let output = out + &err;
    let obeyed = output.find(|c| c != '\n' && is_invisible(c));
    assert_eq!(obeyed, None, "{arguments:?}: {output:?}");
    output
}

#[test]
fn control_characters_of_a_spec_are_shown_by_their_number() {
    let folder = Folder::new("terminal");
    let file = folder.write("scopes.toml", SPEC);
    let empty = folder.write("empty.toml", EMPTY);
    for word in ["b", "orders.get", "s\u{1b}[8m\u{200b}"] {
        let text = shown(&["explain", word, "--spec", &file]);
        assert!(text.contains("\\u{1b}["), "{text}");
        let json = shown(&["explain", word, "--spec", &file, "--json"]);
        let json: Value = serde_json::from_str(&json).unwrap();
        assert!(json.to_string().contains("\\u001b["), "{json}");
    }
    let json = shown(&["explain", "b", "--spec", &file, "--json"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    let description = json["explained"][0]["description"].as_str().unwrap();
    assert_eq!(description, "d\u{1b}]0;pwn\u{7} \u{202e} x\u{9b}31m\nnext");
    for options in [&[][..], &["--markdown"], &["--json"]] {
        shown(&[&["diff", &empty, &file], options].concat());
        shown(&[&["diff", &file, &empty], options].concat());
    }
    shown(&["explain", "\u{1b}[31m\u{202e}", "--spec", &file]);
}

#[test]
fn mistakes_that_quote_a_file_show_its_control_characters() {
    let folder = Folder::new("terminal-mistakes");
    for wrong in [
        "\"k\\u001b[31m\\u202e\" = 1",
        "title = \"\u{202e}\u{9b}31m\" x",
        "prefix.default = \"/\\u001b[31m\\u202e\"",
        "docs = 5 # \u{202e}\u{200b}",
    ] {
        let file = folder.write("scopes.toml", &format!("{EMPTY}{wrong}\n"));
        let text = shown(&["explain", "b", "--spec", &file]);
        assert!(text.contains("error"), "{wrong}: {text}");
        shown(&["explain", "b", "--spec", &file, "--json"]);
    }
}

#[test]
fn an_import_shows_control_characters_of_its_document() {
    let folder = Folder::new("terminal-import");
    let document = folder.write(
        "openapi.yaml",
        "openapi: 3.0.0\ninfo: {title: \"T\\e[31m\\u202e\"}\nservers: [{url: \"\\e]0;t\\a\"}]\n\
         paths: {/a: {get: {operationId: \"one\\e[2J\", summary: \"s\\e[31m\", responses: {}}}}\n",
    );
    let out = folder.path.join("out").display().to_string();
    shown(&["import", &document, "--out", &out, "--api", "t"]);
    for file in [
        "IMPORT.md",
        "README.md",
        "scopes.toml",
        "src/lib.rs",
        "src/model.rs",
    ] {
        let text = folder.read(&format!("out/{file}"));
        let hidden = text.find(|c| c != '\n' && is_invisible(c));
        assert_eq!(hidden, None, "{file}: {text:?}");
    }
    shown(&[
        "import", &document, "--out", &out, "--api", "t", "--check", "--json",
    ]);
}
