//! The files written from a document, as rustdoc and readers of Markdown see it: its text is text, in the
//! sources, the notes and the pages.

use passport_spec::Spec;
use passport_tool::diff::{diff, markdown};
use passport_tool::docs::{self, Heading};
use passport_tool::import::{Imported, Options, import};
use passport_tool::note::Notes;
use passport_tool::overrides::Overrides;
use passport_tool::source;
use serde_json::{Map, Value, json};

#[path = "../passport-spec/src/doc_text/tests/rustdoc.rs"]
mod rustdoc;

#[test]
fn sources_and_pages_of_a_document_hold_its_text_as_text() {
    for seed in 0..DOCUMENTS {
        let mut texts = Texts(fastrand::Rng::with_seed(seed));
        let imported = imported(document(&mut texts));
        for (path, text) in imported.once.iter().chain(&imported.always) {
            if path.ends_with(".rs") {
                for comment in comments(text) {
                    check(&format!("{seed}: {path}"), &comment);
                }
            } else if path.ends_with(".md") {
                check(&format!("{seed}: {path}"), &without_own_code(text));
            }
        }
        let readme = imported.once.iter().find(|(path, _)| path == "README.md");
        let paragraphs = rustdoc::paragraphs(&readme.unwrap().1);
        let own = "A call that lacks its OAuth2 scope does not compile.";
        assert!(
            paragraphs.iter().any(|text| text.contains(own)),
            "{seed}: {paragraphs:?}"
        );
        let spec = spec(&imported);
        let heading = Heading {
            title: "Scopes",
            command: "cargo xtask regen",
        };
        let name = spec.apis()[0].name.clone();
        let page = docs::write(&spec, &heading).replace(&format!("[{name}](#{name})"), &name);
        check(&format!("{seed}: page"), &without_own_code(&page));
        let other = Spec::parse("scopes.toml", "[api.other]\ntoken.path = \"/t\"\n").unwrap();
        check(&format!("{seed}: changes"), &markdown(&diff(&other, &spec)));
    }
}

#[track_caller]
fn check(what: &str, markdown: &str) {
    if let Err(more) = rustdoc::check(markdown) {
        panic!("{what}: {more}:\n{markdown}");
    }
}

/// Random texts of parts that begin, end or hide a block, HTML or a link.
struct Texts(fastrand::Rng);

impl Texts {
    fn next(&mut self) -> String {
        let count = self.0.usize(0..16);
        (0..count).map(|_| self.part()).collect()
    }

    /// A text that is long enough to be wrapped.
    fn long(&mut self) -> String {
        (0..60).map(|_| self.part()).collect()
    }

    fn part(&mut self) -> &'static str {
        PARTS[self.0.usize(..PARTS.len())]
    }
}

fn document(texts: &mut Texts) -> Value {
    let (mut paths, mut schemas, mut scopes) = (Map::new(), Map::new(), Map::new());
    for number in 0..12 {
        let (scope, schema) = (format!("s:{number}"), format!("M{number}"));
        scopes.insert(scope.clone(), texts.next().into());
        paths.insert(
            format!("/p{number}"),
            json!({ "get": {
                "operationId": format!("op{number}"),
                "tags": [texts.next()],
                "summary": texts.next(),
                "externalDocs": { "url": texts.next() },
                "security": [{ "o": [scope] }],
                "parameters": [
                    { "name": format!("q{}", texts.next()), "in": "query", "description": texts.next() },
                    { "name": texts.next(), "in": "header" },
                    { "name": texts.next(), "in": texts.next() },
                ],
                "responses": {
                    "200": { "description": texts.next(), "content": { "application/json": {
                        "schema": { "$ref": format!("#/components/schemas/{schema}") },
                    } } },
                    texts.next(): {},
                },
            } }),
        );
        schemas.insert(
            schema,
            json!({
                "type": "object",
                "title": texts.next(),
                "description": texts.long(),
                "properties": {
                    "a": { "type": "string", "description": texts.next() },
                    "b": { "type": "string", "enum": [texts.next(), texts.next()], "title": texts.next() },
                    "c": { "type": "object", "description": texts.long() },
                    texts.next(): { "type": "integer", "description": texts.long() },
                },
            }),
        );
    }
    json!({
        "openapi": "3.1.0",
        "info": { "title": texts.next(), "description": texts.next(), "version": texts.next() },
        "externalDocs": { "url": texts.next() },
        "servers": [
            { "url": "https://api.shop.example", "description": texts.next() },
            { "url": texts.next() },
        ],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": { "o": { "type": "oauth2", "flows": { "clientCredentials": {
                "tokenUrl": "https://api.shop.example/token", "scopes": scopes,
            } } } },
        },
    })
}

