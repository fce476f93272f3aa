//! Generates models of all documents in the folder that `PASSPORT_SPECS` names.
//!
//! With `PASSPORT_MODELS` a folder, each model is also written there as a crate of its own, with
//! `deny(warnings, missing_docs)`, to be checked with `cargo check` and `cargo clippy`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use passport_tool::model::{Model, Root, Side, Usage, generate};
use passport_tool::source;
use serde_json::Value;

#[test]
fn every_document_has_a_model() {
    let Some(folder) = std::env::var_os("PASSPORT_SPECS") else {
        eprintln!("skipped: PASSPORT_SPECS names no folder with documents");
        return;
    };
    let mut files = Vec::new();
    collect(Path::new(&folder), &mut files);
    files.sort();
    assert!(!files.is_empty(), "no documents in {}", folder.display());
    let mut table = String::new();
    for file in &files {
        let Ok(document) = source::load(file, Some(Path::new(&folder))) else {
            eprintln!("{}: not a document", file.display());
            continue;
        };
        let document = document.value;
        let name = file.strip_prefix(&folder).unwrap().display().to_string();
        for (kind, roots) in [
            ("components", component_roots(&document)),
            ("paths", path_roots(&document)),
        ] {
            let model = generate(&document, &roots);
            assert!(model == generate(&document, &roots), "{name} differs");
            if let Err(error) = syn::parse_file(&model.rust) {
                panic!("{name}, {kind}: {error}");
            }
            for root in &roots {
                assert!(model.type_of.contains_key(&root.pointer));
            }
            write_crate(&format!("{name}-{kind}"), &model);
            let _ = writeln!(
                table,
                "{name} {kind}: {} roots, {} types, {} lines, {} notes",
                roots.len(),
                model.types,
                model.rust.lines().count(),
                model.notes.len()
            );
        }
    }
    eprintln!("{table}");
}

/// All schemas with a name, sent and received in turns.
fn component_roots(document: &Value) -> Vec<Root> {
    let schemas = document.pointer("/components/schemas");
    let names = schemas.and_then(Value::as_object).into_iter().flatten();
    names
        .enumerate()
        .map(|(index, (name, _))| Root {
            pointer: format!("/components/schemas/{}", escaped(name)),
            name_hint: name.clone(),
            side: if index % 2 == 0 {
                Side::Request
            } else {
                Side::Response
            },
            usage: Usage::Body,
        })
        .collect()
}

/// The schemas of the bodies.
fn path_roots(document: &Value) -> Vec<Root> {
    let mut roots = BTreeMap::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let at = format!("/paths/{}/{method}", escaped(path));
            let id = operation.get("operationId").and_then(Value::as_str);
            let hint = camel(id.unwrap_or(&at));
            let body = operation.get("requestBody");
            bodies(
                document,
                body,
                &format!("{at}/requestBody"),
                Side::Request,
                &format!("{hint}Body"),
                &mut roots,
            );
            let answers = operation.get("responses").and_then(Value::as_object);
            for (status, answer) in answers.into_iter().flatten() {
                let at = format!("{at}/responses/{}", escaped(status));
                let hint = format!("{hint}Answer{}", camel(status));
                bodies(
                    document,
                    Some(answer),
                    &at,
                    Side::Response,
                    &hint,
                    &mut roots,
                );
            }
        }
    }
    roots.into_values().collect()
}

fn bodies(
    document: &Value,
    body: Option<&Value>,
    at: &str,
    side: Side,
    hint: &str,
    roots: &mut BTreeMap<String, Root>,
) {
    let Some(mut body) = body else {
        return;
    };
    let mut at = at.to_owned();
    if let Some(reference) = body.get("$ref").and_then(Value::as_str) {
        let Some(target) = reference.strip_prefix('#') else {
            return;
        };
        target.clone_into(&mut at);
        let Some(found) = document.pointer(target) else {
            return;
        };
        body = found;
    }
    let contents = body.get("content").and_then(Value::as_object);
    for (media, content) in contents.into_iter().flatten() {
        if content.get("schema").is_some() {
            let pointer = format!("{at}/content/{}/schema", escaped(media));
            let root = Root {
                pointer: pointer.clone(),
                name_hint: hint.to_owned(),
                side,
                usage: Usage::Body,
            };
            roots.insert(pointer, root);
        }
    }
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

fn camel(text: &str) -> String {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words
        .map(|word| {
            let (first, rest) = word.split_at(usize::from(!word.is_empty()));
            format!("{}{rest}", first.to_ascii_uppercase())
        })
        .collect()
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn write_crate(name: &str, model: &Model) {
    let Some(folder) = std::env::var_os("PASSPORT_MODELS") else {
        return;
    };
    let name: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let folder = Path::new(&folder).join(&name);
    std::fs::create_dir_all(folder.join("src")).unwrap();
    let api = Path::new(env!("CARGO_MANIFEST_DIR")).join("../passport-api");
    let manifest = format!(
        "[package]\nname = \"m-{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         passport-api = {{ path = {api:?}, default-features = false }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = \"1\"\n\n[workspace]\n",
        name.to_ascii_lowercase()
    );
    std::fs::write(folder.join("Cargo.toml"), manifest).unwrap();
    let lib = "//! A model.\n#![deny(warnings, missing_docs)]\n#![warn(clippy::pedantic)]\n\
               pub mod model;\n";
    std::fs::write(folder.join("src/lib.rs"), lib).unwrap();
    std::fs::write(folder.join("src/model.rs"), &model.rust).unwrap();
    let notes: String = model
        .notes
        .iter()
        .map(|note| format!("{}: {}\n", note.pointer, note.what))
        .collect();
    std::fs::write(folder.join("notes.txt"), notes).unwrap();
}
