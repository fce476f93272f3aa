//! Tests of single constructs.

mod docs;
mod objects;
mod same;
mod unions;

use serde_json::{Value, json};

use crate::model::{Model, Root, Side, generate};

/// The model of some schemas, of which all are roots.
fn model(schemas: Value, side: Side) -> Model {
    let mut document = json!({"components": {}});
    document["components"]["schemas"] = schemas;
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let roots: Vec<Root> = schemas
        .keys()
        .map(|name| Root {
            pointer: format!("/components/schemas/{name}"),
            name_hint: "Hint".to_owned(),
            side,
        })
        .collect();
    let model = generate(&document, &roots);
    syn_free_sanity(&model.rust);
    model
}

fn received(schemas: Value) -> Model {
    model(schemas, Side::Response)
}

fn sent(schemas: Value) -> Model {
    model(schemas, Side::Request)
}

#[track_caller]
fn has(model: &Model, parts: &[&str]) {
    for part in parts {
        assert!(model.rust.contains(part), "no {part:?} in\n{}", model.rust);
    }
}

#[track_caller]
fn notes(model: &Model, expected: &[(&str, &str)]) {
    for (pointer, what) in expected {
        let found = model
            .notes
            .iter()
            .any(|note| note.pointer == *pointer && note.what.contains(what));
        assert!(found, "no {what:?} at {pointer:?} in {:?}", model.notes);
    }
}

/// What can be seen without a parser: braces match.
#[track_caller]
fn syn_free_sanity(rust: &str) {
    let code = rust
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"));
    let count = |sign: char| {
        code.clone()
            .map(|line| line.matches(sign).count())
            .sum::<usize>()
    };
    assert_eq!(count('{'), count('}'), "{rust}");
}