fn imported(document: Value) -> Imported {
    let document = source::normalize(document, Notes::default()).unwrap();
    let options = Options {
        api: Some("shop".to_owned()),
        ..Options::default()
    };
    import(&document, &Overrides::default(), &options).unwrap()
}

fn spec(imported: &Imported) -> Spec {
    let found = imported
        .always
        .iter()
        .find(|(path, _)| path == "scopes.toml");
    Spec::parse("scopes.toml", &found.unwrap().1).unwrap()
}

/// The doc comments of a source, each as its Markdown.
fn comments(source: &str) -> Vec<String> {
    let mut comments: Vec<String> = Vec::new();
    let mut open = false;
    for line in source.lines() {
        let line = line.trim_start();
        let text = line
            .strip_prefix("///")
            .or_else(|| line.strip_prefix("//!"));
        if let Some(text) = text {
            if !open {
                comments.push(String::new());
            }
            let last = comments.last_mut().unwrap();
            last.push_str(text.strip_prefix(' ').unwrap_or(text));
            last.push('\n');
        }
        open = text.is_some();
    }
    comments
}

/// A page without the comment and the code that this project writes into it.
fn without_own_code(page: &str) -> String {
    let marks = ["<!-- Generated by `", "<!-- Written by `"];
    let is_own =
        |line: &&str| line.ends_with(" -->") && marks.iter().any(|mark| line.starts_with(mark));
    let lines = page.lines().filter(|line| !is_own(line));
    let page: String = lines.map(|line| format!("{line}\n")).collect();
    match page.split_once("```rust,ignore\n") {
        Some((before, code)) => {
            let (_, behind) = code.split_once("```\n").unwrap();
            format!("{before}{behind}")
        }
        None => page,
    }
}

const DOCUMENTS: u64 = 150;

const PARTS: &[&str] = &[
    "\n",
    "\n",
    "\n\n",
    " ",
    " ",
    " ",
    "    ",
    "     ",
    "\t",
    "\r",
    "\u{b}",
    "\u{200b}",
    "\u{202e}",
    "\u{0}",
    "\u{1b}[31m",
    "`",
    "`",
    "``",
    "```",
    "~~~",
    "~~~~",
    "- ",
    "-",
    "* ",
    "1. ",
    "12) ",
    "> ",
    "#",
    "---",
    "===",
    "|",
    "|-|-|",
    "\\",
    "\\`",
    "<",
    ">",
    "<b>",
    "<br>",
    "</b>",
    "<!--",
    "-->",
    "<?x",
    "<![CDATA[",
    "<script>",
    "<div\n",
    "[",
    "]",
    "[a]",
    "[a]: b",
    "](",
    ")",
    "[a](b)",
    "[a](https://x.y)",
    "[a](javascript:b)",
    "![a](https://x.y)",
    "[^1]",
    "[^1]: ",
    "https://a.b",
    "<javascript:x>",
    "&lt;",
    "&#96;",
    "&amp;",
    "_",
    "*",
    "**",
    "\"",
    "rust",
    "a",
    "word ",
    "some words ",
    "code(); ",
    "$",
    "{",
    "}",
    "!",
    "*/",
    "\"#",
];
